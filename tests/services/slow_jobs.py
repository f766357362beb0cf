"""Jobs for the trials: a worker loads them with `--include tests.services.slow_jobs`."""

from __future__ import annotations

import os
import time
from pathlib import Path

from jobs.models import Job
from jobs.running import job_task

SLOW = "tests.slow"


def folder() -> Path:
    """Where the worker and the test leave notes for each other."""
    return Path(os.environ["PLUMBLINE_TEST_FOLDER"])


@job_task(SLOW)
def slow(job: Job) -> None:
    """Notes that it began, waits until the file `go` is there, notes that it ended."""
    note(f"began {job.attempts}")
    while not (folder() / "go").exists():
        time.sleep(0.05)
    note(f"ended {job.attempts}")


def note(line: str) -> None:
    with (folder() / "notes").open("a") as notes:
        notes.write(f"{line}\n")
