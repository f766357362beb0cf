"""The week as clocks show it, also where they change."""

from __future__ import annotations

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.week import Lane
from evidence.evaluate import Bounds, Comparison, State
from evidence.schedules.analysis import Together, analyse
from evidence.schedules.days import (
    changes_of,
    day_words,
    days_of,
    moment_words,
    pieces,
    weekdays_words,
)
from evidence.schedules.lines import Job
from evidence.schedules.overlap import overlap_of
from evidence.schedules.span import week_of
from tests.depth import examples

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = week_of(dt.date(2026, 11, 23), BERLIN)
SPRING, AUTUMN = week_of(dt.date(2026, 3, 29), BERLIN), week_of(dt.date(2026, 10, 25), BERLIN)
BOUNDS = Bounds(Comparison.AT_MOST, 0.05, 0.2)


def lanes_of(job: Job, day: int, week: dt.date) -> list[Lane]:
    return list(days_of(overlap_of([job], week_of(week, BERLIN)))[day].lanes)


def test_each_day_has_the_jobs_that_run_in_it() -> None:
    jobs = [Job("Late", "0 23 * * mon", 120), Job("Early", "30 0 * * tue", 10)]
    days = days_of(overlap_of(jobs, WEEK))
    assert [day.name for day in days][:2] == ["Monday 23 November", "Tuesday 24 November"]
    assert days[0].lanes == [Lane("Late", [(1380, 1440)], [])]
    assert days[1].lanes == [
        Lane("Late", [(0, 60)], [(30, 40)]),
        Lane("Early", [(30, 40)], [(30, 40)]),
    ]
    assert [len(day.lanes) for day in days[2:]] == [0] * 5


def test_an_hour_that_is_left_out_is_left_out_of_the_picture() -> None:
    (lane,) = lanes_of(Job("a", "0 1 * * *", 120), 6, dt.date(2026, 3, 29))
    assert lane.runs == [(60, 120), (180, 240)]


def test_an_hour_that_comes_twice_is_drawn_over_itself() -> None:
    (lane,) = lanes_of(Job("a", "0 1 * * *", 180), 6, dt.date(2026, 10, 25))
    assert lane.runs == [(60, 180), (120, 180)]


def test_the_change_of_clocks_is_told() -> None:
    assert changes_of(SPRING) == ("On Sunday 29 March the clocks go forward from 02:00 to 03:00.",)
    assert changes_of(AUTUMN) == ("On Sunday 25 October the clocks go back from 03:00 to 02:00.",)
    assert changes_of(WEEK) == ()


def test_moments_say_their_offset_only_where_it_changes() -> None:
    assert moment_words(WEEK, 150) == "Monday 23 November, 02:30"
    first = 6 * 24 * 60 + 150
    assert moment_words(AUTUMN, first) == "Sunday 25 October, 02:30 (UTC+0200)"
    assert moment_words(AUTUMN, first + 60) == "Sunday 25 October, 02:30 (UTC+0100)"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (range(7), "Every day"),
        (range(5), "Monday to Friday"),
        ([0, 1], "Monday, Tuesday"),
        ([6, 0, 3], "Monday, Thursday, Sunday"),
        ([2, 2], "Wednesday"),
    ],
)
def test_days_of_the_week_are_said_shortly(days: list[int], words: str) -> None:
    monday = dt.date(2026, 11, 23)
    assert weekdays_words([monday + dt.timedelta(days=day) for day in days]) == words


@given(
    st.dates(dt.date(2000, 1, 3), dt.date(2099, 12, 20)),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Asia/Tokyo"]),
)
@settings(max_examples=examples(40))
def test_pieces_are_the_whole_week_and_show_its_clocks(day: dt.date, name: str) -> None:
    week = week_of(day, ZoneInfo(name))
    found = pieces(week)
    assert found[0].start == 0
    assert found[-1].end == week.minutes
    assert all(one.end == other.start for one, other in itertools.pairwise(found))
    for piece in found:
        for minute in (piece.start, (piece.start + piece.end) // 2, piece.end - 1):
            clock = week.clock(minute)
            assert clock.date() == piece.day
            shown = clock.hour * 60 + clock.minute
            assert piece.of((minute, minute + 1)) == (shown, shown + 1)
    assert day_words(day).split()[0] in {day_words(piece.day).split()[0] for piece in found}


NIGHT = [Job("Export", "0 2 * * *", 45), Job("Index", "30 2 * * *", 40)]


def test_the_same_time_on_several_days_is_told_once() -> None:
    found = analyse([*NIGHT, Job("Mail", "40 2 * * mon", 20)], WEEK, BOUNDS)
    monday = dt.datetime(2026, 11, 23, 2, 30, tzinfo=BERLIN)
    assert found.longest == (
        Together(monday, "Monday, 02:30", 30, ("Export", "Index", "Mail"), 1),
        Together(
            monday + dt.timedelta(days=1), "Tuesday to Sunday, 02:30", 15, ("Export", "Index"), 6
        ),
    )
    assert found.busiest == ("Monday 23 November, 02:40", 5)
    assert found.idle == ("Monday 23 November, 03:10", 24 * 60 - 70)


@pytest.mark.parametrize(
    ("jobs", "state"),
    [
        ([], State.NO_DATA),
        (NIGHT[:1], State.PASS),
        ([NIGHT[0], Job("Index", "35 2 * * *", 40)], State.WARN),
        (NIGHT, State.FAIL),
    ],
)
def test_the_share_of_busy_time_is_judged(jobs: list[Job], state: State) -> None:
    assert analyse(jobs, WEEK, BOUNDS).state is state


def test_a_week_without_a_gap_has_none() -> None:
    assert analyse([Job("a", "0 0 * * *", 1440)], WEEK, BOUNDS).idle is None
