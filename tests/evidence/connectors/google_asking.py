"""What the tests of Google's connector share: a window, an account and queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from evidence.connectors.base import Account, Query, Result
from evidence.connectors.google_monitoring import GoogleMonitoringConnector
from tests.evidence.connectors.google_stand_in import GoogleStandIn

NOW = dt.datetime(2026, 11, 29, 12, 0, 30, 250_000, tzinfo=dt.UTC)
END = int(NOW.timestamp())
HOUR = 3600
DEPTH = "pubsub.googleapis.com/subscription/num_undelivered_messages"
SUBSCRIPTION = "pubsub_subscription"


def no_secret(reference: str) -> str:
    """Nothing is kept secret here."""
    raise AssertionError(reference)


def account(
    stand_in: GoogleStandIn | None,
    secret: Callable[[str], str] = no_secret,
    **settings: str,
) -> Account:
    """Of a source that asks this stand-in, or Google where there is none."""
    reached = {"endpoint": stand_in.address} if stand_in else {}
    return Account(1, {"project": "acme", **reached, **settings}, secret)


def query(hours: int = 24, grain: int = HOUR, **fields: Any) -> Query:
    """A query of a window that ends now."""
    return Query(fields, NOW - dt.timedelta(hours=hours), NOW, grain)


def depth(subscription: str, **fields: Any) -> Query:
    """How many messages wait in a subscription."""
    asked = {
        "metric": DEPTH,
        "resource": SUBSCRIPTION,
        "labels": {"subscription_id": subscription},
        "aligner": "ALIGN_MAX",
        "reducer": "REDUCE_SUM",
    }
    return query(**(asked | fields))


def collected(asking: Account, queries: Sequence[Query]) -> list[Result]:
    """All results, in order."""
    return list(GoogleMonitoringConnector().collect(asking, queries))


def values(result: Result) -> list[float]:
    """The values of a result's points, oldest first; it must hold no error."""
    assert result.error == ""
    return [point.value for point in sorted(result.points)]
