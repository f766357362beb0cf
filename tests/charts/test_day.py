"""The plan of a day, and its columns."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from charts.columns import HEIGHT, Column, columns_chart
from charts.day import NAMES, RIGHT, THINNEST, WIDTH, Lane, Plan, day_chart
from tests.charts.pictures import parts, read, title

START = dt.datetime(2026, 11, 29, 10, 20, tzinfo=dt.UTC)
END = START + dt.timedelta(days=1)


def run(hour: float, minutes: float) -> tuple[dt.datetime, dt.datetime]:
    begin = START + dt.timedelta(hours=hour)
    return begin, begin + dt.timedelta(minutes=minutes)


def test_a_run_stands_at_its_time_and_is_as_long_as_it_takes() -> None:
    chart = read(day_chart(Plan(START, END, [Lane("Nightly", "once", [run(12, 60)])])))
    (bar,) = parts(chart, "run")
    wide = WIDTH - NAMES - RIGHT
    assert float(bar.attrib["x"]) == NAMES + wide / 2
    assert abs(float(bar.attrib["width"]) - wide / 24) < 0.01


def test_a_short_run_can_still_be_seen_at_the_very_end() -> None:
    chart = read(day_chart(Plan(START, END, [Lane("Short", "once", [run(23.999, 0.01)])])))
    (bar,) = parts(chart, "run")
    assert float(bar.attrib["width"]) == THINNEST
    assert float(bar.attrib["x"]) + THINNEST == WIDTH - RIGHT


def test_every_third_hour_of_the_clock_is_said() -> None:
    words = [part.text for part in parts(read(day_chart(Plan(START, END, []))), "words")]
    assert words == ["12:00", "15:00", "18:00", "21:00", "00:00", "03:00", "06:00", "09:00"]


def test_overlaps_and_quiet_hours_have_marks_of_their_own() -> None:
    plan = Plan(START, END, [], busy=[run(1, 30), run(5, 1)], shaded=[run(10, 480)], shade="quiet")
    chart = read(day_chart(plan))
    assert len(parts(chart, "busy")) == 2
    assert len(parts(chart, "shaded")) == 1
    assert title(chart).endswith("2 overlaps")


def test_the_text_alternative_says_every_lane() -> None:
    lanes = [
        Lane("Collect: queue", "every 60 minutes", [run(hour, 1) for hour in range(24)]),
        Lane("Sweep", "every 15 seconds", [(START, END)], dense=True),
        Lane("Thin <old> & tired", "once", [run(3, 1)]),
    ]
    chart = read(day_chart(Plan(START, END, lanes)))
    assert title(chart) == (
        "From 10:20 to 10:20 of the next day: Collect: queue, 24 times; "
        "Sweep, every 15 seconds; Thin <old> & tired, once; no overlaps"
    )
    assert len(parts(chart, "often")) == 1


@given(st.text(max_size=80), st.lists(st.tuples(st.floats(-30, 30), st.floats(0, 3000))))
def test_any_plan_can_be_drawn(name: str, drawn: list[tuple[float, float]]) -> None:
    spans = [run(hour, minutes) for hour, minutes in drawn]
    chart = read(day_chart(Plan(START, END, [Lane(name, "often", spans)], busy=spans)))
    for bar in (*parts(chart, "run"), *parts(chart, "busy")):
        assert NAMES - 2 <= float(bar.attrib["x"]) <= WIDTH
        assert float(bar.attrib["x"]) + float(bar.attrib["width"]) <= WIDTH


def hours(*counts: tuple[int, int]) -> list[Column]:
    begin = START.replace(hour=0, minute=0)
    return [
        Column(begin + dt.timedelta(hours=place), done, failed)
        for place, (done, failed) in enumerate(counts)
    ]


def test_columns_say_their_sum_and_the_busiest_hour() -> None:
    chart = read(columns_chart(hours((3, 0), (1200, 2), (0, 0)), label="Ended"))
    assert title(chart) == "Ended: 1,203 done and 2 failed in 3 hours, most from 01:00 on: 1,202"
    assert [part.text for part in parts(chart, "count")] == ["2"]


def test_no_job_at_all_is_a_picture_too() -> None:
    chart = read(columns_chart(hours((0, 0), (0, 0))))
    assert title(chart) == "0 done and 0 failed in 2 hours"
    assert not parts(chart, "done")


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=24))
def test_columns_stay_in_their_picture(counts: list[tuple[int, int]]) -> None:
    chart = read(columns_chart(hours(*counts)))
    for bar in (*parts(chart, "done"), *parts(chart, "failed")):
        top, tall = float(bar.attrib["y"]), float(bar.attrib["height"])
        assert top >= 0
        assert top + tall <= HEIGHT
