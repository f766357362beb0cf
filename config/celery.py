"""The Celery application; how it works stands in the settings, as `CELERY`."""

from __future__ import annotations

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("plumbline")
app.add_defaults(lambda: settings.CELERY)
app.autodiscover_tasks(["jobs", "evidence", "assessments", "reports"])
