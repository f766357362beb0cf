"""Figures that were sent, read back as the series of a source."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from evidence.connectors import push
from evidence.connectors.base import Account, Query, SourceFailed, hash_of
from evidence.connectors.push import PushConnector
from evidence.evaluate import Point
from evidence.models import PushedPoint, Source
from organizations.models import User
from tests.factories import SourceFactory

END = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def source(acme: object) -> Source:
    return SourceFactory.create(organization=acme, connector="push")


def sent(source: Source, by: User, series: str, *points: tuple[dt.datetime, float]) -> None:
    PushedPoint.objects.bulk_create(
        PushedPoint(source=source, series=series, at=at, value=value, sent_by=by)
        for at, value in points
    )


def account(source: Source | None) -> Account:
    return Account(1, {}, str, source_id=source.pk if source else None)


def query(series: str = "orders", **fields: object) -> Query:
    return Query({"series": series, **fields}, END - DAY, END)


def test_the_points_of_the_window_come_oldest_first(source: Source, bob: User) -> None:
    sent(source, bob, "orders", (END, 3), (END - HOUR, 2), (END - DAY, 1), (END + HOUR, 9))
    [result] = PushConnector().collect(account(source), [query()])
    assert result.points == (Point(END - HOUR, 2.0), Point(END, 3.0))
    assert result.response_hash == hash_of(result.points)
    assert result.sent == (
        f"series orders of source {source.pk}, "
        "from 2026-11-28T12:00:00+00:00 to 2026-11-29T12:00:00+00:00"
    )


def test_a_source_has_its_own_points_only(source: Source, bob: User) -> None:
    sent(SourceFactory.create(organization=source.organization), bob, "orders", (END, 3))
    for asking in (account(source), account(None)):
        [result] = PushConnector().collect(asking, [query()])
        assert (result.points, result.error) == ((), "")


def test_values_are_divided_where_that_is_asked(source: Source, bob: User) -> None:
    sent(source, bob, "energy", (END, 30))
    [result] = PushConnector().collect(account(source), [query("energy", divide_by=12)])
    assert result.points == (Point(END, 2.5),)
    assert result.sent.endswith(", each value divided by 12")


@pytest.mark.parametrize("divisor", [0, -1, "x", "nan", "inf"])
def test_what_cannot_divide_is_an_error_of_that_query(
    source: Source, bob: User, divisor: object
) -> None:
    sent(source, bob, "orders", (END, 3))
    wrong, right = PushConnector().collect(account(source), [query(divide_by=divisor), query()])
    assert "a number above 0" in wrong.error
    assert right.points == (Point(END, 3.0),)


def test_a_query_without_a_series_is_an_error(source: Source) -> None:
    [result] = PushConnector().collect(account(source), [query(" ")])
    assert "Name the series" in result.error


def test_more_points_than_can_be_judged_are_an_error(
    source: Source, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "MOST_POINTS", 2)
    sent(source, bob, "orders", *((END - n * HOUR, n) for n in range(4)))
    [result] = PushConnector().collect(account(source), [query()])
    assert "more than 2 points" in result.error
    assert result.points == ()


def test_twenty_series_are_one_query_of_the_database(
    source: Source, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = [f"series_{n}" for n in range(41)]
    for name in names:
        sent(source, bob, name, (END, 1))
    queries = [query(name) for name in names]
    asking = account(source)
    with django_assert_num_queries(3):
        results = list(PushConnector().collect(asking, queries))
    assert [len(result.points) for result in results] == [1] * 41
    assert asking.calls == PushConnector().calls_for(queries) == 3


def test_the_series_that_were_sent_can_be_chosen_from(source: Source, bob: User) -> None:
    sent(source, bob, "orders", (END, 1), (END - HOUR, 1))
    sent(source, bob, "energy", (END, 1))
    found = PushConnector().discover(account(source), "series", {})
    assert found == ["energy", "orders"]
    with pytest.raises(SourceFailed, match="cannot list"):
        PushConnector().discover(account(source), "queues", {})


def test_there_is_nothing_to_reach() -> None:
    assert "Nothing has to be reached" in PushConnector().check(account(None))
    assert PushConnector().quote("a{b}") == "a{b}"
