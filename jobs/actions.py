"""What happens to a job: requested, claimed, advanced, finished, failed, swept, retried, thinned.

Every write after the claim is conditional on the claim, so of two runs of one job only the
one that holds it changes anything.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobs import quiet_hours, tally
from jobs.meter import Figures
from jobs.models import Job, JobQuerySet, JobState, Queue
from organizations import audit
from organizations.models import Organization, User
from organizations.policies import Verb, require, require_operator
from organizations.refusals import Conflict

FIRST_RETRY_SECONDS = 5
LONGEST_RETRY_SECONDS = 300
NUDGES_AT_ONCE = 500
THINNED_AT_ONCE = 1000


class LeaseLost(Exception):
    """This run no longer holds its job: another has it, or it was closed."""


def request(
    *,
    task: str,
    queue: str,
    key: str,
    organization: Organization | None,
    by: User | None,
    subject_id: str | int = "",
    run_after: dt.datetime | None = None,
    max_attempts: int = 3,
) -> Job:
    """The unfinished job with this key: a new one, or the one that is already under way.

    In the bulk queue it waits for the quiet hours, whatever `run_after` says.
    """
    under_way = Job.objects.under_way(key)
    found = under_way.first()
    if found:
        return found
    now = timezone.now()
    job = Job(
        task=task,
        queue=queue,
        key=key,
        organization=organization,
        requested_by=by,
        subject_id=str(subject_id),
        created_at=now,
        run_after=_in_hours(queue, run_after or now),
        max_attempts=max_attempts,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        # Somebody was quicker; their job may even be finished by now.
        found = under_way.first()
        if found is None:
            job.save(force_insert=True)
    return found or job


def claim(*, job_id: str, worker: str, now: dt.datetime) -> Job | None:
    """Take the job for one run, or None where it is gone, finished, not due or held by another."""
    token = uuid.uuid4()
    taken = (
        Job.objects.claimable(now)
        .filter(pk=job_id)
        .update(
            state=JobState.RUNNING,
            claim=token,
            worker=worker,
            started_at=now,
            lease_until=lease_end(now),
            attempts=F("attempts") + 1,
            percent=0,
            step="",
            error="",
        )
    )
    if not taken:
        return None
    return Job.objects.select_related("organization", "requested_by").get(pk=job_id, claim=token)


def lease_end(now: dt.datetime) -> dt.datetime:
    """Until when a run may stay silent before another worker takes the job over."""
    return now + dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def heartbeat(*, job: Job, now: dt.datetime) -> bool:
    """Renew the lease; False where this run no longer holds the job."""
    return _held(job).update(lease_until=lease_end(now)) == 1


def advance(*, job: Job, percent: int, step: str) -> bool:
    """Say how far the work is and what it is doing; False where the job is no longer held."""
    return _held(job).update(percent=max(0, min(100, percent)), step=step[:120]) == 1


@contextmanager
def completing(*, job: Job) -> Iterator[None]:
    """Write the job's result in one transaction with its end: both are there, or neither.

    Nobody else can take the job while the block runs. Raises LeaseLost, before the block, where
    this run no longer holds the job.
    """
    with transaction.atomic():
        if not _close(_held(job), JobState.DONE, timezone.now()):
            raise LeaseLost
        yield


def finish(*, job: Job, figures: Figures, now: dt.datetime) -> bool:
    """Close the job as done, if it is not yet, and note what it cost; False where it was lost."""
    ours = Job.objects.filter(
        pk=job.pk, claim=job.claim, state__in=(JobState.RUNNING, JobState.DONE)
    )
    with transaction.atomic():
        closed = _close(ours, JobState.DONE, now, **figures)
        if closed:
            tally.add(job.queue, JobState.DONE, figures)
    return closed


def fail(*, job: Job, error: str, figures: Figures, now: dt.datetime, final: bool) -> bool:
    """Put the job back in line after a growing pause, or close it as failed; False if lost.

    It is closed when `final` (trying again would not help) or when its attempts are used up.
    """
    if final or job.attempts >= job.max_attempts:
        return _give_up(_held(job), job.queue, error, now, figures)
    pause = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (job.attempts - 1))
    jittered = dt.timedelta(seconds=pause * random.uniform(0.8, 1.2))  # noqa: S311  (not a secret)
    again = _in_hours(job.queue, now + jittered)
    waiting = _back_in_line(_held(job), run_after=again, error=error, **figures)
    return waiting == 1


def sweep(*, now: dt.datetime) -> list[Job]:
    """Take jobs from workers that vanished; return those that need a new message.

    A taken job goes back in line, or is closed as failed where its attempts are used up.
    """
    abandoned = Job.objects.abandoned(now)
    every_time = "The worker vanished, as it did on every attempt before."
    for job in abandoned.filter(attempts__gte=F("max_attempts")):
        _give_up(abandoned.filter(pk=job.pk, claim=job.claim), job.queue, every_time, now, {})
    vanished = "The worker vanished."
    _back_in_line(abandoned.exclude(queue=Queue.BULK), run_after=now, error=vanished)
    _back_in_line(abandoned, run_after=_in_hours(Queue.BULK, now), error=vanished)
    silence = dt.timedelta(seconds=settings.JOB_SWEEP_SECONDS * 2)
    return list(Job.objects.to_nudge(now, silence).order_by("run_after")[:NUDGES_AT_ONCE])


def retry(*, job: Job, by: User) -> Job:
    """Put a failed job back in line with all its attempts. Raises Conflict where it cannot be.

    It begins at once; in the bulk queue in the quiet hours.
    """
    if job.organization:
        require(by, Verb.MANAGE, job.organization)
    else:
        require_operator(by)
    at = _in_hours(job.queue, timezone.now())
    failed = Job.objects.filter(pk=job.pk, state=JobState.FAILED)
    try:
        with transaction.atomic():
            if not _back_in_line(failed, run_after=at, attempts=0, error=""):
                raise Conflict("Only a failed job can be retried; this one has moved on.")
            if job.organization:
                audit.record(
                    organization=job.organization, by=by, verb="retried a job", subject=job
                )
    except IntegrityError:
        raise Conflict("The same work is already waiting or running.") from None
    job.refresh_from_db()
    return job


def thin(*, now: dt.datetime) -> int:
    """Remove the jobs that ended longer ago than the setting JOB_DAYS; the number removed.

    It goes in batches, each committed by itself, so that nothing waits long for its locks. A job
    that another row points at stays, as that of a report does. 0 days keep everything.
    """
    if not settings.JOB_DAYS:
        return 0
    old = Job.objects.to_thin(now - dt.timedelta(days=settings.JOB_DAYS)).order_by("finished_at")
    removed = 0
    while batch := list(old.values_list("pk", flat=True)[:THINNED_AT_ONCE]):
        count, _ = Job.objects.filter(pk__in=batch).delete()
        removed += count
        if not count:
            break
    return removed


def _in_hours(queue: str, moment: dt.datetime) -> dt.datetime:
    if queue != Queue.BULK:
        return moment
    zone = timezone.get_default_timezone()
    return quiet_hours.next_opening(moment, settings.QUIET_HOURS, zone)


def _held(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, claim=job.claim)


def _close(
    jobs: JobQuerySet, state: JobState, now: dt.datetime, **fields: str | float | None
) -> bool:
    percent = {"percent": 100} if state == JobState.DONE else {}
    closed = jobs.update(
        state=state,
        step="",
        finished_at=Coalesce(F("finished_at"), now),
        lease_until=None,
        **percent,
        **fields,
    )
    return closed > 0


def _give_up(jobs: JobQuerySet, queue: str, error: str, now: dt.datetime, figures: Figures) -> bool:
    with transaction.atomic():
        closed = _close(jobs, JobState.FAILED, now, error=error, **figures)
        if closed:
            tally.add(queue, JobState.FAILED, figures)
    return closed


def _back_in_line(
    jobs: JobQuerySet, *, run_after: dt.datetime, **fields: str | float | None
) -> int:
    return jobs.update(
        state=JobState.QUEUED,
        run_after=run_after,
        finished_at=None,
        lease_until=None,
        claim=None,
        nudged_at=None,
        percent=0,
        step="",
        **fields,
    )
