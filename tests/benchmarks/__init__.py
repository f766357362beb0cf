"""Benchmarks: see `frame.py`. Before one is imported, Django is ready, on an empty database that
goes with the process; one that uses it begins with `migrate`."""

import os
import tempfile
from pathlib import Path

import django
from django.apps import apps

if not apps.ready:
    FOLDER = tempfile.TemporaryDirectory(prefix="plumbline-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ["PLUMBLINE_VAR"] = FOLDER.name
    os.environ["PLUMBLINE_BROKER_URL"] = "memory://"
    os.environ["PLUMBLINE_DATABASE_URL"] = f"sqlite://{FOLDER.name}/bench.sqlite3"
    Path(FOLDER.name, "static").mkdir()
    django.setup()
