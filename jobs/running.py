"""The frame around every background task: claim, lease, figures, retry."""

from __future__ import annotations

import functools
import os
import resource
import socket
import threading
import time
from collections.abc import Callable

import structlog
from celery import shared_task
from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from jobs import actions, nudge
from jobs.models import Job
from organizations.refusals import Refused

log = structlog.get_logger(__name__)

Work = Callable[[Job], None]


def job_task(name: str) -> Callable[[Work], Callable[[str], None]]:
    """Make `work(job)` a Celery task of that name which takes a job id.

    The work runs at most once at a time for a job. A message for a job that is gone, done or
    held by another run does nothing. A refusal fails the job for good, with its sentence; any
    other error puts it back in line until its attempts are used up. Neither is raised on to
    Celery: the row is the record.
    """

    def make(work: Work) -> Callable[[str], None]:
        @shared_task(name=name)
        @functools.wraps(work)
        def run(job_id: str) -> None:
            worker = f"{socket.gethostname()}:{os.getpid()}"
            job = actions.claim(job_id=job_id, worker=worker, now=timezone.now())
            if job is None:
                log.info("job_not_taken", job=job_id, task=name)
                return
            _run(job, work)

        return run

    return make


def _run(job: Job, work: Work) -> None:
    before = _Meter()
    # The wait of a second attempt is not the queue's doing.
    waited = (timezone.now() - job.run_after).total_seconds()
    with _Heartbeat(job):
        try:
            work(job)
        except Refused as refusal:
            _fail(job, refusal.message, before.figures(waited), final=True)
            return
        except Exception as error:  # the frame: whatever went wrong is written on the row
            log.exception("job_failed", job=str(job.pk), task=job.task)
            _fail(job, f"{type(error).__name__}: {error}", before.figures(waited), final=False)
            return
    if not actions.finish(job=job, figures=before.figures(waited), now=timezone.now()):
        log.warning("job_lost_its_lease", job=str(job.pk), task=job.task)


def _fail(job: Job, error: str, figures: dict[str, float | int | None], *, final: bool) -> None:
    actions.fail(job=job, error=error, figures=figures, now=timezone.now(), final=final)


class _Meter:
    """What a run cost, from its making to `figures`."""

    def __init__(self) -> None:
        self.clock = time.monotonic()
        self.cpu = time.process_time()

    def figures(self, waited: float) -> dict[str, float | int | None]:
        """Seconds waited, run and computed, and the process's peak memory in bytes."""
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return {
            "wait_seconds": max(0.0, waited),
            "run_seconds": time.monotonic() - self.clock,
            "cpu_seconds": time.process_time() - self.cpu,
            "peak_memory": kilobytes * 1024,
        }


class _Heartbeat:
    """Renews the lease from a thread of its own while the work runs."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *exception: object) -> None:
        self.over.set()
        self.thread.join()

    def _beat(self) -> None:
        while not self.over.wait(settings.JOB_LEASE_SECONDS / 3):
            close_old_connections()
            if not actions.heartbeat(job=self.job, now=timezone.now()):
                break
        connection.close()


def send_again() -> int:
    """Nudge every job that waits without a message; the count that was sent."""
    return sum(nudge.send(job) for job in actions.sweep(now=timezone.now()))
