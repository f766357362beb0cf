"""A job's life, as its row remembers it: the latest attempt only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from jobs.models import Job, JobState

SOON = dt.timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or will, and when."""

    at: dt.datetime
    words: str
    to_come: bool = False


def events(job: Job) -> list[Event]:
    """What happened to the job, in order, and what comes next."""
    return sorted(_events(job), key=lambda event: event.at)


def _events(job: Job) -> Iterator[Event]:
    by = f" by {job.requested_by}" if job.requested_by else ""
    yield Event(job.created_at, f"Requested{by}")
    waits = job.state == JobState.QUEUED
    if waits and job.attempts:
        yield Event(
            job.run_after, f"Due for attempt {job.attempts + 1} of {job.max_attempts}", to_come=True
        )
    elif job.run_after - job.created_at > SOON:
        yield Event(job.run_after, "Due", to_come=waits)
    if job.nudged_at:
        yield Event(job.nudged_at, "A message was sent to the workers")
    if job.started_at:
        yield Event(job.started_at, f"Attempt {job.attempts} of {job.max_attempts} began")
    if job.finished_at:
        yield Event(job.finished_at, "Done" if job.state == JobState.DONE else "Failed")
