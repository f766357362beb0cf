"""A connector whose answers are prepared: each query says by its `metric` what comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from django.db import OperationalError

from evidence.connectors.base import Account, Field, Query, Result, SourceFailed
from evidence.evaluate import Point
from evidence.models import Probe

MINUTE = dt.timedelta(minutes=1)


class Prepared:
    """Answers `waiting`, or whatever is not named here, with 200 points from 10 upwards."""

    key = "prepared"
    label = "Prepared answers"
    version = "prepared 1"
    requires = ""
    settings: Sequence[Field] = (
        Field("address", "Address", kind="address", required=False),
        Field("token", "Token", kind="secret", required=False),
    )
    query_fields: Sequence[Field] = (Field("metric", "Metric", discover="metrics"),)

    def __init__(self) -> None:
        self.asked: list[list[Query]] = []

    def collect(self, account: Account, queries: Sequence[Query]) -> Iterator[Result]:
        self.asked.append(list(queries))
        for query in queries:
            account.calls += 1
            metric = query.fields["metric"]
            if metric == "unanswered":
                return
            yield self._answer(metric, query)

    def _answer(self, metric: str, query: Query) -> Result:
        if metric == "unreachable":
            raise SourceFailed("The address does not answer. Check the source's settings.")
        if metric == "throttled":
            raise SourceFailed("It asked to be left alone.", dt.timedelta(hours=2))
        if metric == "bug":
            raise ZeroDivisionError
        if metric == "locked":
            raise OperationalError("database is locked")
        if metric == "error":
            return Result(metric, error="There is no such series.")
        if metric == "gone":
            Probe.objects.filter(metric="gone").delete()
        points = tuple(Point(query.end - n * MINUTE, 10.0 + n) for n in range(200))
        return Result(f"sent {metric}", points, "a" * 64)

    def quote(self, value: str) -> str:
        return value

    def calls_for(self, queries: Sequence[Query]) -> int:
        return len(queries)

    def check(self, account: Account) -> str:
        if account.settings.get("token"):
            account.secret(account.settings["token"])
        return "Prepared 1 answers."

    def discover(self, account: Account, what: str, given: Mapping[str, str]) -> list[str]:
        if given.get("metric") == "unreachable":
            raise SourceFailed("The address does not answer. Check the source's settings.")
        return ["depth", "waiting"] if what == "metrics" else []
