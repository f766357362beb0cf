"""When work that can wait is done."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.quiet_hours import checked, is_open, next_opening, spans

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = "22:00-06:00"
LUNCH = "12:00-13:30"
clocks = st.times().map(lambda time: f"{time:%H:%M}")
NEW_YEAR = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
moments = st.integers(0, 365 * 24 * 60).map(lambda n: NEW_YEAR + dt.timedelta(minutes=n))


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["", "  "])
def test_no_hours_mean_always(text: str) -> None:
    assert checked(text) == ""
    assert is_open(utc(29, 12), "", BERLIN)
    assert next_opening(utc(29, 12), "", BERLIN) == utc(29, 12)
    assert spans(utc(29, 0), utc(30, 0), "", BERLIN) == []


@pytest.mark.parametrize("text", ["night", "22-6", "24:00-06:00", "22:00-22:00", "22:60-06:00"])
def test_what_makes_no_sense_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="22:00-06:00"):
        checked(text)


def test_blanks_do_not_matter() -> None:
    assert checked(" 22:00 - 06:00 ") == NIGHT


@pytest.mark.parametrize(
    ("hour", "minute", "on"),
    [(20, 59, False), (21, 0, True), (23, 0, True), (4, 59, True), (5, 0, False), (12, 0, False)],
)
def test_a_night_goes_past_midnight_by_the_clock_of_the_zone(
    hour: int, minute: int, on: bool
) -> None:
    assert is_open(utc(29, hour, minute), NIGHT, BERLIN) is on  # Berlin is one hour ahead


def test_outside_of_the_hours_it_waits_for_the_next() -> None:
    assert next_opening(utc(29, 12), NIGHT, BERLIN) == utc(29, 21)
    assert next_opening(utc(29, 22), NIGHT, BERLIN) == utc(29, 22)
    assert next_opening(utc(29, 14), LUNCH, BERLIN) == utc(30, 11)


def test_hours_that_summer_time_skips_are_those_of_the_next_night() -> None:
    # On 29 March 2026 the clock in Berlin goes from 02:00 to 03:00.
    assert next_opening(utc(29, 0, month=3), "02:10-02:50", BERLIN) == utc(30, 0, 10, month=3)


@given(moments, clocks, clocks)
def test_the_next_opening_is_never_early_and_always_open(
    now: dt.datetime, begin: str, end: str
) -> None:
    text = f"{begin}-{end}"
    opening = next_opening(now, text, BERLIN)
    assert opening >= now
    assert is_open(opening, text, BERLIN)
    assert opening - now <= dt.timedelta(days=3)


@given(moments, clocks, clocks)
def test_the_spans_of_a_day_say_the_same_as_the_clock(
    now: dt.datetime, begin: str, end: str
) -> None:
    zone = dt.timezone(dt.timedelta(hours=5, minutes=30))
    text = f"{begin}-{end}"
    found = spans(now, now + dt.timedelta(days=1), text, zone)
    for step in range(0, 24 * 60, 37):
        moment = now + dt.timedelta(minutes=step)
        inside = any(first <= moment < last for first, last in found)
        assert inside is (begin != end and is_open(moment, text, zone))
