"""Taking in figures that are sent or typed."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evidence.actions import collection, pushing
from evidence.actions.pushing import Pushed, Taken
from evidence.models import PushedPoint, Reading, Source
from organizations.models import AuditEvent, User, Workload
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.factories import ProbeFactory, SourceFactory

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
QUERIES_OF_A_PUSH = 6
"""The right, the savepoint and its end, what is there, the points, the source."""


@pytest.fixture
def source(shop: Workload) -> Source:
    later = timezone.now() + dt.timedelta(days=1)
    return SourceFactory.create(
        organization=shop.organization, connector="push", name="Shop", next_due_at=later
    )


def point(value: float = 1.0, *, ago: dt.timedelta = HOUR, series: str = "orders") -> Pushed:
    return Pushed(series, timezone.now() - ago, value)


def test_points_are_kept_and_the_source_is_due_at_once(source: Source, bob: User) -> None:
    points = [point(1), point(2, ago=2 * HOUR), point(3, series="compute_seconds")]
    assert pushing.push(source=source, points=points, by=bob) == Taken(3, 0, 0)
    kept = PushedPoint.objects.get(series="compute_seconds")
    assert (kept.value, kept.at, kept.sent_by) == (3.0, points[2].at, bob)
    source.refresh_from_db()
    assert source.next_due_at <= timezone.now()
    assert not AuditEvent.objects.exists()


def test_what_is_sent_twice_is_kept_once_and_asks_for_nothing(source: Source, bob: User) -> None:
    points = [point(1), point(2, ago=2 * HOUR)]
    pushing.push(source=source, points=points, by=bob)
    Source.objects.update(next_due_at=source.next_due_at)
    again = [*points, points[0], point(5, ago=3 * HOUR)]
    assert pushing.push(source=source, points=again[:3], by=bob) == Taken(0, 0, 2)
    assert Source.objects.get().next_due_at == source.next_due_at
    assert pushing.push(source=source, points=again, by=bob) == Taken(1, 0, 2)
    assert PushedPoint.objects.count() == 3


def test_a_moment_written_in_another_zone_is_the_same_moment(source: Source, bob: User) -> None:
    at = timezone.now() - HOUR
    there = at.astimezone(dt.timezone(dt.timedelta(hours=5)))
    pushing.push(source=source, points=[Pushed("orders", at, 1)], by=bob)
    taken = pushing.push(source=source, points=[Pushed("orders", there, 1)], by=bob)
    assert taken == Taken(0, 0, 1)


def test_a_correction_stands_in_the_audit_log_with_both_values(
    source: Source, bob: User, lena: User
) -> None:
    first = point(1)
    pushing.push(source=source, points=[first], by=bob)
    corrected = Pushed(first.series, first.at, 4)
    taken = pushing.push(source=source, points=[corrected, point(9, ago=2 * HOUR)], by=lena)
    assert taken == Taken(1, 1, 0)
    kept = PushedPoint.objects.get(at=first.at)
    assert (kept.value, kept.sent_by) == (4.0, lena)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == ("corrected figures", lena)
    assert event.detail[f"orders, {first.at.isoformat()}"] == {"from": 1, "to": 4}


def test_what_is_typed_by_hand_stands_in_the_audit_log(source: Source, bob: User) -> None:
    typed = point(1200)
    for _ in range(2):
        pushing.push(source=source, points=[typed], by=bob, by_hand=True)
    event = AuditEvent.objects.get()
    assert event.verb == "typed a figure"
    assert event.detail[f"orders, {typed.at.isoformat()}"] == {"from": None, "to": 1200}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (point(series="Orders"), "lower-case letter"),
        (point(series=""), "lower-case letter"),
        (point(series="a" * 81), "80 at the most"),
        (point(series="a\n"), "lower-case letter"),
        (point(math.nan), "finite"),
        (point(math.inf), "finite"),
        (point(ago=-dt.timedelta(hours=2)), "Is the clock right"),
        (point(ago=dt.timedelta(days=401)), "longer than points are kept"),
    ],
)
def test_one_point_that_cannot_be_taken_keeps_the_others_out(
    source: Source, bob: User, wrong: Pushed, words: str
) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        pushing.push(source=source, points=[point(), wrong], by=bob)
    assert refused.value.field == "points"
    assert refused.value.message.startswith("Point 2: ")
    assert not PushedPoint.objects.exists()


def test_a_clock_that_is_a_little_fast_is_forgiven(source: Source, bob: User) -> None:
    pushing.push(source=source, points=[point(ago=-4 * MINUTE)], by=bob)
    assert PushedPoint.objects.exists()


def test_two_values_for_one_moment_are_refused(source: Source, bob: User) -> None:
    first = point(1)
    with pytest.raises(Invalid, match="stands twice"):
        pushing.push(source=source, points=[first, Pushed("orders", first.at, 2)], by=bob)


@pytest.mark.parametrize("count", [0, 1001])
def test_too_many_or_too_few_are_refused(source: Source, bob: User, count: int) -> None:
    points = [point(ago=n * MINUTE) for n in range(count)]
    with pytest.raises(Invalid, match="from 1 to 1,000"):
        pushing.push(source=source, points=points, by=bob)


def test_only_a_source_of_this_kind_is_sent_figures(
    source: Source, bob: User, rita: User, ruth: User
) -> None:
    for person in (rita, ruth):
        with pytest.raises(Forbidden, match="send figures"):
            pushing.push(source=source, points=[point()], by=person)
    asked = SourceFactory.create(organization=source.organization, name="Our queue")
    with pytest.raises(Conflict, match="Our queue is asked"):
        pushing.push(source=asked, points=[point()], by=bob)


@pytest.mark.parametrize("count", [3, 10])
def test_the_number_of_queries_does_not_depend_on_the_number_of_points(
    source: Source, bob: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    points = [point(n, ago=n * MINUTE) for n in range(count)]
    with django_assert_num_queries(QUERIES_OF_A_PUSH):
        pushing.push(source=source, points=points, by=bob)


def test_a_resource_by_a_business_figure_is_judged(
    source: Source, shop: Workload, bob: User
) -> None:
    probe = ProbeFactory.create(
        source=source,
        workload=shop,
        terms={"of": {"series": "compute_seconds"}, "per": {"series": "orders"}},
        method="ratio",
        of=["of"],
        per=["per"],
        window_seconds=7 * 86400,
        bound_pass=2.0,
        bound_warn=3.0,
    )
    points = [point(100), point(240, series="compute_seconds", ago=2 * HOUR)]
    pushing.push(source=source, points=points, by=bob)
    source.refresh_from_db()
    collection.collect(source=source, now=timezone.now())
    reading = Reading.objects.get(probe=probe)
    assert (reading.state, reading.value, reading.connector_version) == ("warn", 2.4, "push 1")


def test_old_points_are_forgotten(source: Source, bob: User) -> None:
    pushing.push(source=source, points=[point(1), point(2, ago=50 * HOUR)], by=bob)
    assert pushing.forget(before=timezone.now() - 48 * HOUR) == 1
    assert PushedPoint.objects.get().value == 1.0
