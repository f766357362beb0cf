"""Tells a worker that a job is waiting. A nudge that is lost is sent again by the sweeper."""

from __future__ import annotations

import base64
import json
from typing import Any

import structlog
from celery import current_app
from celery.utils import uuid
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from jobs.messages import LEAN_HEADERS, NO_REPLY
from jobs.models import UNFINISHED, Job

log = structlog.get_logger(__name__)


def send(job: Job) -> bool:
    """Send the message that carries the job's id; a dead broker is tried twice, not waited for.

    Returns False where the broker cannot be reached: the row stays, and the sweeper tries again.
    A job whose time has not come gets its message from the sweeper when it has.
    """
    if job.run_after > timezone.now():
        return True
    try:
        current_app.send_task(
            job.task,
            args=[str(job.pk)],
            queue=job.queue,
            headers=LEAN_HEADERS,
            reply_to=NO_REPLY,
            ignore_result=True,
            # The second try is for a connection that died unnoticed since the last message.
            retry=True,
            retry_policy={"max_retries": 1, "interval_start": 0},
        )
    except OperationalError as error:
        log.warning("nudge_not_sent", job=str(job.pk), task=job.task, reason=str(error))
        return False
    Job.objects.filter(pk=job.pk, state__in=UNFINISHED).update(
        nudged_at=timezone.now(), message_bytes=size_of(job)
    )
    return True


def after_commit(job: Job) -> None:
    """Send the nudge once the row is there for a worker to find."""
    transaction.on_commit(lambda: send(job))


def size_of(job: Job) -> int:
    """The bytes that a job's message takes as it lies in a Redis-protocol broker.

    Other brokers frame the same content with less.
    """
    message = current_app.amqp.create_task_message(
        uuid(), job.task, (str(job.pk),), {}, reply_to=NO_REPLY, ignore_result=True
    )
    return len(json.dumps(_as_stored(message, job.queue)))


def _as_stored(message: Any, queue: str) -> dict[str, Any]:
    """The envelope that kombu's Redis transport writes."""
    return {
        "body": base64.b64encode(json.dumps(message.body).encode()).decode(),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": message.headers | LEAN_HEADERS,
        "properties": message.properties
        | {
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": queue},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": uuid(),
        },
    }
