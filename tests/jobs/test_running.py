"""The frame around background work, with real rows and no broker."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings

from jobs import actions, running
from jobs.models import Job, JobState
from jobs.running import Work
from organizations.refusals import Invalid
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(request: pytest.FixtureRequest) -> Callable[[Work], Job]:
    """`run(work)` runs that work for a new job as a worker would; the job as it is afterwards."""

    def do(work: Work) -> Job:
        name = f"test.{request.node.name}"
        task = running.job_task(name)(work)
        try:
            job = JobFactory.create(task=name)
            task(str(job.pk))
        finally:
            current_app.tasks.pop(name, None)
        return Job.objects.get(pk=job.pk)

    return do


def test_work_that_returns_is_done_with_its_figures(run: Callable[[Work], Job]) -> None:
    def work(job: Job) -> None:
        bytearray(30_000_000).clear()

    job = run(work)
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert job.run_seconds is not None
    assert job.run_seconds > 0
    assert job.cpu_seconds is not None
    assert job.wait_seconds is not None
    assert job.wait_seconds >= 0
    assert job.peak_memory is not None
    assert job.peak_memory > 30_000_000


def test_a_message_for_a_job_that_is_gone_or_held_does_nothing() -> None:
    runs: list[Job] = []
    task = running.job_task("test.never")(runs.append)
    held = JobFactory.create(state=JobState.RUNNING, lease_until=timezone.now())
    task(str(held.pk))
    task("00000000-0000-0000-0000-000000000000")
    current_app.tasks.pop("test.never")
    assert runs == []


def test_a_refusal_fails_for_good_with_its_sentence(run: Callable[[Work], Job]) -> None:
    def work(job: Job) -> None:
        raise Invalid("The milestone was removed.")

    job = run(work)
    assert (job.state, job.error) == (JobState.FAILED, "The milestone was removed.")


def test_an_unexpected_error_is_tried_again_and_keeps_its_words_to_the_log(
    run: Callable[[Work], Job],
) -> None:
    def work(job: Job) -> None:
        raise ConnectionError("postgresql://user:secret@host")

    job = run(work)
    assert job.state == JobState.QUEUED
    assert job.run_after > timezone.now()
    assert "ConnectionError" in job.error
    assert "secret" not in job.error


def test_the_time_limit_is_said_in_words_and_is_final(run: Callable[[Work], Job]) -> None:
    def work(job: Job) -> None:
        raise SoftTimeLimitExceeded

    job = run(work)
    assert job.state == JobState.FAILED
    assert job.error == "It reached its time limit and was stopped after 0 seconds."


def lose(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(claim=None, state=JobState.QUEUED)


def test_work_that_lost_its_job_writes_nothing(run: Callable[[Work], Job]) -> None:
    assert run(lose).state == JobState.QUEUED


def test_work_that_fails_after_it_lost_its_job_writes_nothing(run: Callable[[Work], Job]) -> None:
    def work(job: Job) -> None:
        lose(job)
        raise ValueError

    assert run(work).error == ""


def test_work_that_completes_itself_after_it_lost_its_job_writes_nothing(
    run: Callable[[Work], Job],
) -> None:
    def work(job: Job) -> None:
        lose(job)
        with actions.completing(job=job):
            pytest.fail("The block must not run.")

    assert run(work).state == JobState.QUEUED


def test_a_heartbeat_goes_on_after_a_database_error(
    run: Callable[[Work], Job], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    beats: list[Job] = []
    lost = threading.Event()

    def heartbeat(*, job: Job, now: object) -> bool:
        beats.append(job)
        if len(beats) == 1:
            raise OperationalError("database is locked")
        lost.set()
        return False

    settings.JOB_LEASE_SECONDS = 0.03
    monkeypatch.setattr(actions, "heartbeat", heartbeat)

    def work(job: Job) -> None:
        lost.wait(5)

    run(work)
    assert len(beats) == 2
