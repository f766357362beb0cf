"""Tells a worker that a job is waiting. A nudge that is lost is sent again by the sweeper."""

from __future__ import annotations

import json

import structlog
from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from jobs.models import UNFINISHED, Job

log = structlog.get_logger(__name__)


def send(job: Job) -> bool:
    """Send the message that carries the job's id, once, without waiting for a dead broker.

    Returns False where the broker cannot be reached: the row stays, and the sweeper tries again.
    """
    arguments = [str(job.pk)]
    try:
        current_app.send_task(job.task, args=arguments, queue=job.queue, retry=False)
    except OperationalError as error:
        log.warning("nudge_not_sent", job=str(job.pk), task=job.task, reason=str(error))
        return False
    Job.objects.filter(pk=job.pk, state__in=UNFINISHED).update(
        nudged_at=timezone.now(), message_bytes=len(json.dumps([arguments, {}, {}]))
    )
    return True


def after_commit(job: Job) -> None:
    """Send the nudge once the row is there for a worker to find."""
    transaction.on_commit(lambda: send(job))
