"""The frame around every background task: claim, lease, figures, retry."""

from __future__ import annotations

import functools
import os
import socket
import threading
from collections.abc import Callable
from types import TracebackType

import structlog
from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from charts.words import lasting
from jobs import actions, nudge
from jobs.meter import Figures, Meter
from jobs.models import Job
from organizations.refusals import Refused

log = structlog.get_logger(__name__)

Work = Callable[[Job], None]


def job_task(name: str) -> Callable[[Work], Callable[[str], None]]:
    """Make `work(job)` a Celery task of that name which takes a job id.

    The work runs at most once at a time for a job. A message for a job that is gone, done or
    held by another run does nothing. A refusal and the time limit fail the job for good, with a
    sentence; any other error puts it back in line until its attempts are used up. None of them
    is raised on to Celery: the row is the record.

    A run that was killed after its last write and before its end is run again. Work that must
    not be done twice writes within `jobs.actions.completing(job=job)`.
    """

    def make(work: Work) -> Callable[[str], None]:
        @shared_task(name=name)
        @functools.wraps(work)
        def run(job_id: str) -> None:
            with structlog.contextvars.bound_contextvars(job=job_id, task=name):
                worker = f"{socket.gethostname()}:{os.getpid()}"
                job = actions.claim(job_id=job_id, worker=worker, now=timezone.now())
                if job is None:
                    log.info("job_not_taken")
                    return
                _run(job, work)

        return run

    return make


def _run(job: Job, work: Work) -> None:
    meter = Meter()
    waited = (timezone.now() - job.run_after).total_seconds()
    with _Heartbeat(job):
        try:
            work(job)
        except Refused as refusal:
            _fail(job, refusal.message, meter.figures(waited), final=True)
        except SoftTimeLimitExceeded:
            _fail(job, _too_long(meter), meter.figures(waited), final=True)
        except actions.LeaseLost:
            log.warning("job_lost_its_lease")
        except Exception as error:  # the frame: whatever went wrong is written on the row
            log.exception("job_failed")
            _fail(job, _unexpected(error), meter.figures(waited), final=False)
        else:
            if not actions.finish(job=job, figures=meter.figures(waited), now=timezone.now()):
                log.warning("job_lost_its_lease")


def _fail(job: Job, error: str, figures: Figures, *, final: bool) -> None:
    if not actions.fail(job=job, error=error, figures=figures, now=timezone.now(), final=final):
        log.warning("job_lost_its_lease")


def _too_long(meter: Meter) -> str:
    return f"It reached its time limit and was stopped after {lasting(round(meter.seconds))}."


def _unexpected(error: Exception) -> str:
    # The error's own words stay in the log: they may hold addresses, paths and secrets.
    return f"An unexpected error stopped it ({type(error).__name__}). The log says more."


class _Heartbeat:
    """Renews the lease from a thread of its own while the work runs."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.over.set()
        self.thread.join()

    def _beat(self) -> None:
        while not self.over.wait(settings.JOB_LEASE_SECONDS / 3):
            try:
                if not actions.heartbeat(job=self.job, now=timezone.now()):
                    break
            except DatabaseError as error:
                # A locked or restarting database may be back before the lease ends.
                log.warning("heartbeat_missed", job=str(self.job.pk), reason=str(error))
            connection.close()


def send_again() -> int:
    """Nudge the jobs that wait without a message, until one cannot be sent; the count sent."""
    sent = 0
    for job in actions.sweep(now=timezone.now()):
        if not nudge.send(job):
            break
        sent += 1
    return sent
