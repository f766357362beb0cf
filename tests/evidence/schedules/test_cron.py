"""Cron expressions: what is taken, when it fires, and what happens where clocks change."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.schedules.cron import (
    ScheduleWrong,
    checked,
    firings,
    later,
    minutes_of,
    zone_of,
)
from tests.depth import examples

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
SPRING = dt.datetime(2026, 3, 29, tzinfo=BERLIN)  # 02:00 becomes 03:00
AUTUMN = dt.datetime(2026, 10, 25, tzinfo=BERLIN)  # 03:00 becomes 02:00


def clocks(expression: str, start: dt.datetime, hours: float = 24) -> list[str]:
    """When it fires within these hours, as a clock of that place shows it, with its offset."""
    end = start.astimezone(dt.UTC) + dt.timedelta(hours=hours)
    zone = start.tzinfo or dt.UTC
    found = firings(expression, zone, start, end)
    return [f"{at.astimezone(zone):%H:%M%z}" for at in found]


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("0 3 * * *", "0 3 * * *"),
        ("  */15  8-18 * * mon-fri ", "*/15 8-18 * * mon-fri"),
        ("@daily", "0 0 * * *"),
        ("@Weekly", "0 0 * * 0"),
        ("0 0 L * *", "0 0 L * *"),
        ("0 0 * * 1#2", "0 0 * * 1#2"),
    ],
)
def test_an_expression_is_taken(written: str, expression: str) -> None:
    assert checked(written) == expression


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "“” has 0 fields; a cron expression has five: minute, hour, day of the month, month,"),
        ("0", "“0” has 1 field; a cron expression has five:"),
        ("0 0 3 * * *", "“0 0 3 * * *” has 6 fields;"),
        ("61 * * * *", "The minute of “61 * * * *” is not understood."),
        ("* 24 * * *", "The hour of “* 24 * * *” is not understood."),
        ("* * 0 * *", "The day of the month of “* * 0 * *” is not understood."),
        ("* * * 13 *", "The month of “* * * 13 *” is not understood."),
        ("* * * * 8", "The day of the week of “* * * * 8” is not understood."),
        ("*/0 * * * *", "The minute of “*/0 * * * *” is not understood."),
        ("0 0 31 2,4 *", "The day of the month of “0 0 31 2,4 *” is not understood."),
        ("@reboot", "“@reboot” is none of @hourly, @daily,"),
        (f"{'1,' * 60}1 * * * *", "A cron expression has at most 100 characters."),
    ],
)
def test_what_is_no_expression_is_told(written: str, said: str) -> None:
    with pytest.raises(ScheduleWrong) as refused:
        checked(written)
    assert str(refused.value).startswith(said)


def test_the_start_of_the_time_does_not_count_and_its_end_does() -> None:
    assert clocks("0 * * * *", MONDAY, 2) == ["01:00+0000", "02:00+0000"]
    assert clocks("0 * * * *", MONDAY + dt.timedelta(seconds=1), 1) == ["01:00+0000"]
    assert clocks("0 * * * *", MONDAY - dt.timedelta(microseconds=1), 0.5) == ["00:00+0000"]


def test_moments_go_by_the_clock_of_the_place() -> None:
    start = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    end = start + dt.timedelta(days=1)
    assert list(firings("30 3 * * *", BERLIN, start, end)) == [start.replace(hour=2, minute=30)]


def test_a_job_of_an_hour_that_is_left_out_runs_right_after_it_and_once() -> None:
    assert clocks("30 2 * * *", SPRING) == ["03:00+0200"]
    assert clocks("0,30 2 * * *", SPRING) == ["03:00+0200"]
    assert clocks("0 1-4 * * *", SPRING, 12) == ["01:00+0100", "03:00+0200", "04:00+0200"]


def test_a_job_of_an_hour_that_comes_twice_runs_in_the_first() -> None:
    assert clocks("30 2 * * *", AUTUMN) == ["02:30+0200"]
    second = dt.datetime(2026, 10, 25, 2, 15, tzinfo=BERLIN, fold=1)
    assert clocks("30 2 * * *", second, 2) == []


def test_a_job_of_every_hour_runs_by_the_time_that_passes() -> None:
    assert clocks("30 * * * *", SPRING, 3) == ["00:30+0100", "01:30+0100", "03:30+0200"]
    assert clocks("30 * * * *", AUTUMN, 4) == [
        "00:30+0200",
        "01:30+0200",
        "02:30+0200",
        "02:30+0100",
    ]


def test_an_expression_that_rarely_comes_true_ends() -> None:
    assert clocks("0 0 * 2 MON#5", MONDAY, 24 * 366) == []


@pytest.mark.parametrize("name", ["", "UTC", " UTC "])
def test_no_time_zone_is_utc(name: str) -> None:
    assert zone_of(name) is dt.UTC


@pytest.mark.parametrize(
    "name", ["Europe", "Europe/Atlantis", "../etc/passwd", "/etc/passwd", "\0"]
)
def test_a_time_zone_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(ScheduleWrong, match="There is no time zone"):
        zone_of(name)


fields = st.tuples(
    st.sampled_from(["0", "7", "*/20", "5-8", "15,45", "*"]),
    st.sampled_from(["*", "3", "*/6", "22-23", "0,12"]),
    st.sampled_from(["*", "1", "10-20", "*/9"]),
    st.sampled_from(["*", "11", "2-6"]),
    st.sampled_from(["*", "1-5", "0", "7", "sat,sun"]),
)


def spread(field: str, low: int, high: int, names: dict[str, int]) -> set[int]:
    """The numbers a field stands for, written anew for the test."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        numbers = [names.get(number, -1) if number in names else number for number in (first, last)]
        begin = low if first == "*" else int(numbers[0])
        end = high if first == "*" else int(numbers[1] or numbers[0])
        found |= set(range(begin, end + 1, int(step or 1)))
    return found


