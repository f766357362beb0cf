"""Background work of assessments: findings that follow the signals."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from assessments.actions import following

log = structlog.get_logger(__name__)


@shared_task(name="assessments.follow_signals")
def follow_signals() -> None:
    """Open findings where signals fail, and resolve those where they no longer do."""
    done = following.follow_signals(now=timezone.now())
    if done != following.Followed():
        log.info(
            "findings_followed",
            opened=done.opened,
            reopened=done.reopened,
            resolved=done.resolved,
        )
