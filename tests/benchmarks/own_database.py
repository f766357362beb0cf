"""Django, set up on an empty database that goes with the process. Imported before any model."""

from __future__ import annotations

import atexit
import os
import tempfile

import django
from django.core.management import call_command

FOLDER = tempfile.TemporaryDirectory(prefix="plumbline-bench-")
atexit.register(FOLDER.cleanup)

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
os.environ["PLUMBLINE_VAR"] = FOLDER.name
os.environ["PLUMBLINE_DATABASE_URL"] = f"sqlite://{FOLDER.name}/bench.sqlite3"
django.setup()
call_command("migrate", verbosity=0)
