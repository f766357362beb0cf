"""How long a new database takes, as `make run` makes it, Python's own start included."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from scripts.setup import ROOT
from tests.benchmarks.frame import Figure, report, seconds

TIMES = 5


def fresh_migrate() -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    local = {"DJANGO_SETTINGS_MODULE": "config.settings.local", "PLUMBLINE_DATABASE_URL": ""}
    with tempfile.TemporaryDirectory() as var:
        env = {**os.environ, **local, "PLUMBLINE_VAR": var}
        subprocess.run(command, cwd=ROOT, env=env, check=True)


def measure() -> list[Figure]:
    taken = seconds(fresh_migrate, TIMES)
    return [Figure("fresh migrate", "all migrations, SQLite", taken, "s", limit=10)]


if __name__ == "__main__":
    report(measure)
