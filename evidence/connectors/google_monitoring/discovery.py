"""What there is to watch in a project, and whether it can be reached."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from google.cloud.monitoring_v3 import ListTimeSeriesRequest
from google.cloud.scheduler_v1 import ListJobsRequest

from evidence.connectors.base import Account, SourceFailed
from evidence.connectors.google_monitoring.asked import IDENTIFIER
from evidence.connectors.google_monitoring.client import interval
from evidence.connectors.google_monitoring.connection import Connection, connected
from evidence.connectors.google_monitoring.refusals import (
    MONITORING,
    SCHEDULER,
    NeverWritten,
    QueryRefused,
    asking,
)
from evidence.connectors.google_monitoring.words import equals

MOST = 1000
MOST_SEEN = 5000
"""Series or jobs that are looked at, at the most: one resource may have many."""

BACK = dt.timedelta(days=7)
"""How far back a resource must have been heard of to be offered."""

SEEN_BY = {
    "subscriptions": (
        "pubsub.googleapis.com/subscription/num_undelivered_messages",
        "pubsub_subscription",
        "subscription_id",
    ),
    "topics": (
        "pubsub.googleapis.com/topic/send_request_count",
        "pubsub_topic",
        "topic_id",
    ),
    "functions": (
        "cloudfunctions.googleapis.com/function/execution_count",
        "cloud_function",
        "function_name",
    ),
    "function_regions": (
        "cloudfunctions.googleapis.com/function/execution_count",
        "cloud_function",
        "region",
    ),
    "services": ("run.googleapis.com/request_count", "cloud_run_revision", "service_name"),
    "service_locations": ("run.googleapis.com/request_count", "cloud_run_revision", "location"),
}
"""By what can be listed: a metric that every such resource writes, the resource, its label."""


def check(account: Account) -> str:
    """One sentence that says what answered. Raises SourceFailed."""
    with connected(account) as connection:
        _found(connection, "services", {})
    return f"Cloud Monitoring answered for the project {connection.project}."


def discover(account: Account, what: str, given: Mapping[str, str]) -> list[str]:
    """What can be chosen from, in order, at most 1,000. Raises SourceFailed."""
    with connected(account) as connection:
        return sorted(_found(connection, what, given))[:MOST]


def _found(connection: Connection, what: str, given: Mapping[str, str]) -> set[str]:
    try:
        if what in SEEN_BY:
            return set(_labels(connection, what, given))
        return set(LISTED[what](connection, given)) if what in LISTED else set()
    except NeverWritten:
        return set()  # the project never had such a resource, and it was allowed to look
    except QueryRefused as refused:
        raise SourceFailed(str(refused)) from None


def _labels(connection: Connection, what: str, given: Mapping[str, str]) -> Iterator[str]:
    metric, resource, label = SEEN_BY[what]
    conditions = [equals("metric.type", (metric,)), equals("resource.type", (resource,))]
    for name in ("region", "location"):
        place = given.get(name, "")
        if place and name != label and (what, name) in PLACED:
            conditions.append(equals(f"resource.labels.{name}", (place,)))
    now = int(dt.datetime.now(dt.UTC).timestamp())
    request = ListTimeSeriesRequest(
        name=f"projects/{connection.project}",
        filter=" AND ".join(conditions),
        interval=interval(now - int(BACK.total_seconds()), now),
        view=ListTimeSeriesRequest.TimeSeriesView.HEADERS,
        page_size=MOST,
    )
    with asking(MONITORING, connection.project):
        found = connection.metrics.list_time_series(request, **connection.patience)
        for series in itertools.islice(found, MOST_SEEN):
            yield series.resource.labels[label]


def _jobs(connection: Connection, given: Mapping[str, str]) -> Iterator[str]:
    location = given.get("location", "")
    if not IDENTIFIER.fullmatch(location):
        return
    request = ListJobsRequest(
        parent=f"projects/{connection.project}/locations/{location}", page_size=500
    )
    with asking(SCHEDULER, connection.project):
        found = connection.scheduler.list_jobs(request, **connection.patience)
        for job in itertools.islice(found, MOST_SEEN):
            yield job.name.rpartition("/")[2]


def _locations(connection: Connection, given: Mapping[str, str]) -> Iterator[str]:
    request = {"name": f"projects/{connection.project}", "page_size": MOST}
    with asking(SCHEDULER, connection.project):
        found = connection.scheduler.list_locations(request, **connection.patience)
        yield from (location.location_id for location in found.locations)


def _of_job(read: Callable[[Any], str]) -> Callable[..., Iterator[str]]:
    def listed(connection: Connection, given: Mapping[str, str]) -> Iterator[str]:
        location, job = given.get("location", ""), given.get("job", "")
        if not IDENTIFIER.fullmatch(location) or not IDENTIFIER.fullmatch(job):
            return
        name = f"projects/{connection.project}/locations/{location}/jobs/{job}"
        with asking(SCHEDULER, connection.project):
            yield read(connection.scheduler.get_job(name=name, **connection.patience))

    return listed


PLACED = {("functions", "region"), ("services", "location")}
"""What is narrowed by a place that was chosen before."""

LISTED: dict[str, Callable[[Connection, Mapping[str, str]], Iterator[str]]] = {
    "job_locations": _locations,
    "jobs": _jobs,
    "job_schedules": _of_job(lambda job: job.schedule),
    "job_time_zones": _of_job(lambda job: job.time_zone or "UTC"),
}
