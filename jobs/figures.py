"""What the queues are doing and what their work takes: the figures of every face.

The Jobs page, REST, the admin and /metrics all say what is computed here. The number of database
queries does not depend on the number of jobs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, IntegerField, Max, Min, Q, Sum, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, RowNumber, TruncHour
from django.utils import timezone

from jobs.models import JobQuerySet, JobState, Queue

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Spread:
    """The nearest-rank median and 95th percentile of a time in seconds; None of nothing."""

    p50: float | None = None
    p95: float | None = None


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """One queue: what waits and runs now, and what ended in the span that was asked for.

    `waiting` counts jobs whose time has come, `later` those that wait for their time; the oldest
    is the age in seconds of the longest due. Times and peak memory (bytes) are of the attempt
    that ended the job.
    """

    queue: str
    label: str
    waiting: int = 0
    later: int = 0
    oldest_seconds: float | None = None
    running: int = 0
    done: int = 0
    failed: int = 0
    ran: Spread = Spread()
    waited: Spread = Spread()
    cpu_seconds: float = 0.0
    peak_memory: int | None = None

    @property
    def finished(self) -> int:
        """How many ended, well or not."""
        return self.done + self.failed


@dataclass(frozen=True, slots=True)
class Hour:
    """What ended in one hour of the clock, and the longest wait of it in seconds."""

    start: dt.datetime
    done: int = 0
    failed: int = 0
    longest_wait: float | None = None


def by_queue(jobs: JobQuerySet, now: dt.datetime, span: dt.timedelta = DAY) -> list[QueueFigures]:
    """The figures of every queue, in the queues' order, of what ended within `span`. Four
    queries."""
    since = now - span
    unfinished, ended = _unfinished(jobs, now), _ended(jobs, since)
    ran = _spreads(jobs.finished_since(since), "run_seconds")
    waited = _spreads(jobs.finished_since(since), "wait_seconds")
    return [
        QueueFigures(
            queue=queue.value,
            label=queue.label,
            ran=ran.get(queue, Spread()),
            waited=waited.get(queue, Spread()),
            **unfinished.get(queue, {}),
            **ended.get(queue, {}),
        )
        for queue in Queue
    ]


def by_hour(jobs: JobQuerySet, now: dt.datetime) -> list[Hour]:
    """The last 24 hours of the clock, the current one last. One query."""
    zone = timezone.get_current_timezone()
    last = now.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(dt.UTC)
    starts = [last - HOUR * back for back in reversed(range(24))]
    rows = (
        jobs.finished_since(starts[0])
        .order_by()
        .annotate(hour=TruncHour("finished_at", tzinfo=dt.UTC))
        .values("hour")
        .annotate(
            done=Count("pk", filter=Q(state=JobState.DONE)),
            failed=Count("pk", filter=Q(state=JobState.FAILED)),
            longest_wait=Max("wait_seconds"),
        )
    )
    found = {row["hour"]: row for row in rows}
    return [
        Hour(
            start.astimezone(zone),
            **{name: found[start][name] for name in ("done", "failed", "longest_wait")},
        )
        if start in found
        else Hour(start.astimezone(zone))
        for start in starts
    ]


def slowest(jobs: JobQuerySet, now: dt.datetime) -> JobQuerySet:
    """The jobs of the last day that ran longest, the slowest first."""
    ended = jobs.finished_since(now - DAY).filter(run_seconds__isnull=False)
    return ended.order_by("-run_seconds", "pk")


def usual_seconds(
    jobs: JobQuerySet, now: dt.datetime, tasks: Iterable[str]
) -> dict[tuple[str, str], float]:
    """How long work of these tasks ran on the mean of the last day, by task and subject. One
    query."""
    rows = (
        jobs.finished_since(now - DAY)
        .filter(task__in=set(tasks), run_seconds__isnull=False)
        .order_by()
        .values_list("task", "subject_id")
        .annotate(mean=Avg("run_seconds"))
    )
    return {(task, subject_id): mean for task, subject_id, mean in rows}


def _unfinished(jobs: JobQuerySet, now: dt.datetime) -> dict[str, dict[str, Any]]:
    due = Q(state=JobState.QUEUED, run_after__lte=now)
    rows = (
        jobs.filter(state__in=(JobState.QUEUED, JobState.RUNNING))
        .order_by()
        .values("queue")
        .annotate(
            waiting=Count("pk", filter=due),
            later=Count("pk", filter=Q(state=JobState.QUEUED, run_after__gt=now)),
            running=Count("pk", filter=Q(state=JobState.RUNNING)),
            oldest=Min("run_after", filter=due),
        )
    )
    return {
        row["queue"]: {
            "waiting": row["waiting"],
            "later": row["later"],
            "running": row["running"],
            "oldest_seconds": (now - row["oldest"]).total_seconds() if row["oldest"] else None,
        }
        for row in rows
    }


def _ended(jobs: JobQuerySet, since: dt.datetime) -> dict[str, dict[str, Any]]:
    rows = (
        jobs.finished_since(since)
        .order_by()
        .values("queue")
        .annotate(
            done=Count("pk", filter=Q(state=JobState.DONE)),
            failed=Count("pk", filter=Q(state=JobState.FAILED)),
            cpu=Sum("cpu_seconds"),
            peak=Max("peak_memory"),
        )
    )
    return {
        row["queue"]: {
            "done": row["done"],
            "failed": row["failed"],
            "cpu_seconds": row["cpu"] or 0.0,
            "peak_memory": row["peak"],
        }
        for row in rows
    }


def _spreads(jobs: JobQuerySet, field: str) -> dict[str, Spread]:
    """The percentiles of a field by queue, by rank, which every database can count."""
    ranked = (
        jobs.filter(**{f"{field}__isnull": False})
        .order_by()
        .annotate(
            place=Window(RowNumber(), partition_by=F("queue"), order_by=F(field).asc()),
            count=Window(Count("pk"), partition_by=F("queue")),
        )
    )
    wanted = ranked.filter(Q(place=_rank(50)) | Q(place=_rank(95)))
    places: dict[str, dict[int, float]] = {}
    counts: dict[str, int] = {}
    for queue, place, count, value in wanted.values_list("queue", "place", "count", field):
        places.setdefault(queue, {})[place] = value
        counts[queue] = count
    return {
        queue: Spread(*(found[(counts[queue] * percent + 99) // 100] for percent in (50, 95)))
        for queue, found in places.items()
    }


def _rank(percent: int) -> Combinable:
    # Whole numbers on every database: the rank is rounded up.
    return Cast((F("count") * percent + 99) / 100, IntegerField())
