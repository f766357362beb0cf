"""What happens to a job, from its request to its end."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

import pytest
from django.conf import settings
from django.utils import timezone

from jobs import actions
from jobs.meter import Figures
from jobs.models import Job, JobState, Queue
from organizations.models import AuditEvent, Organization, User
from organizations.refusals import Conflict, Forbidden
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db

FIGURES: Figures = {"run_seconds": 1.5, "wait_seconds": 0.5, "cpu_seconds": 1.0, "peak_memory": 1}
LEASE = dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)
SECOND = dt.timedelta(seconds=1)


def requested(key: str = "report:1", organization: Organization | None = None) -> Job:
    return actions.request(
        task="reports.render",
        queue=Queue.INTERACTIVE,
        key=key,
        organization=organization,
        by=None,
        subject_id=1,
    )


def claimed(job: Job, now: dt.datetime | None = None, worker: str = "one:1") -> Job:
    taken = actions.claim(job_id=str(job.pk), worker=worker, now=now or timezone.now())
    assert taken
    return taken


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_request_waits_and_is_due_at_once() -> None:
    job = requested()
    assert (job.state, job.attempts, job.subject_id) == (JobState.QUEUED, 0, "1")
    assert Job.objects.claimable(timezone.now()).get() == job


def test_the_same_work_asked_for_twice_is_one_job() -> None:
    first = requested()
    assert requested() == first
    claimed(first)
    assert requested() == first


def test_work_that_is_finished_can_be_asked_for_again() -> None:
    first = claimed(requested())
    actions.finish(job=first, figures=FIGURES, now=timezone.now())
    assert requested() != first


def test_somebody_quicker_gives_their_job(monkeypatch: pytest.MonkeyPatch) -> None:
    first = requested()
    looks = iter([None, first])
    monkeypatch.setattr("jobs.models.JobQuerySet.first", lambda self: next(looks))
    assert requested() == first
    assert Job.objects.count() == 1


def test_somebody_quicker_and_finished_gives_a_new_job(monkeypatch: pytest.MonkeyPatch) -> None:
    first = requested()

    def finished_meanwhile(queryset: object) -> None:
        if looks:
            Job.objects.filter(pk=first.pk).update(state=JobState.DONE)
        looks.append(queryset)

    looks: list[object] = []
    monkeypatch.setattr("jobs.models.JobQuerySet.first", finished_meanwhile)
    assert requested() != first


def test_a_claim_is_given_once() -> None:
    job = requested()
    taken = claimed(job)
    assert (taken.state, taken.attempts, taken.worker) == (JobState.RUNNING, 1, "one:1")
    assert actions.claim(job_id=str(job.pk), worker="two:2", now=timezone.now()) is None


def test_nothing_is_claimed_before_its_time_or_after_its_end() -> None:
    now = timezone.now()
    later = JobFactory.create(run_after=now + SECOND)
    done = JobFactory.create(state=JobState.DONE)
    for job_id in (later.pk, done.pk, uuid.uuid4()):
        assert actions.claim(job_id=str(job_id), worker="one:1", now=now) is None


def test_a_running_job_says_how_far_it_is() -> None:
    job = claimed(requested())
    assert actions.advance(job=job, percent=140, step="x" * 200)
    assert (again(job).percent, again(job).step) == (100, "x" * 120)


def test_a_finished_job_keeps_what_it_cost() -> None:
    job = claimed(requested())
    now = timezone.now()
    assert actions.finish(job=job, figures=FIGURES, now=now)
    done = again(job)
    assert (done.state, done.percent, done.finished_at) == (JobState.DONE, 100, now)
    assert (done.run_seconds, done.lease_until) == (1.5, None)


def test_a_heartbeat_moves_the_lease() -> None:
    job = requested()
    now = job.run_after
    job = claimed(job, now)
    assert actions.heartbeat(job=job, now=now + 10 * SECOND)
    assert again(job).lease_until == now + 10 * SECOND + LEASE


def test_a_run_that_lost_its_job_changes_nothing() -> None:
    job = requested()
    now = job.run_after
    lost = claimed(job, now)
    actions.sweep(now=now + LEASE + SECOND)
    holder = claimed(lost, now + LEASE + 2 * SECOND, worker="two:2")

    assert not actions.heartbeat(job=lost, now=now)
    assert not actions.advance(job=lost, percent=90, step="still here")
    assert not actions.finish(job=lost, figures=FIGURES, now=now)
    assert not actions.fail(job=lost, error="no", figures=FIGURES, now=now, final=True)
    with pytest.raises(actions.LeaseLost), actions.completing(job=lost):
        pytest.fail("The block must not run.")
    assert again(lost).claim == holder.claim
    assert again(lost).state == JobState.RUNNING


def test_a_result_and_its_jobs_end_are_written_together(acme: Organization) -> None:
    job = claimed(requested())
    with actions.completing(job=job):
        acme.name = "Written"
        acme.save()
    assert again(job).state == JobState.DONE
    assert actions.finish(job=job, figures=FIGURES, now=timezone.now() + SECOND)
    assert again(job).run_seconds == 1.5


def test_a_result_that_cannot_be_written_leaves_the_job_running(acme: Organization) -> None:
    job = claimed(requested())

    def write_half() -> None:
        with actions.completing(job=job):
            Organization.objects.filter(pk=acme.pk).update(name="Half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert again(job).state == JobState.RUNNING
    assert Organization.objects.get(pk=acme.pk).name == "Acme"


def test_a_failure_waits_longer_each_time_and_ends_after_the_last_attempt() -> None:
    job = requested()
    now = timezone.now()
    pauses = []
    for _ in range(2):
        taken = claimed(job, now)
        assert actions.fail(job=taken, error="broke", figures=FIGURES, now=now, final=False)
        back = again(job)
        assert (back.state, back.error, back.nudged_at) == (JobState.QUEUED, "broke", None)
        pauses.append((back.run_after - now).total_seconds())
        now = back.run_after
    taken = claimed(job, now)
    assert actions.fail(job=taken, error="broke", figures=FIGURES, now=now, final=False)
    assert (again(job).state, again(job).attempts) == (JobState.FAILED, 3)
    assert 4 <= pauses[0] <= 6
    assert 8 <= pauses[1] <= 12


def test_pauses_have_a_cap() -> None:
    now = timezone.now()
    job = claimed(JobFactory.create(attempts=40, max_attempts=99, run_after=now), now)
    actions.fail(job=job, error="broke", figures=FIGURES, now=now, final=False)
    assert (again(job).run_after - now).total_seconds() <= actions.LONGEST_RETRY_SECONDS * 1.2


def test_a_final_failure_is_not_tried_again() -> None:
    job = claimed(requested())
    actions.fail(job=job, error="Not possible.", figures=FIGURES, now=timezone.now(), final=True)
    assert (again(job).state, again(job).attempts) == (JobState.FAILED, 1)


def test_the_sweep_puts_an_abandoned_job_back_in_line() -> None:
    job = requested()
    now = job.run_after
    job = claimed(job, now)
    assert actions.sweep(now=now + LEASE - SECOND) == []
    later = now + LEASE + SECOND
    assert actions.sweep(now=later) == [job]
    back = again(job)
    assert (back.state, back.run_after, back.claim) == (JobState.QUEUED, later, None)
    assert back.error == "The worker vanished."


def test_the_sweep_closes_a_job_that_loses_every_worker() -> None:
    now = timezone.now()
    job = JobFactory.create(state=JobState.RUNNING, lease_until=now, attempts=3, started_at=now)
    assert actions.sweep(now=now + SECOND) == []
    assert again(job).state == JobState.FAILED
    assert again(job).finished_at == now + SECOND


def test_a_message_that_seems_lost_is_sent_again_less_and_less_often() -> None:
    start = timezone.now()
    job = JobFactory.create(run_after=start)
    sent = []
    for second in range(0, 1800, 5):
        now = start + second * SECOND
        if job in actions.sweep(now=now):
            sent.append(second)
            Job.objects.filter(pk=job.pk).update(nudged_at=now)
    gaps = [b - a for a, b in itertools.pairwise(sent)]
    assert sent[0] == 0
    assert gaps[0] == 2 * settings.JOB_SWEEP_SECONDS + 5
    assert gaps == sorted(gaps)
    assert gaps[-1] == 305


def test_the_sweep_leaves_jobs_alone_whose_time_has_not_come() -> None:
    now = timezone.now()
    JobFactory.create(run_after=now + SECOND)
    assert actions.sweep(now=now) == []


def test_an_owner_retries_a_failed_job(acme: Organization, alice: User) -> None:
    job = JobFactory.create(
        organization=acme, state=JobState.FAILED, attempts=3, error="broke",
        finished_at=timezone.now(),
    )  # fmt: skip
    again_queued = actions.retry(job=job, by=alice)
    assert (again_queued.state, again_queued.attempts) == (JobState.QUEUED, 0)
    assert (again_queued.error, again_queued.finished_at) == ("", None)
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id, event.actor) == ("retried a job", str(job.pk), alice)


def test_others_do_not_retry(acme: Organization, bob: User, alice: User, operator: User) -> None:
    theirs = JobFactory.create(organization=acme, state=JobState.FAILED)
    nobodys = JobFactory.create(state=JobState.FAILED)
    with pytest.raises(Forbidden):
        actions.retry(job=theirs, by=bob)
    with pytest.raises(Forbidden):
        actions.retry(job=nobodys, by=alice)
    assert actions.retry(job=nobodys, by=operator).state == JobState.QUEUED


def test_only_a_failed_job_is_retried_and_never_beside_its_like(
    acme: Organization, alice: User
) -> None:
    done = JobFactory.create(organization=acme, state=JobState.DONE)
    with pytest.raises(Conflict, match="moved on"):
        actions.retry(job=done, by=alice)
    failed = JobFactory.create(organization=acme, state=JobState.FAILED, key="report:1")
    JobFactory.create(key="report:1")
    with pytest.raises(Conflict, match="already waiting"):
        actions.retry(job=failed, by=alice)
    assert again(failed).state == JobState.FAILED
    assert not AuditEvent.objects.exists()
