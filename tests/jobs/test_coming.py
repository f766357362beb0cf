"""What is planned for the coming day."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from jobs import kinds
from jobs.coming import Day, coming_day, starts
from jobs.models import JobState, Queue
from jobs.reach import reach
from organizations.models import Organization, User
from tests.factories import SourceFactory
from tests.factories.jobs import JobFactory

NOW = dt.datetime(2026, 11, 29, 10, 20, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def coming(user: User, now: dt.datetime) -> Day:
    return coming_day(user, now, reach(user))


def named(day: Day, part: str) -> Any:
    return next(entry for entry in day.entries if part in entry.name)


def test_a_rhythm_goes_on_from_where_it_stands() -> None:
    assert starts(NOW + HOUR, 6 * HOUR, NOW, NOW + DAY) == [
        NOW + hours * HOUR for hours in (1, 7, 13, 19)
    ]
    assert starts(NOW + DAY, HOUR, NOW, NOW + DAY) == []
    assert starts(NOW, None, NOW, NOW + DAY) == [NOW]
    assert starts(NOW + 2 * DAY, None, NOW, NOW + DAY) == []


def test_what_is_overdue_begins_at_once_and_keeps_its_rhythm() -> None:
    found = starts(NOW - 7 * HOUR, 6 * HOUR, NOW, NOW + DAY)
    assert found == [NOW, *(NOW + hours * HOUR for hours in (5, 11, 17, 23))]
    assert starts(NOW - HOUR, None, NOW, NOW + DAY) == [NOW]


@given(st.integers(-3000, 3000), st.integers(1, 2000))
def test_every_moment_lies_in_the_day(minutes: int, every: int) -> None:
    length = dt.timedelta(minutes=every)
    found = starts(NOW + dt.timedelta(minutes=minutes), length, NOW, NOW + DAY)
    assert found == sorted(set(found))
    assert all(NOW <= moment < NOW + DAY for moment in found)
    gaps = [later - sooner for sooner, later in itertools.pairwise(found[1:])]
    assert set(gaps) <= {length}


@pytest.mark.django_db
def test_the_sources_that_one_sees_stand_with_each_collection(
    acme: Organization, bob: User, charlie: User, operator: User
) -> None:
    SourceFactory.create(
        organization=acme, name="Orders", every_seconds=21600, next_due_at=NOW + HOUR
    )
    SourceFactory.create(organization=acme, name="Off", is_enabled=False, next_due_at=NOW)
    found = named(coming(bob, NOW), "Orders")
    assert (found.name, found.rhythm) == ("Collect a source: Orders", "every 6 hours")
    assert [start.hour for start in found.starts] == [11, 17, 23, 5]
    assert found.url.startswith("/signals/sources/")
    assert not any("Off" in entry.name for entry in coming(bob, NOW).entries)
    assert all(entry.tick for entry in coming(charlie, NOW).entries)
    assert named(coming(operator, NOW), "Orders").url == ""  # not a member: no page to open


@pytest.mark.django_db
def test_what_runs_at_once_is_counted_by_how_long_it_usually_takes(
    acme: Organization, bob: User
) -> None:
    for name, minute in (("First", 0), ("Second", 2)):
        source = SourceFactory.create(
            organization=acme,
            name=name,
            every_seconds=172800,
            next_due_at=NOW + HOUR + dt.timedelta(minutes=minute),
        )
        JobFactory.create(
            organization=acme, task="evidence.collect", subject_id=source.pk, state=JobState.DONE,
            finished_at=NOW, run_seconds=300,
        )  # fmt: skip
    day = coming(bob, NOW)
    assert (day.most, day.busy_seconds) == (2, 180)
    assert named(day, "First").usual_seconds == 300
    assert len(day.plan.busy) == 1


@pytest.mark.django_db
def test_nothing_planned_runs_never_at_once(bob: User) -> None:
    assert (coming(bob, NOW).most, coming(bob, NOW).busy_seconds) == (0, 0)


@pytest.mark.django_db
def test_a_source_that_is_not_urgent_is_foreseen_in_the_quiet_hours(
    acme: Organization, bob: User, settings: Any
) -> None:
    settings.QUIET_HOURS = "22:00-06:00"
    SourceFactory.create(
        organization=acme, name="Slow", every_seconds=14400, next_due_at=NOW, is_urgent=False
    )
    day = coming(bob, NOW)
    assert [start.hour for start in named(day, "Slow").starts] == [22, 2]
    assert len(day.plan.shaded) == 1


@pytest.mark.django_db
def test_a_job_that_waits_for_its_time_is_there(acme: Organization, bob: User) -> None:
    JobFactory.create(
        organization=acme, task="evidence.collect", run_after=NOW + HOUR, queue=Queue.BULK
    )
    found = named(coming(bob, NOW), "waiting already")
    assert (found.rhythm, found.queue, found.first) == ("once", "bulk", NOW + HOUR)


@pytest.mark.django_db
def test_every_tick_of_the_clock_is_there_in_words(bob: User) -> None:
    day = coming(bob, NOW)
    ticks = [entry.name for entry in day.entries if entry.tick]
    assert len(ticks) == len(django_settings.CELERY["beat_schedule"])
    thin = named(day, "Remove old jobs")
    assert [(start.hour, start.minute) for start in thin.starts] == [(3, 40)]
    known = kinds.kinds()
    assert {one["task"] for one in django_settings.CELERY["beat_schedule"].values()} <= set(known)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 10])
def test_queries_do_not_grow_with_what_is_planned(
    acme: Organization, bob: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        SourceFactory.create(organization=acme, next_due_at=NOW)
        JobFactory.create(organization=acme, run_after=NOW + HOUR)
    with django_assert_num_queries(5):
        coming(bob, NOW)
