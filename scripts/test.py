"""`make test`: the whole suite on SQLite, then what has a database on a real PostgreSQL.

What the tests need besides (broker, workers, browser) they start themselves. A component that is
missing skips its tests with the reason; where CI is set, it fails them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from scripts import postgres
from scripts.sentences import main

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [
    *(sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"),
    # Files are handed out as tests/conftest.py sorts them: the longest first.
    "--no-loadscope-reorder",
]

AGAIN = ["--ignore", "tests/scripts", "-m", "database and not e2e and not once"]
"""What the second run is of: the tests with a database (`tests/databases.py`), but for `make run`
and the browser's walk, which are SQLite's own, and for what looks at no rows or at who may do what
(`once`)."""


def run(title: str, *options: str, **variables: str) -> bool:
    """Run the suite under `title`; whether it passed."""
    print(f"\n{title}", flush=True)
    started = time.monotonic()
    status = subprocess.run(
        [*PYTEST, *options, *sys.argv[1:]],
        cwd=ROOT,
        env={**os.environ, **variables},
        check=False,
    ).returncode
    print(f"{title}: {'passed' if not status else 'FAILED'}, {time.monotonic() - started:.0f} s")
    return status == 0


def work() -> int:
    """`python -m scripts.test [pytest's options]`; 1 when anything failed on either database."""
    passed = run("The suite on SQLite")
    with postgres.server() as url:
        passed &= run("The suite on PostgreSQL", *AGAIN, PLUMBLINE_DATABASE_URL=url)
    return 0 if passed else 1


if __name__ == "__main__":
    main(work)
