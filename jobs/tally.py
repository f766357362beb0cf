"""Counts of what ended, which never fall: see `jobs.models.Tally`."""

from __future__ import annotations

from django.db.models import F

from jobs.meter import Figures
from jobs.models import JobState, Tally

TIMES = ("wait_seconds", "run_seconds", "cpu_seconds")


def add(queue: str, state: JobState, figures: Figures) -> None:
    """Count one more job that ended in this state, and what its last attempt took. One query."""
    times = {name: F(name) + (figures.get(name) or 0) for name in TIMES}
    row = Tally.objects.filter(queue=queue, state=state)
    if not row.update(jobs=F("jobs") + 1, **times):
        Tally.objects.get_or_create(queue=queue, state=state)
        row.update(jobs=F("jobs") + 1, **times)
