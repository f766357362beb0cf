"""The ticks that keep lost messages from losing work, and old rows from piling up."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from jobs import actions, running

log = structlog.get_logger(__name__)


@shared_task(name="jobs.sweep")
def sweep() -> None:
    """Send a new message for every job that waits without one."""
    running.send_again()


@shared_task(name="jobs.thin")
def thin() -> None:
    """Remove the jobs that ended long ago."""
    removed = actions.thin(now=timezone.now())
    if removed:
        log.info("jobs_thinned", removed=removed)
