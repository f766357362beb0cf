"""Figures that a script sent, or that somebody typed: read from our own database.

`evidence.actions.pushing` takes them in.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence

from evidence.connectors.base import Account, Field, Query, Result, SourceFailed, hash_of
from evidence.evaluate import Point
from evidence.models.pushed import PushedPoint, PushedPointQuerySet

SERIES_AT_ONCE = 20
MOST_POINTS = 50_000
MOST_LISTED = 1000


class PushConnector:
    """Series of a source, by their names. One database query for twenty series."""

    key = "push"
    label = "Figures that are sent or typed"
    version = "push 1"
    requires = ""
    settings: Sequence[Field] = ()
    query_fields: Sequence[Field] = (
        Field("series", "Series", discover="series", example="orders"),
        Field(
            "divide_by",
            "Divided by",
            "Each value is divided by it, to compare with a baseline or to change the unit.",
            kind="number",
            required=False,
            example="1000",
        ),
    )

    def collect(self, account: Account, queries: Sequence[Query]) -> Iterator[Result]:
        """One result per query: the points as they were sent. A series that nobody sent has none.

        More than 50,000 points of a series are an error in words.
        """
        for first in range(0, len(queries), SERIES_AT_ONCE):
            portion = queries[first : first + SERIES_AT_ONCE]
            found = _points(account, portion)
            for query in portion:
                yield _answer(account, query, found.get(_series(query), []))

    def quote(self, value: str) -> str:
        """As it is: its queries are not put together from texts."""
        return value

    def calls_for(self, queries: Sequence[Query]) -> int:
        """Queries of our own database."""
        return math.ceil(len(queries) / SERIES_AT_ONCE)

    def check(self, account: Account) -> str:
        """That there is nothing to reach."""
        return "Nothing has to be reached: figures are sent to Plumbline, or typed on its page."

    def discover(self, account: Account, what: str, given: Mapping[str, str]) -> list[str]:
        """The names of the series that were sent."""
        if what != "series":
            raise SourceFailed(f"This kind of source cannot list “{what}”.")
        names = _sent_to(account).order_by("series").values_list("series", flat=True).distinct()
        return list(names[:MOST_LISTED])


def _sent_to(account: Account) -> PushedPointQuerySet:
    """The points of the source; none while it is not stored."""
    sent = PushedPoint.objects.all()
    return sent.none() if account.source_id is None else sent.filter(source_id=account.source_id)


def _points(account: Account, queries: Sequence[Query]) -> dict[str, list[Point]]:
    """The points of these queries' series over all their windows, oldest first."""
    account.calls += 1
    rows = (
        _sent_to(account)
        .filter(
            series__in={_series(query) for query in queries},
            at__gt=min(query.start for query in queries),
            at__lte=max(query.end for query in queries),
        )
        .order_by("series", "at")
    )
    found: dict[str, list[Point]] = {}
    for series, at, value in rows.values_list("series", "at", "value").iterator():
        points = found.setdefault(series, [])
        if len(points) <= MOST_POINTS:
            points.append(Point(at, value))
    return found


def _answer(account: Account, query: Query, found: Sequence[Point]) -> Result:
    series, divisor = _series(query), _divisor(query)
    sent = (
        f"series {series} of source {account.source_id}, "
        f"from {_moment(query.start)} to {_moment(query.end)}"
    )
    if not series:
        return Result(sent, error="Name the series that is watched.")
    if divisor is None:
        return Result(sent, error="“Divided by” is a number above 0.")
    if len(found) > MOST_POINTS:
        words = f"There are more than {MOST_POINTS:,} points. Choose a shorter window."
        return Result(sent, error=words)
    if divisor != 1:
        sent += f", each value divided by {divisor:g}"
    points = tuple(
        Point(point.at, point.value / divisor)
        for point in found
        if query.start < point.at <= query.end
    )
    return Result(sent, points, hash_of(points))


def _series(query: Query) -> str:
    return str(query.fields.get("series") or "").strip()


def _divisor(query: Query) -> float | None:
    """What values are divided by; None where it is no number above 0."""
    given = query.fields.get("divide_by")
    if given in (None, ""):
        return 1.0
    try:
        divisor = float(str(given))
    except ValueError:
        return None
    return divisor if math.isfinite(divisor) and divisor > 0 else None


def _moment(when: dt.datetime) -> str:
    return when.isoformat(timespec="seconds")
