from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.series import HEIGHT, LEFT, PLOT_END, WIDTH, Bound, Series, series_chart
from charts.words import lasting
from tests.charts.pictures import parts, read, title

START = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
END = START + dt.timedelta(days=1)
NARROW = "\N{NARROW NO-BREAK SPACE}"


def at(hours: float, value: float) -> tuple[dt.datetime, float]:
    return START + dt.timedelta(hours=hours), value


def drawn(*points: tuple[dt.datetime, float], low: bool = True, **changes: object) -> Series:
    series = Series(points=points, start=START, end=END, good_is_low=low)
    return replace(series, **changes)  # type: ignore[arg-type]  # names are fields


TWO = (Bound(60, "passes at most"), Bound(300, "fails above"))


def test_every_point_stands_at_its_time() -> None:
    dots = parts(read(series_chart(drawn(at(0, 1), at(12, 1), at(24, 1)))), "dot")
    assert [float(dot.attrib["cx"]) for dot in dots] == [LEFT, PLOT_END / 2, PLOT_END - LEFT]


def test_both_ends_and_the_middle_are_said_in_words() -> None:
    words = [part.text for part in parts(read(series_chart(drawn())), "words")]
    assert words[1:] == ["20 November, 12:00", "21 November, 00:00", "21 November, 12:00"]


def test_bounds_are_drawn_and_named_and_the_bad_side_is_marked() -> None:
    chart = read(series_chart(drawn(at(1, 10), at(2, 100), at(3, 400), bounds=TWO, unit="s")))
    assert len(parts(chart, "bound")) == 2
    assert len(parts(chart, "outside")) == 2
    assert len(parts(chart, "dot")) == 1
    assert title(chart).replace(NARROW, " ") == (
        "3 points from 10 s to 400 s, passes at most 60 s, fails above 300 s"
    )


def test_the_bad_side_may_be_the_low_one() -> None:
    bounds = (Bound(0.99, "passes at least"), Bound(0.95, "fails below"))
    chart = read(series_chart(drawn(at(1, 1), at(2, 0.5), low=False, bounds=bounds)))
    assert len(parts(chart, "outside")) == 1


def test_the_words_of_close_bounds_do_not_cover_each_other() -> None:
    bounds = (Bound(0.99, "passes at least"), Bound(0.95, "fails below"))
    chart = read(series_chart(drawn(bounds=bounds)))
    heights = [float(part.attrib["y"]) for part in parts(chart, "words")[-2:]]
    assert abs(heights[0] - heights[1]) >= 14


def test_what_is_not_finite_or_outside_of_the_time_is_left_out() -> None:
    chart = read(series_chart(drawn(at(1, float("nan")), at(-1, 5), at(25, 5), label="Age")))
    assert parts(chart, "dot") == []
    assert title(chart) == "Age: no points"


def test_no_time_at_all_is_drawn() -> None:
    assert read(series_chart(drawn(at(0, 1), end=START))) is not None


@given(
    st.lists(st.tuples(st.floats(-1, 25), st.floats()), max_size=30),
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=2),
)
def test_everything_stands_within_the_picture(
    values: list[tuple[float, float]], bounds: list[float]
) -> None:
    points = [at(hours, value) for hours, value in values]
    series = drawn(*points, bounds=[Bound(value, "bound") for value in bounds])
    chart = read(series_chart(series))
    for dot in parts(chart, "dot"):
        assert 0 <= float(dot.attrib["cx"]) <= WIDTH
        assert 0 <= float(dot.attrib["cy"]) <= HEIGHT
    for bound in parts(chart, "bound"):
        assert 0 <= float(bound.attrib["y1"]) <= HEIGHT


@pytest.mark.parametrize("seconds", [0, 1, 59, 119, 120, 7199, 7200, 172_799, 172_800])
def test_lengths_are_said_in_the_largest_unit_that_counts_two(seconds: int) -> None:
    count, unit = lasting(seconds).split()
    sizes = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
    size = sizes[unit.removesuffix("s")]
    assert int(count) == seconds // size
    assert (int(count) == 1) == (not unit.endswith("s"))
    assert size == 1 or int(count) >= 2
