"""How Celery works here: small JSON messages, late acknowledgement, a few ticks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celery.schedules import crontab, schedule

from jobs.messages import LEAN_HEADERS, NO_REPLY

LEAN: dict[str, Any] = {"headers": LEAN_HEADERS, "reply_to": NO_REPLY}


def celery_settings(
    *, broker: str, var: Path, time_zone: str, sweep_seconds: int
) -> dict[str, Any]:
    """Celery's own settings, by its names."""
    return {
        "broker_url": broker,
        "broker_connection_retry_on_startup": True,
        # A worker waits for its broker however long it takes to come back.
        "broker_connection_max_retries": None,
        "broker_transport_options": {
            "visibility_timeout": 3600,
            "socket_connect_timeout": 2,
            # Somebody's request may wait for this: a broker that hangs must not hang the page.
            "socket_timeout": 5,
        },
        "task_default_queue": "interactive",
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        # The row decides whether a message that comes again is still needed.
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_send_task_events": False,
        "worker_max_tasks_per_child": 200,
        "task_time_limit": 600,
        "task_soft_time_limit": 540,
        "timezone": time_zone,
        "beat_schedule_filename": str(var / "beat-schedule"),
        "beat_schedule": _beat(sweep_seconds),
    }


def _beat(sweep_seconds: int) -> dict[str, Any]:
    """What is done by the clock, spread so that not everything begins at once."""
    return {
        "sweep": {
            "task": "jobs.sweep",
            "schedule": schedule(sweep_seconds),
            "options": {"expires": sweep_seconds, "queue": "checks", **LEAN},
        },
        "collect-due": {
            "task": "evidence.collect_due",
            "schedule": schedule(20),
            "options": {"expires": 20, "queue": "checks", **LEAN},
        },
        "check-addresses": {
            "task": "evidence.check_due",
            "schedule": crontab(minute="25"),
            "options": {"expires": 3600, "queue": "checks", **LEAN},
        },
        "thin-readings": {
            "task": "evidence.thin_readings",
            "schedule": crontab(hour="3", minute="10"),
            "options": {"expires": 3600, "queue": "checks", **LEAN},
        },
        "thin-jobs": {
            "task": "jobs.thin",
            "schedule": crontab(hour="3", minute="40"),
            "options": {"expires": 3600, "queue": "checks", **LEAN},
        },
        "follow-signals": {
            "task": "assessments.follow_signals",
            "schedule": schedule(20),
            "options": {"expires": 20, "queue": "checks", **LEAN},
        },
    }
