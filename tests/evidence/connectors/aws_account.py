"""An account of the connector for tests, and queries as presets make them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from evidence.connectors.base import Account, Query, Result
from evidence.connectors.cloudwatch import CloudWatchConnector

SECRET = "planted-aws-secret"
NOW = dt.datetime(2026, 11, 29, 10, 17, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
WEEK = dt.timedelta(days=7)


def account(url: str, **settings: str) -> Account:
    """A source of organization 7 that reaches AWS at this address."""
    given = {
        "region": "eu-central-1",
        "endpoint": url,
        "access_key_id": "env:ID",
        "secret_access_key": "env:KEY",
    }
    return Account(7, given | settings, secret=lambda reference: SECRET, source_id=3)


def sent(queue: str = "orders", **fields: object) -> dict[str, object]:
    """The messages sent to a queue."""
    return {
        "namespace": "AWS/SQS",
        "metric": "NumberOfMessagesSent",
        "dimensions": {"QueueName": queue},
        "stat": "Sum",
        **fields,
    }


def asked(
    fields: dict[str, object], window: dt.timedelta = DAY, now: dt.datetime = NOW, grain: int = 3600
) -> Query:
    """A query of the window that ends now."""
    return Query(fields, now - window, now, grain)


def collected(of: Account, *queries: Query) -> list[Result]:
    """All results of a collection."""
    return list(CloudWatchConnector().collect(of, list(queries)))


def values(result: Result) -> Sequence[float]:
    """The values of a result that has no error."""
    assert result.error == ""
    return [point.value for point in result.points]
