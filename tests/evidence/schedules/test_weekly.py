"""Weekly hours: what is taken, what they cover, and what is said of the rest."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.schedules.cron import ScheduleWrong
from evidence.schedules.weekly import DAYS, WEEK, weekly_hours

DAY = 24 * 60
MONDAY = dt.datetime(2026, 11, 23)  # noqa: DTZ001 (what a clock shows has no zone)


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("Mon 08:00-18:00", [(480, 1080)]),
        ("mon 8:00 - 18:00", [(480, 1080)]),
        ("Mon–Tue 08:00–18:00", [(480, 1080), (DAY + 480, DAY + 1080)]),
        ("Mon, Wed 00:00-24:00", [(0, DAY), (2 * DAY, 3 * DAY)]),
        ("Mon 08:00-12:00, 13:00-17:00", [(480, 720), (780, 1020)]),
        ("Mon 08:00-12:00; Tue 08:00-12:00", [(480, 720), (DAY + 480, DAY + 720)]),
        ("Mon 22:00-06:00", [(1320, 1800)]),
        ("Sun 22:00-06:00", [(0, 360), (6 * DAY + 1320, WEEK)]),
        ("Sun-Mon 00:00-24:00", [(0, DAY), (6 * DAY, WEEK)]),
        ("Mon 08:00-12:00 10:00-14:00", [(480, 840)]),
        ("Mon-Sun 00:00-24:00", [(0, WEEK)]),
        ("Mon-Sun 07:00-06:00 06:00-07:00", [(0, WEEK)]),
    ],
)
def test_hours_are_taken(written: str, spans: list[tuple[int, int]]) -> None:
    assert weekly_hours(written).spans == tuple(spans)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "“” is no day. Write it as in “Mon-Fri 08:00-18:00"),
        ("Mon-Fri", "The hours are missing after the days."),
        ("Mon 08:00-09:00 Tue", "The hours are missing after the days."),
        ("08:00-18:00", "“08:00-18:00” has no days before it."),
        ("Funday 08:00-18:00", "“Funday” is no day."),
        ("Mon-Tue-Wed 08:00-18:00", "“Mon-Tue-Wed” is no day."),
        ("Mon 8-18", "“8-18” is no span of hours."),
        ("Mon 08:00-25:00", "“08:00-25:00” goes beyond the clock. A day is 00:00-24:00."),
        ("Mon 08:60-09:00", "“08:60-09:00” goes beyond the clock."),
        ("Mon 24:00-06:00", "“24:00-06:00” goes beyond the clock."),
        ("Mon 08:00-08:00", "“08:00-08:00” is no time at all. A whole day is 00:00-24:00."),
        ("Mon 08:00-18:00" * 40, "Weekly hours have at most 500 characters."),
    ],
)
def test_what_is_no_hours_is_told(written: str, said: str) -> None:
    with pytest.raises(ScheduleWrong) as refused:
        weekly_hours(written)
    assert str(refused.value).startswith(said)


def test_a_start_belongs_to_the_hours_and_an_end_does_not() -> None:
    hours = weekly_hours("Mon 08:00-18:00")
    moment = dt.timedelta(microseconds=1)
    eight, six = MONDAY.replace(hour=8), MONDAY.replace(hour=18)
    covered = [hours.covers(at) for at in (eight - moment, eight, six - moment, six)]
    assert covered == [False, True, True, False]


def test_a_whole_week_is_always() -> None:
    assert weekly_hours("Mon-Sun 00:00-24:00").always
    assert not weekly_hours("Mon-Sun 00:00-23:59").always


times = st.integers(0, DAY - 1)


@given(st.lists(st.tuples(st.integers(0, 6), times, times), min_size=1, max_size=5))
def test_hours_cover_exactly_their_minutes(parts: list[tuple[int, int, int]]) -> None:
    parts = [(day, start, end) for day, start, end in parts if start != end]
    if not parts:
        return
    written = "; ".join(
        f"{DAYS[day]} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
        for day, start, end in parts
    )
    expected = set()
    for day, start, end in parts:
        length = (end - start) % DAY
        expected |= {(day * DAY + start + n) % WEEK for n in range(length)}
    hours = weekly_hours(written)
    assert {minute for start, end in hours.spans for minute in range(start, end)} == expected
    for minute in (0, *(edge for span in hours.spans for edge in span)):
        clock = MONDAY + dt.timedelta(minutes=minute % WEEK)
        assert hours.covers(clock) == (minute % WEEK in expected)


@given(st.text(max_size=60))
def test_any_text_is_hours_or_is_told(written: str) -> None:
    try:
        spans = weekly_hours(written).spans
    except ScheduleWrong:
        return
    assert all(0 <= start < end <= WEEK for start, end in spans)
