"""What is kept of jobs, and what waits for the quiet hours."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from jobs import actions, nudge, tasks
from jobs.meter import Figures
from jobs.models import Job, JobState, Queue, Tally
from organizations.models import User
from reports.models import Report
from tests.factories import AssessmentFactory
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 11, 29, 22, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
FIGURES: Figures = {"run_seconds": 1.5, "wait_seconds": 0.5, "cpu_seconds": 1.0, "peak_memory": 1}


def requested(queue: str, key: str = "bulk:1", **more: Any) -> Job:
    return actions.request(
        task="jobs.example", queue=queue, key=key, organization=None, by=None, **more
    )


def claimed(job: Job, now: dt.datetime) -> Job:
    taken = actions.claim(job_id=str(job.pk), worker="one:1", now=now)
    assert taken
    return taken


def tallies() -> dict[tuple[str, str], int]:
    return {(one.queue, one.state): one.jobs for one in Tally.objects.all()}


def test_jobs_that_ended_long_ago_are_removed_in_batches(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOB_DAYS = 90
    monkeypatch.setattr(actions, "THINNED_AT_ONCE", 2)
    old = NOON - 91 * DAY
    for n in range(5):
        JobFactory.create(state=(JobState.DONE, JobState.FAILED)[n % 2], finished_at=old)
    kept = {
        JobFactory.create(state=JobState.DONE, finished_at=NOON - 89 * DAY),
        JobFactory.create(created_at=old, run_after=old),
        JobFactory.create(state=JobState.RUNNING, created_at=old),
    }
    assert actions.thin(now=NOON) == 5
    assert set(Job.objects.all()) == kept


def test_a_job_that_something_points_at_stays(bob: User) -> None:
    job = JobFactory.create(state=JobState.DONE, finished_at=NOON - 365 * DAY)
    Report.objects.create(assessment=AssessmentFactory.create(), job=job, ordered_by=bob)
    assert actions.thin(now=NOON) == 0


def test_no_limit_keeps_everything(settings: Any) -> None:
    settings.JOB_DAYS = 0
    JobFactory.create(state=JobState.DONE, finished_at=NOON - 9999 * DAY)
    tasks.thin()
    assert Job.objects.count() == 1


def test_the_tick_removes_by_the_present(settings: Any) -> None:
    settings.JOB_DAYS = 1
    JobFactory.create(state=JobState.DONE, finished_at=timezone.now() - 2 * DAY)
    tasks.thin()
    assert Job.objects.count() == 0


def test_each_end_is_counted_once_and_for_good() -> None:
    done = claimed(requested("interactive", "a"), timezone.now())
    with actions.completing(job=done):
        pass
    assert actions.finish(job=done, figures=FIGURES, now=NOON)
    lost = claimed(requested("interactive", "b"), timezone.now())
    actions.fail(job=lost, error="No.", figures=FIGURES, now=NOON, final=True)
    JobFactory.create(
        queue=Queue.CHECKS, state=JobState.RUNNING, lease_until=NOON, attempts=3
    )  # fmt: skip
    actions.sweep(now=NOON + DAY)
    expected = {("interactive", "done"): 1, ("interactive", "failed"): 1, ("checks", "failed"): 1}
    assert tallies() == expected
    Job.objects.all().delete()
    assert tallies() == expected
    of_done = Tally.objects.get(queue="interactive", state="done")
    assert (of_done.run_seconds, of_done.wait_seconds, of_done.cpu_seconds) == (1.5, 0.5, 1.0)


def test_what_is_tried_again_or_lost_is_not_counted() -> None:
    job = claimed(requested("interactive"), timezone.now())
    actions.fail(job=job, error="broke", figures=FIGURES, now=NOON, final=False)
    assert not actions.finish(job=job, figures=FIGURES, now=NOON)
    assert tallies() == {}


@pytest.fixture
def at_night(settings: Any) -> None:
    settings.QUIET_HOURS = "22:00-06:00"


def at(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.mark.usefixtures("at_night")
def test_bulk_work_is_due_when_the_quiet_hours_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOON, monkeypatch)
    assert requested(Queue.BULK, "a").run_after == NIGHT
    assert requested(Queue.BULK, "b", run_after=NIGHT + DAY / 24).run_after == NIGHT + DAY / 24
    assert requested(Queue.COLLECT, "c").run_after == NOON


@pytest.mark.usefixtures("at_night")
def test_bulk_work_is_neither_taken_nor_nudged_outside_of_them() -> None:
    job = JobFactory.create(queue=Queue.BULK, run_after=NOON - DAY)
    assert actions.claim(job_id=str(job.pk), worker="one:1", now=NOON) is None
    assert actions.sweep(now=NOON) == []
    assert actions.sweep(now=NIGHT) == [job]
    assert actions.claim(job_id=str(job.pk), worker="one:1", now=NIGHT)


@pytest.mark.usefixtures("at_night")
def test_what_breaks_off_waits_for_the_next_quiet_hours(
    monkeypatch: pytest.MonkeyPatch, operator: User
) -> None:
    job = claimed(JobFactory.create(queue=Queue.BULK, run_after=NIGHT), NIGHT)
    actions.fail(job=job, error="broke", figures=FIGURES, now=NOON + DAY, final=False)
    job.refresh_from_db()
    assert job.run_after == NIGHT + DAY
    Job.objects.update(state=JobState.RUNNING, lease_until=NIGHT, attempts=1)
    actions.sweep(now=NOON + 2 * DAY)
    job.refresh_from_db()
    assert (job.state, job.run_after) == (JobState.QUEUED, NIGHT + 2 * DAY)
    Job.objects.update(state=JobState.FAILED)
    at(NOON, monkeypatch)
    assert actions.retry(job=job, by=operator).run_after == NIGHT


def test_a_job_whose_time_has_not_come_gets_no_message(settings: Any) -> None:
    settings.BROKER_URL = "redis://127.0.0.1:1/0"
    job = JobFactory.create(run_after=timezone.now() + DAY)
    assert nudge.send(job)
    job.refresh_from_db()
    assert job.nudged_at is None
