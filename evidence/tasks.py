"""Background work of evidence: collecting signals."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from evidence.actions import collection, readings
from evidence.models import Source
from jobs import nudge
from jobs.models import Job
from jobs.running import job_task

log = structlog.get_logger(__name__)


@shared_task(name="evidence.collect_due")
def collect_due() -> None:
    """Make and nudge a job for each source whose time has come."""
    for job in collection.due(now=timezone.now()):
        nudge.send(job)


@job_task("evidence.collect")
def collect(job: Job) -> None:
    """Collect from the source that the job names; nothing where it is gone."""
    source = Source.objects.filter(pk=job.subject_id).first()
    if source:
        collection.collect(source=source, now=timezone.now(), job=job)


@shared_task(name="evidence.thin_readings")
def thin_readings() -> None:
    """Thin old readings."""
    removed = readings.thin(now=timezone.now())
    if removed:
        log.info("readings_thinned", removed=removed)
