"""What the queues do and what their work takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evidence.evaluate import percentile
from jobs import figures
from jobs.figures import Spread
from jobs.models import Job, JobState, Queue
from organizations.models import Organization, User
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 29, 10, 20, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def ended(minutes_ago: float = 5, state: str = JobState.DONE, **more: Any) -> Job:
    at = NOW - minutes_ago * MINUTE
    return JobFactory.create(state=state, finished_at=at, **more)


def of(queue: str, jobs: Any = None) -> figures.QueueFigures:
    found = figures.by_queue(Job.objects.all() if jobs is None else jobs, NOW)
    return next(one for one in found if one.queue == queue)


def test_every_queue_is_there_though_nothing_is_in_it() -> None:
    found = figures.by_queue(Job.objects.all(), NOW)
    assert [one.queue for one in found] == ["interactive", "collect", "checks", "bulk"]
    assert {one.finished + one.waiting + one.running for one in found} == {0}
    assert {one.ran for one in found} == {Spread(None, None)}
    assert {one.oldest_seconds for one in found} == {None}


def test_what_is_due_is_not_what_waits_for_its_time() -> None:
    JobFactory.create(run_after=NOW - 2 * MINUTE)
    JobFactory.create(run_after=NOW - 7 * MINUTE)
    JobFactory.create(run_after=NOW + MINUTE)
    JobFactory.create(state=JobState.RUNNING, started_at=NOW)
    found = of(Queue.INTERACTIVE)
    assert (found.waiting, found.later, found.running) == (2, 1, 1)
    assert found.oldest_seconds == 7 * 60


def test_what_ended_is_summed_up_within_the_span() -> None:
    ended(cpu_seconds=1.5, peak_memory=100)
    ended(cpu_seconds=2, peak_memory=300)
    ended(state=JobState.FAILED, cpu_seconds=None, peak_memory=None)
    ended(minutes_ago=25 * 60, cpu_seconds=50, peak_memory=900)
    found = of(Queue.INTERACTIVE)
    assert (found.done, found.failed, found.finished) == (2, 1, 3)
    assert (found.cpu_seconds, found.peak_memory) == (3.5, 300)


@pytest.mark.parametrize("count", [1, 2, 19, 20, 21, 41])
def test_percentiles_are_those_of_the_readings(count: int) -> None:
    times = [float((7 * n) % count + 1) for n in range(count)]
    for n, seconds in enumerate(times):
        ended(queue=Queue.COLLECT, run_seconds=seconds, wait_seconds=n / 10)
    ended(queue=Queue.BULK, run_seconds=10_000, wait_seconds=None)
    found = of(Queue.COLLECT)
    assert found.ran == Spread(percentile(times, 50), percentile(times, 95))
    assert of(Queue.BULK).ran == Spread(10_000, 10_000)
    assert of(Queue.BULK).waited == Spread(None, None)


def test_hours_are_those_of_the_clock_and_the_current_one_is_last() -> None:
    ended(minutes_ago=5, wait_seconds=3)
    ended(minutes_ago=19, wait_seconds=9)
    ended(minutes_ago=21, state=JobState.FAILED)
    ended(minutes_ago=24 * 60)
    hours = figures.by_hour(Job.objects.all(), NOW)
    assert len(hours) == 24
    assert (hours[-1].start, hours[-1].done, hours[-1].longest_wait) == (
        NOW.replace(minute=0), 2, 9,
    )  # fmt: skip
    assert (hours[-2].done, hours[-2].failed) == (0, 1)
    assert sum(hour.done + hour.failed for hour in hours) == 3


def test_the_slowest_come_first_and_old_ones_do_not_count() -> None:
    slow, quick = ended(run_seconds=9), ended(run_seconds=1)
    ended(minutes_ago=25 * 60, run_seconds=99)
    ended(run_seconds=None)
    assert list(figures.slowest(Job.objects.all(), NOW)) == [slow, quick]


def test_what_work_usually_takes_is_known_by_its_subject() -> None:
    for seconds in (2, 4):
        ended(task="evidence.collect", subject_id="1", run_seconds=seconds)
    ended(task="evidence.collect", subject_id="2", run_seconds=60)
    ended(task="reports.render", subject_id="1", run_seconds=99)
    found = figures.usual_seconds(Job.objects.all(), NOW, ["evidence.collect"])
    assert found == {("evidence.collect", "1"): 3, ("evidence.collect", "2"): 60}


def test_a_member_counts_the_jobs_of_their_organizations_and_an_operator_all(
    acme: Organization, bob: User, charlie: User, operator: User
) -> None:
    ended(organization=acme)
    ended()
    counted = [
        of(Queue.INTERACTIVE, Job.objects.visible_to(who)).done for who in (bob, charlie, operator)
    ]
    assert counted == [1, 0, 2]


@pytest.mark.parametrize("count", [3, 10])
def test_queries_do_not_grow_with_the_jobs(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        ended(run_seconds=n, wait_seconds=n)
        JobFactory.create(run_after=NOW)
    with django_assert_num_queries(4):
        figures.by_queue(Job.objects.all(), NOW)
    with django_assert_num_queries(1):
        figures.by_hour(Job.objects.all(), timezone.now())
