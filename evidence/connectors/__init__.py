"""The kinds of metrics systems: ours, and those that installed packages add.

A package adds a connector by an entry point of the group `plumbline.connectors` that names an
object with the attributes of `evidence.connectors.base.Connector`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.metadata import entry_points

import structlog

from evidence.connectors.azure_monitor import AzureMonitorConnector
from evidence.connectors.base import Connector
from evidence.connectors.cloudwatch import CloudWatchConnector
from evidence.connectors.google_monitoring import GoogleMonitoringConnector
from evidence.connectors.http_json import HttpJsonConnector
from evidence.connectors.jobs import JobsConnector
from evidence.connectors.prometheus import PrometheusConnector
from evidence.connectors.push import PushConnector
from evidence.connectors.schedule import ScheduleConnector

log = structlog.get_logger(__name__)

GROUP = "plumbline.connectors"

BUILT_IN: dict[str, Connector] = {
    "jobs": JobsConnector(),
    "prometheus": PrometheusConnector(),
    "cloudwatch": CloudWatchConnector(),
    "azure_monitor": AzureMonitorConnector(),
    "schedule": ScheduleConnector(),
    "google_monitoring": GoogleMonitoringConnector(),
    "http_json": HttpJsonConnector(),
    "push": PushConnector(),
}


@functools.cache
def connectors() -> Mapping[str, Connector]:
    """Every connector by its key. What is built in is never replaced; what breaks is left out."""
    found = dict(BUILT_IN)
    for entry in entry_points(group=GROUP):
        try:
            connector: Connector = entry.load()
            found.setdefault(connector.key, connector)
        except Exception:  # somebody else's package must not keep ours from starting
            log.exception("connector_not_loaded", entry_point=entry.name)
    return found
