"""The Celery application: small JSON messages, late acknowledgement, a few ticks."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import schedule
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("plumbline")
app.conf.update(
    broker_url=settings.BROKER_URL,
    broker_connection_retry_on_startup=True,
    # A worker waits for its broker however long it takes to come back.
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": 3600,
        "socket_connect_timeout": 2,
        # Somebody's request may wait for this: a broker that hangs must not hang the page.
        "socket_timeout": 5,
    },
    task_default_queue="interactive",
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # The row decides whether a message that comes again is still needed.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    worker_max_tasks_per_child=200,
    task_time_limit=600,
    task_soft_time_limit=540,
    timezone=settings.TIME_ZONE,
    beat_schedule_filename=str(settings.VAR_DIR / "beat-schedule"),
    beat_schedule={
        "sweep": {
            "task": "jobs.sweep",
            "schedule": schedule(settings.JOB_SWEEP_SECONDS),
            "options": {"expires": settings.JOB_SWEEP_SECONDS, "queue": "checks"},
        },
        "collect-due": {
            "task": "evidence.collect_due",
            "schedule": schedule(20),
            "options": {"expires": 20, "queue": "checks"},
        },
    },
)
app.autodiscover_tasks(["jobs", "evidence", "assessments", "reports"])