@given(fields, st.integers(0, 365))
@settings(max_examples=examples(60))
def test_in_utc_it_fires_in_exactly_the_minutes_that_its_fields_name(
    parts: tuple[str, ...], day: int
) -> None:
    start = MONDAY + dt.timedelta(days=day)
    names = {"sat": 6, "sun": 0}
    minute, hour, date, month, weekday = (
        spread(field, low, high, names)
        for field, (low, high) in zip(
            parts, [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)], strict=True
        )
    )
    both = parts[2].startswith("*") or parts[4].startswith("*")
    expected = []
    for passed in range(1, 2 * 24 * 60 + 1):
        at = start + dt.timedelta(minutes=passed)
        on_date, on_day = at.day in date, bool({at.isoweekday(), at.isoweekday() % 7} & weekday)
        on = (on_date and on_day) if both else (on_date or on_day)
        if on and at.minute in minute and at.hour in hour and at.month in month:
            expected.append(at)
    assert list(firings(" ".join(parts), dt.UTC, start, start + dt.timedelta(days=2))) == expected


@given(fields, st.integers(0, 366 * 24 * 60), st.integers(0, 7 * 24 * 60))
@settings(max_examples=examples(60))
def test_in_any_zone_moments_are_in_order_and_two_spans_give_what_one_gives(
    parts: tuple[str, ...], begin: int, middle: int
) -> None:
    expression = " ".join(parts)
    start = MONDAY + dt.timedelta(minutes=begin)
    cut, end = start + dt.timedelta(minutes=middle), start + dt.timedelta(days=7)
    whole = list(firings(expression, BERLIN, start, end))
    assert whole == sorted(set(whole))
    halves = [*firings(expression, BERLIN, start, cut), *firings(expression, BERLIN, cut, end)]
    assert halves == whole


ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Tokyo"]


@given(fields, st.sampled_from(ZONES), st.integers(0, 365))
@settings(max_examples=examples(60))
def test_it_fires_as_cronsim_steps_through_the_time(
    parts: tuple[str, ...], name: str, day: int
) -> None:
    zone, expression = ZoneInfo(name), " ".join(parts)
    start = MONDAY + dt.timedelta(days=day)
    end = start + dt.timedelta(days=3)
    stepped = set()
    for moment in CronSim(expression, start.astimezone(zone)):
        if moment.astimezone(dt.UTC) > end:
            break
        stepped.add(moment.astimezone(dt.UTC))
    # cronsim forgets which of two equal hours it begins in, and may begin before the start.
    expected = sorted(at for at in stepped if at > start)
    assert list(firings(expression, zone, start, end)) == expected


def test_a_day_that_a_place_left_out_is_made_up_for_once() -> None:
    apia = ZoneInfo("Pacific/Apia")  # no 30 December 2011
    start = dt.datetime(2011, 12, 29, 12, tzinfo=apia)
    found = list(firings("0 9 * * *", apia, start, start.astimezone(dt.UTC) + dt.timedelta(days=1)))
    assert [f"{at.astimezone(apia):%d %H:%M}" for at in found] == ["31 00:00", "31 09:00"]


@pytest.mark.parametrize(
    ("expression", "minutes", "moved"),
    [
        ("0 2 * * *", 17, "17 2 * * *"),
        ("30 2 * * *", -30, "0 2 * * *"),
        ("0,30 2 * * *", 5, "5,35 2 * * *"),
        ("*/15 2 * * *", 7, "7-52/15 2 * * *"),
        ("0-3 2 * * *", 4, "4-7 2 * * *"),
        ("1,2,9 2 * * *", 4, "5,6,13 2 * * *"),
        ("@daily", 1, "1 0 * * *"),
    ],
)
def test_an_expression_is_moved_within_its_hour(expression: str, minutes: int, moved: str) -> None:
    assert later(expression, minutes) == moved
    assert minutes_of(moved) == tuple(minute + minutes for minute in minutes_of(expression))


@pytest.mark.parametrize(("expression", "minutes"), [("0 2 * * *", 60), ("5 2 * * *", -6)])
def test_an_expression_is_not_moved_out_of_its_hour(expression: str, minutes: int) -> None:
    with pytest.raises(ScheduleWrong, match="cannot be moved by"):
        later(expression, minutes)
