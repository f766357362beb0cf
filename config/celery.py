"""The Celery application; how it works stands in the settings, as `CELERY`."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import worker_init
from django.conf import settings

from config.heap import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("plumbline")
app.add_defaults(lambda: settings.CELERY)
app.autodiscover_tasks(["jobs", "evidence", "assessments", "reports"])


@worker_init.connect
def _settle(**_said: object) -> None:
    """Before the worker forks, so that its children share what it loaded."""
    settle()
