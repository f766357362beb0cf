"""The tick that keeps lost messages from losing work."""

from __future__ import annotations

from celery import shared_task

from jobs import running


@shared_task(name="jobs.sweep")
def sweep() -> None:
    """Send a new message for every job that waits without one."""
    running.send_again()
