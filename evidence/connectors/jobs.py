"""Plumbline's own queue, read from the rows that its jobs are. Needs nothing installed.

A row knows its latest attempt only: the wait and the run of an attempt before it are forgotten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evidence.connectors.base import Account, Field, Query, Result, hash_of
from evidence.evaluate import Point
from jobs.models import Job, JobState

BUCKETS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """What is read of a job."""

    state: str
    run_after: dt.datetime
    nudged_at: dt.datetime | None
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    run_seconds: float | None
    message_bytes: int | None


def oldest_waiting(rows: Sequence[Row], start: dt.datetime, end: dt.datetime) -> list[Point]:
    """The highest age in seconds that a waiting job reached, in each of 60 equal spans.

    A span in which nothing waited has the value 0; spans before the first job have none.
    """
    if not rows:
        return []
    span = (end - start) / BUCKETS
    highest = [0.0] * BUCKETS
    for row in rows:
        until = end if row.state == JobState.QUEUED else min(row.started_at or end, end)
        if until <= start:
            continue
        first, last = (_bucket(moment, start, span) for moment in (row.run_after, until))
        for place in range(first, last + 1):
            reached = min(until, start + (place + 1) * span) - row.run_after
            highest[place] = max(highest[place], reached.total_seconds())
    known = _bucket(min(row.run_after for row in rows), start, span)
    return [Point(start + (place + 1) * span, highest[place]) for place in range(known, BUCKETS)]


def successes(rows: Sequence[Row], start: dt.datetime, end: dt.datetime) -> list[Point]:
    """1 for a job that was done, 0 for one that failed: their mean is the share that succeeded."""
    return [
        Point(row.finished_at, float(row.state == JobState.DONE))
        for row in rows
        if row.finished_at and start < row.finished_at <= end
    ]


def durations(rows: Sequence[Row], start: dt.datetime, end: dt.datetime) -> list[Point]:
    """How many seconds each finished job ran."""
    return [
        Point(row.finished_at, row.run_seconds)
        for row in rows
        if row.finished_at and row.run_seconds is not None and start < row.finished_at <= end
    ]


def message_sizes(rows: Sequence[Row], start: dt.datetime, end: dt.datetime) -> list[Point]:
    """The bytes of each message that was sent, as it lies in a Redis-protocol broker."""
    return [
        Point(row.nudged_at, float(row.message_bytes))
        for row in rows
        if row.nudged_at and row.message_bytes is not None and start < row.nudged_at <= end
    ]


def _bucket(moment: dt.datetime, start: dt.datetime, span: dt.timedelta) -> int:
    return max(0, min(BUCKETS - 1, int((moment - start) / span)))


MEASURES: dict[str, Callable[[Sequence[Row], dt.datetime, dt.datetime], list[Point]]] = {
    "oldest_waiting_seconds": oldest_waiting,
    "success_rate": successes,
    "duration_seconds": durations,
    "message_bytes": message_sizes,
}


class JobsConnector:
    """Figures of the organization's own jobs, one database query for any number of probes."""

    key = "jobs"
    label = "Plumbline's own queue"
    version = "jobs 2"
    requires = ""
    settings: Sequence[Field] = ()
    query_fields: Sequence[Field] = (
        Field("metric", "Metric", kind="choice", choices=tuple(MEASURES)),
    )

    def collect(self, account: Account, queries: Sequence[Query]) -> Iterator[Result]:
        """One result per query; a metric that is not known is an error in words."""
        if not queries:
            return
        account.calls += 1
        rows = _rows(
            account.organization_id,
            min(query.start for query in queries),
            max(query.end for query in queries),
        )
        for query in queries:
            yield _answer(account.organization_id, query, rows)

    def quote(self, value: str) -> str:
        """As it is: its queries are not put together from texts."""
        return value

    def calls_for(self, queries: Sequence[Query]) -> int:
        """One query of our own database."""
        return min(1, len(queries))

    def check(self, account: Account) -> str:
        """How many jobs of this organization there are to read."""
        count = Job.objects.filter(organization_id=account.organization_id).count()
        return f"This is our own queue: it knows {count:,} job{'' if count == 1 else 's'} of yours."


def _answer(organization_id: int, query: Query, rows: Sequence[Row]) -> Result:
    metric = str(query.fields.get("metric", ""))
    sent = (
        f"{metric} of the jobs of organization {organization_id}, "
        f"from {query.start.isoformat()} to {query.end.isoformat()}"
    )
    measure = MEASURES.get(metric)
    if measure is None:
        known = ", ".join(MEASURES)
        return Result(sent, error=f"There is no metric “{metric}”. There are: {known}.")
    present = [row for row in rows if row.finished_at is None or row.finished_at >= query.start]
    points = tuple(measure(present, query.start, query.end))
    return Result(sent, points, hash_of(points))


def _rows(organization_id: int, start: dt.datetime, end: dt.datetime) -> list[Row]:
    found = Job.objects.present_between(start, end).filter(
        organization_id=organization_id, run_after__lte=end
    )
    return [Row(*values) for values in found.values_list(*Row.__dataclass_fields__).iterator()]
