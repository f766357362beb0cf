"""A source read from the stand-in, and its queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from evidence.connectors.azure_monitor import AzureMonitorConnector
from evidence.connectors.base import Account, Query, Result, SourceFailed
from tests.evidence.connectors.azure_monitor.stand_in import SECRET, AzureStandIn, resource

NOW = dt.datetime(2026, 11, 29, 10, 17, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def account(server: AzureStandIn, **changed: str) -> Account:
    """A source of the stand-in's subscription, with the right secret behind its reference."""
    return Account(1, server.settings(**changed), {"env:AZURE": SECRET}.__getitem__)


def query(
    resource_id: str = resource("orders"),
    metric: str = "RunsStarted",
    hours: float = 5,
    grain: int = 3600,
    **fields: object,
) -> Query:
    """The total of a metric over the hours before now."""
    named = {"resource": resource_id, "metric": metric, "aggregation": "Total"} | fields
    return Query(named, NOW - hours * HOUR, NOW, grain)


def collected(server: AzureStandIn, *queries: Query, **changed: str) -> list[Result]:
    """Every result of one collection."""
    return list(AzureMonitorConnector().collect(account(server, **changed), queries))


def failure(server: AzureStandIn, **changed: str) -> SourceFailed:
    """What a collection raises, in a sentence that fits where it is stored."""
    with pytest.raises(SourceFailed) as caught:
        collected(server, query(), **changed)
    assert 0 < len(str(caught.value)) <= 300
    return caught.value


def values(result: Result) -> list[float]:
    """The values of a result that is no error, oldest first."""
    assert not result.error
    return [point.value for point in sorted(result.points)]


def resources(count: int, kind: str = "Microsoft.Logic/workflows") -> Sequence[str]:
    """That many resources of a kind."""
    return [resource(f"flow{number}", kind) for number in range(count)]
