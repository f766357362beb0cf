"""Benchmarks: see `frame.py`. Before one is imported, Django is ready, on a database that vanishes
at the end, or on the one that PLUMBLINE_DATABASE_URL names."""

import os
import tempfile

import django
from django.apps import apps

if not apps.ready:
    FOLDER = tempfile.TemporaryDirectory(prefix="plumbline-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ.setdefault("PLUMBLINE_DATABASE_URL", f"sqlite://{FOLDER.name}/bench.sqlite3")
    django.setup()
