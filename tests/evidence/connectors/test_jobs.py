"""Plumbline's own queue as a metrics system, read from real job rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evidence.connectors.base import Account, Query, Result
from evidence.connectors.jobs import MEASURES, JobsConnector
from evidence.evaluate import Statistic, statistic
from jobs.models import Job, JobState
from organizations.models import Organization
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
METRICS = list(MEASURES)


def asked(organization: Organization, metric: str, hours: int = 10) -> Result:
    query = Query({"metric": metric}, start=NOW - hours * HOUR, end=NOW)
    [result] = collected(organization, query)
    return result


def collected(organization: Organization, *queries: Query) -> list[Result]:
    account = Account(organization.pk, {}, secret=str)
    return list(JobsConnector().collect(account, queries))


def value(organization: Organization, metric: str, kind: Statistic) -> float | None:
    return statistic([point.value for point in asked(organization, metric).points], kind)


def job(
    organization: Organization, hours_ago: float, waited: dt.timedelta, **fields: object
) -> Job:
    """A job that was due then, waited so long, ran for a minute, and is done."""
    due = NOW - hours_ago * HOUR
    times = {
        "created_at": due,
        "run_after": due,
        "nudged_at": due,
        "started_at": due + waited,
        "finished_at": due + waited + MINUTE,
    }
    costs = {"state": JobState.DONE, "run_seconds": 60.0, "message_bytes": 905}
    return JobFactory.create(organization=organization, **(times | costs | fields))


@pytest.mark.parametrize("metric", METRICS)
def test_a_queue_without_jobs_has_no_points(acme: Organization, metric: str) -> None:
    result = asked(acme, metric)
    assert (result.points, result.error) == ((), "")
    assert len(result.response_hash) == 64


@pytest.mark.parametrize("metric", METRICS)
def test_jobs_of_others_and_of_nobody_are_not_seen(acme: Organization, metric: str) -> None:
    other = Organization.objects.create(name="Other", slug="other")
    job(other, 1, MINUTE)
    JobFactory.create(created_at=NOW - HOUR, run_after=NOW - HOUR)
    assert asked(acme, metric).points == ()


@pytest.mark.parametrize("metric", METRICS)
def test_points_lie_in_the_window(acme: Organization, metric: str) -> None:
    for hours in (30, 10.05, 9.5, 5, 0.1):
        job(acme, hours, 2 * MINUTE)
    points = asked(acme, metric).points
    assert points
    assert all(NOW - 10 * HOUR < point.at <= NOW for point in points)


def test_the_age_of_a_waiting_job_grows_until_it_starts(acme: Organization) -> None:
    job(acme, 5, 25 * MINUTE)
    ages = {point.at: point.value for point in asked(acme, "oldest_waiting_seconds").points}
    start = NOW - 5 * HOUR
    assert [ages[start + n * 10 * MINUTE] for n in range(1, 5)] == [600, 1200, 1500, 0]
    assert min(ages) == start + 10 * MINUTE


def test_the_oldest_of_several_counts(acme: Organization) -> None:
    job(acme, 5, 30 * MINUTE)
    job(acme, 4.9, 2 * MINUTE)
    assert value(acme, "oldest_waiting_seconds", Statistic.MAXIMUM) == 1800


def test_a_job_still_waiting_counts_up_to_now(acme: Organization) -> None:
    job(acme, 2, MINUTE, state=JobState.QUEUED, started_at=None, finished_at=None)
    assert value(acme, "oldest_waiting_seconds", Statistic.LAST) == 7200


def test_a_retry_waits_from_its_own_time(acme: Organization) -> None:
    job(
        acme, 2, MINUTE, state=JobState.QUEUED, finished_at=None, run_after=NOW - MINUTE
    )  # fmt: skip
    assert value(acme, "oldest_waiting_seconds", Statistic.MAXIMUM) == 60


def test_a_job_whose_time_has_not_come_does_not_wait(acme: Organization) -> None:
    job(
        acme, 2, MINUTE,
        state=JobState.QUEUED, started_at=None, finished_at=None, run_after=NOW + HOUR,
    )  # fmt: skip
    assert asked(acme, "oldest_waiting_seconds").points == ()


def test_a_long_wait_that_ended_before_the_window_is_over(acme: Organization) -> None:
    job(acme, 20, 9 * HOUR, finished_at=NOW - HOUR)
    assert value(acme, "oldest_waiting_seconds", Statistic.MAXIMUM) == 0


def test_a_wait_that_began_before_the_window_has_its_whole_age(acme: Organization) -> None:
    job(acme, 12, 3 * HOUR)
    assert value(acme, "oldest_waiting_seconds", Statistic.MAXIMUM) == 3 * 3600


def test_the_success_rate_is_the_share_of_finished_jobs(acme: Organization) -> None:
    for hours in (1, 2, 3):
        job(acme, hours, MINUTE)
    job(acme, 4, MINUTE, state=JobState.FAILED)
    job(acme, 5, MINUTE, state=JobState.RUNNING, finished_at=None)
    assert value(acme, "success_rate", Statistic.MEAN) == 0.75


def test_durations_and_message_sizes_are_those_of_the_rows(acme: Organization) -> None:
    for hours in range(1, 9):
        job(acme, hours, MINUTE, run_seconds=float(hours), message_bytes=900 + hours)
    job(acme, 9, MINUTE, run_seconds=None, message_bytes=None)
    assert value(acme, "duration_seconds", Statistic.P95) == 8
    assert value(acme, "message_bytes", Statistic.MAXIMUM) == 908
    assert len(asked(acme, "duration_seconds").points) == 8


def test_each_query_has_its_own_window(acme: Organization) -> None:
    job(acme, 1, MINUTE)
    job(acme, 5, MINUTE)
    queries = [Query({"metric": "success_rate"}, NOW - hours * HOUR, NOW) for hours in (2, 10)]
    assert [len(result.points) for result in collected(acme, *queries)] == [1, 2]


@pytest.mark.parametrize("count", [3, 10])
def test_any_number_of_probes_takes_one_query(
    acme: Organization, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job(acme, 1, MINUTE)
    queries = [Query({"metric": METRICS[n % 4]}, NOW - HOUR * 10, NOW) for n in range(count)]
    with django_assert_num_queries(1):
        assert len(collected(acme, *queries)) == count
    assert JobsConnector().calls_for(queries) == 1


def test_no_probes_take_no_query(
    acme: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert collected(acme) == []


def test_an_unknown_metric_is_an_error_that_harms_no_other(
    acme: Organization,
) -> None:
    job(acme, 1, MINUTE)
    wrong, right = collected(
        acme, *(Query({"metric": metric}, NOW - HOUR * 10, NOW) for metric in ("depth", METRICS[1]))
    )
    assert "There is no metric “depth”" in wrong.error
    assert right.points


def test_a_result_says_what_was_asked_and_the_same_answer_hashes_alike(
    acme: Organization,
) -> None:
    job(acme, 1, MINUTE)
    first, second = asked(acme, "success_rate"), asked(acme, "success_rate")
    assert first.sent.startswith(f"success_rate of the jobs of organization {acme.pk}, from 20")
    assert first.response_hash == second.response_hash
    job(acme, 2, MINUTE)
    assert asked(acme, "success_rate").response_hash != first.response_hash


def test_a_check_says_how_many_jobs_there_are(acme: Organization) -> None:
    job(acme, 1, MINUTE)
    said = JobsConnector().check(Account(acme.pk, {}, secret=str))
    assert said == "This is our own queue: it knows 1 job of yours."
