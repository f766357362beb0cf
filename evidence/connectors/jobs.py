"""Plumbline's own queue, read from the rows that its jobs are. Needs nothing installed.

A row knows its latest attempt only: the wait and the run of an attempt before it are forgotten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evidence.connectors.base import Account, Metric, Query, Result, hash_of
from evidence.evaluate import Comparison, Point, Statistic
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
    version = "jobs 1"
    metrics: Sequence[Metric] = (
        Metric(
            name="oldest_waiting_seconds",
            label="Oldest waiting message",
            description="How long the oldest job waited for a worker.",
            reason="A wait that grows says that the workers do not keep up with the work.",
            unit="s",
            statistic=Statistic.P95,
            comparison=Comparison.AT_MOST,
            bound_pass=60,
            bound_warn=300,
        ),
        Metric(
            name="success_rate",
            label="Jobs that succeed",
            description="The share of finished jobs that were done and did not fail.",
            reason="Work that is tried again costs twice, and some of it is never done.",
            unit="ratio",
            statistic=Statistic.MEAN,
            comparison=Comparison.AT_LEAST,
            bound_pass=0.99,
            bound_warn=0.95,
        ),
        Metric(
            name="duration_seconds",
            label="Job duration",
            description="How long jobs ran.",
            reason="A job that runs long holds a worker that others wait for.",
            unit="s",
            statistic=Statistic.P95,
            comparison=Comparison.AT_MOST,
            bound_pass=30,
            bound_warn=120,
        ),
        Metric(
            name="message_bytes",
            label="Message size",
            description="How large the messages are that tell a worker of a job.",
            reason="Small messages keep the queue light; the work itself belongs in a store.",
            unit="B",
            statistic=Statistic.MAXIMUM,
            comparison=Comparison.AT_MOST,
            bound_pass=1024,
            bound_warn=65536,
        ),
    )

    def collect(self, account: Account, queries: Sequence[Query]) -> list[Result]:
        """One result per query; a metric or a parameter that is not known is an error in words."""
        if not queries:
            return []
        rows = _rows(
            account.organization_id,
            min(query.start for query in queries),
            max(query.end for query in queries),
        )
        return [_answer(account.organization_id, query, rows) for query in queries]


def _answer(organization_id: int, query: Query, rows: Sequence[Row]) -> Result:
    sent = (
        f"{query.metric} of the jobs of organization {organization_id}, "
        f"from {query.start.isoformat()} to {query.end.isoformat()}"
    )
    measure = MEASURES.get(query.metric)
    if measure is None:
        known = ", ".join(MEASURES)
        return Result(sent, error=f"There is no metric “{query.metric}”. There are: {known}.")
    if query.parameters:
        return Result(sent, error="The metrics of Plumbline's own queue take no parameters.")
    present = [row for row in rows if row.finished_at is None or row.finished_at >= query.start]
    points = tuple(measure(present, query.start, query.end))
    return Result(sent, points, hash_of(points))


def _rows(organization_id: int, start: dt.datetime, end: dt.datetime) -> list[Row]:
    found = Job.objects.present_between(start, end).filter(
        organization_id=organization_id, run_after__lte=end
    )
    return [Row(*values) for values in found.values_list(*Row.__dataclass_fields__).iterator()]
