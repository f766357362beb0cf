"""Background work of evidence: collecting signals, checking addresses."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from evidence.actions import address_checks, collection, pushing, readings
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
    source = Source.objects.select_related("organization").filter(pk=job.subject_id).first()
    if source:
        collection.collect(source=source, now=timezone.now(), job=job)


@shared_task(name="evidence.check_due")
def check_due() -> None:
    """Make and nudge the job that checks the addresses whose day is over."""
    job = address_checks.due(now=timezone.now())
    if job:
        nudge.send(job)


@job_task(address_checks.TASK)
def check_addresses(job: Job) -> None:
    """Check a number of addresses, and have the next ones checked."""
    more = address_checks.check(now=timezone.now(), job=job)
    if more:
        nudge.send(more)


@shared_task(name="evidence.thin_readings")
def thin_readings() -> None:
    """Thin old readings, and forget old figures that were pushed."""
    now = timezone.now()
    removed = readings.thin(now=now)
    forgotten = pushing.forget(before=now - pushing.KEPT)
    if removed or forgotten:
        log.info("readings_thinned", removed=removed, pushed_points=forgotten)
