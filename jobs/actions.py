"""What happens to a job: requested, claimed, advanced, finished, failed, swept.

Every write after the claim is conditional on the claim, so of two runs of one job only the
one that holds it changes anything.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jobs.models import UNFINISHED, Job, JobQuerySet, JobState
from organizations.models import Organization, User

FIRST_RETRY_SECONDS = 5
LONGEST_RETRY_SECONDS = 300


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
    """The unfinished job with this key: a new one, or the one that is already waiting."""
    waiting = Job.objects.filter(key=key, state__in=UNFINISHED)
    found = waiting.first()
    if found:
        return found
    now = timezone.now()
    try:
        with transaction.atomic():
            return Job.objects.create(
                task=task,
                queue=queue,
                key=key,
                organization=organization,
                requested_by=by,
                subject_id=str(subject_id),
                created_at=now,
                run_after=run_after or now,
                max_attempts=max_attempts,
            )
    except IntegrityError:
        return waiting.get()


def claim(*, job_id: str, worker: str, now: dt.datetime) -> Job | None:
    """Take the job for one run, or None where it is gone, done, not due, or held by another."""
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
            error="",
        )
    )
    if not taken:
        return None
    job = Job.objects.select_related("organization", "requested_by").get(pk=job_id)
    return job if job.claim == token else None


def lease_end(now: dt.datetime) -> dt.datetime:
    """Until when a run may stay silent before another worker takes the job over."""
    return now + dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def heartbeat(*, job: Job, now: dt.datetime) -> bool:
    """Renew the lease; False where this run no longer holds the job."""
    return _held(job).update(lease_until=lease_end(now)) == 1


def advance(*, job: Job, percent: int, step: str) -> bool:
    """Say how far the work is and what it is doing; False where the job is no longer held."""
    return _held(job).update(percent=max(0, min(100, percent)), step=step[:120]) == 1


def finish(*, job: Job, figures: dict[str, float | int | None], now: dt.datetime) -> bool:
    """Close the job as done, with what it cost; False where the job is no longer held."""
    return (
        _held(job).update(
            state=JobState.DONE, percent=100, step="", finished_at=now, lease_until=None, **figures
        )
        == 1
    )


def fail(
    *, job: Job, error: str, figures: dict[str, float | int | None], now: dt.datetime, final: bool
) -> Job:
    """Put the job back in line after a growing pause, or close it as failed.

    It is closed when `final` (trying again would not help) or when its attempts are used up.
    """
    spent = final or job.attempts >= job.max_attempts
    if spent:
        _held(job).update(
            state=JobState.FAILED, error=error, finished_at=now, lease_until=None, **figures
        )
    else:
        pause = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (job.attempts - 1))
        jittered = dt.timedelta(seconds=pause * random.uniform(0.8, 1.2))  # noqa: S311  (not a secret)
        _held(job).update(
            state=JobState.QUEUED,
            error=error,
            run_after=now + jittered,
            lease_until=None,
            claim=None,
            nudged_at=None,
            **figures,
        )
    job.refresh_from_db()
    return job


def sweep(*, now: dt.datetime) -> list[Job]:
    """Close abandoned jobs whose attempts are used up; return those that need a new message."""
    abandoned = Job.objects.filter(
        state=JobState.RUNNING, lease_until__lt=now, attempts__gte=F("max_attempts")
    )
    abandoned.update(
        state=JobState.FAILED,
        error="The worker vanished, as it did on every attempt before.",
        finished_at=now,
        lease_until=None,
    )
    silence = dt.timedelta(seconds=settings.JOB_SWEEP_SECONDS * 2)
    return list(Job.objects.to_nudge(now, silence).order_by("run_after")[:500])


def _held(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, claim=job.claim)
