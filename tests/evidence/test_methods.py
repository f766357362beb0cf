"""Each method: every branch by table, its promises by property."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.evaluate import Evaluator, Method, Point, State, Statistic
from evidence.methods import METHODS, Outcome, Window

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)  # a Saturday
HOUR = dt.timedelta(hours=1)
WINDOW = Window(NOW - 24 * HOUR, NOW)


def hourly(*values: float) -> tuple[Point, ...]:
    """One point an hour, the last of them now."""
    return tuple(Point(NOW - n * HOUR, value) for n, value in enumerate(reversed(values)))[::-1]


def by(method: Method, *, per: tuple[str, ...] = (), **arguments: Any) -> Evaluator:
    return Evaluator(method, Statistic.MAXIMUM, ("of",), per, arguments)


def outcome(
    evaluator: Evaluator, *of: float, per: tuple[float, ...] = (), window: Window = WINDOW
) -> Outcome:
    series = {"of": hourly(*of), "per": hourly(*per)}
    return METHODS[evaluator.method](series, evaluator, window)


def drawn(found: Outcome) -> list[float]:
    return [point.value for point in found.points]


def test_every_method_is_there() -> None:
    assert list(METHODS) == list(Method)


OFFICE = "Sat 06:00-11:00"
EMPTY = [
    (by(Method.STATISTIC), "No points in the last 24 hours."),
    (by(Method.RATIO, per=("per",)), "Nothing was counted in the last 24 hours."),
    (by(Method.SHARE, limit=3), "No points in the last 24 hours."),
    (by(Method.SLOPE), "No points in the last 24 hours."),
    (by(Method.FLOOR, schedule=OFFICE), "No points in the last 24 hours."),
    (by(Method.WITHIN, low=1, high=2), "No points in the last 24 hours."),
    (by(Method.RUNS, cron="0 0 1 1 *"), "“0 0 1 1 *” expects nothing in the last 24 hours."),
]


@pytest.mark.parametrize(("evaluator", "words"), EMPTY, ids=[e.method for e, _ in EMPTY])
def test_no_points_are_no_data(evaluator: Evaluator, words: str) -> None:
    assert outcome(evaluator) == Outcome(None, (), State.NO_DATA, words)


BROKEN = [
    by(Method.STATISTIC),
    by(Method.RATIO, per=("per",)),
    by(Method.SHARE, limit=3),
    by(Method.SLOPE),
    by(Method.FLOOR, schedule="Mon 06:00-11:00"),
    by(Method.WITHIN, low=1, high=2),
    by(Method.RUNS, cron="0 * * * *"),
]


@pytest.mark.parametrize("values", [(math.nan, 1), (math.inf, -math.inf), (1, math.inf)])
@pytest.mark.parametrize("evaluator", BROKEN, ids=[e.method for e in BROKEN])
def test_a_value_that_is_no_finite_number_is_an_error(
    evaluator: Evaluator, values: tuple[float, ...]
) -> None:
    found = outcome(evaluator, *values, per=(1, 1))
    assert (found.value, found.state) == (None, State.ERROR)
    assert found.words == "The answer holds values that are not finite numbers."


WRONG = [
    (
        by(Method.RATIO, per=("per",), times="many"),
        "“times” must be a number for the method ratio.",
    ),
    (by(Method.SHARE), "“limit” must be a number for the method share."),
    (by(Method.SHARE, limit=True), "“limit” must be a number for the method share."),
    (by(Method.SHARE, limit=0), "Nothing can be a share of 0."),
    (by(Method.SHARE, limit=-2), "Nothing can be a share of -2."),
    (by(Method.WITHIN, low=1), "“high” must be a number for the method within."),
    (by(Method.WITHIN, low=3, high=2), "Nothing lies between 3 and 2: “low” is above “high”."),
    (by(Method.FLOOR, schedule="always"), "“always” is no day. Write it as in"),
    (by(Method.FLOOR), "“” is no day. Write it as in"),
    (by(Method.FLOOR, schedule=OFFICE, time_zone="Mars"), "There is no time zone “Mars”."),
    (by(Method.RUNS, cron="noon"), "“noon” has 1 field; a cron expression has five:"),
    (by(Method.RUNS), "“” has 0 fields;"),
    (by(Method.RUNS, cron="0 * * * *", time_zone="Mars"), "There is no time zone “Mars”."),
    (by(Method.RUNS, cron="0 * * * *", delay=-1), "“delay” must be from 0 minutes to a week"),
]


@pytest.mark.parametrize(("evaluator", "words"), WRONG, ids=[words[:50] for _, words in WRONG])
def test_an_argument_that_says_nothing_is_an_error(evaluator: Evaluator, words: str) -> None:
    found = outcome(evaluator, 1, 2, per=(1, 1))
    assert (found.value, found.points, found.state) == (None, (), State.ERROR)
    assert found.words.startswith(words)


def test_a_ratio_is_sum_by_sum_and_no_mean_of_ratios() -> None:
    found = outcome(by(Method.RATIO, per=("per",)), 1, 0, 8, per=(1, 0, 16))
    assert found.value == 9 / 17
    assert drawn(found) == [1, 0.5]


def test_a_counter_without_points_counted_nothing() -> None:
    found = outcome(by(Method.RATIO, per=("per",)), per=(4, 4))
    assert (found.value, drawn(found)) == (0, [0, 0])


def test_a_ratio_can_be_multiplied_and_taken_from_one() -> None:
    assert outcome(by(Method.RATIO, per=("per",), times=100), 1, per=(4,)).value == 25
    assert outcome(by(Method.RATIO, per=("per",), complement=True), 1, per=(4,)).value == 0.75


def test_series_above_and_below_are_added_up() -> None:
    evaluator = Evaluator(Method.RATIO, of=("a",), per=("a", "b"))
    series = {"a": hourly(1, 1), "b": hourly(3)}
    assert METHODS[Method.RATIO](series, evaluator, WINDOW).value == 0.4


def test_a_share_is_the_statistic_by_the_limit() -> None:
    found = outcome(by(Method.SHARE, limit=30), 3, 24, 6)
    assert (found.value, drawn(found)) == (0.8, [0.1, 0.8, 0.2])


def test_a_limit_that_is_a_series_is_its_last_point() -> None:
    found = outcome(by(Method.SHARE, per=("per",)), 3, 24, per=(60, 30))
    assert found.value == 0.8


def test_a_limit_that_nobody_told_is_no_data() -> None:
    found = outcome(by(Method.SHARE, per=("per",)), 3, 24)
    assert (found.state, found.words) == (
        State.NO_DATA,
        "The limit has no points in the last 24 hours.",
    )


@pytest.mark.parametrize(
    ("values", "grown"),
    [
        ((4, 4, 4), 0),
        ((1, 2, 3), 100),
        ((3, 2, 1), -100),
        ((0, 0, 0), 0),
        ((-1, 1), 0),
        ((-3, -2, -1), 100),
        ((9, 11), 20),
        ((1e308, 1.5e308), 40),
    ],
)
def test_a_slope_is_growth_in_percent_of_the_mean(values: tuple[float, ...], grown: float) -> None:
    assert outcome(by(Method.SLOPE), *values).value == pytest.approx(grown)


def test_a_slope_is_drawn_as_percent_above_and_below_the_mean() -> None:
    assert drawn(outcome(by(Method.SLOPE), 1, 2, 3)) == pytest.approx([-50, 0, 50])


def test_a_slope_takes_gaps_as_they_are() -> None:
    points = (Point(NOW - 9 * HOUR, 1), Point(NOW - 8 * HOUR, 2), Point(NOW, 10))
    found = METHODS[Method.SLOPE]({"of": points}, by(Method.SLOPE), WINDOW)
    assert found.value == pytest.approx(9 / (13 / 3) * 100)


@pytest.mark.parametrize("count", [1, 2])
def test_one_moment_makes_no_trend(count: int) -> None:
    series = {"of": (Point(NOW, 3),) * count}
    found = METHODS[Method.SLOPE](series, by(Method.SLOPE), WINDOW)
    assert found.words == "A trend needs two points; there is one in the last 24 hours."


def test_the_share_within_counts_both_ends() -> None:
    found = outcome(by(Method.WITHIN, low=40, high=80), 39.9, 40, 80, 80.1)
    assert (found.value, drawn(found)) == (0.5, [0, 1, 1, 0])


def test_the_floor_is_the_lowest_point_outside_of_the_hours() -> None:
    # Points from 5:00 to 12:00; those after 6:00 and up to 11:00 lie inside.
    found = outcome(by(Method.FLOOR, schedule=OFFICE), 5, 2, 0, 0, 0, 0, 0, 3)
    assert found.value == 2
    assert len(found.points) == 8


def test_the_hours_are_told_by_the_clocks_of_the_place() -> None:
    lisbon = by(Method.FLOOR, schedule="Sat 06:00-11:00", time_zone="Asia/Tokyo")
    assert outcome(lisbon, 5, 2, 0).value == 0


def test_hours_that_leave_nothing_outside_are_no_data() -> None:
    whole = outcome(by(Method.FLOOR, schedule="Mon-Sun 00:00-24:00"), 5)
    assert whole.words == "“Mon-Sun 00:00-24:00” leaves no time outside of it."
    inside = outcome(by(Method.FLOOR, schedule="Sat 00:00-24:00"), 5, 6)
    assert inside.words == "No points outside of “Sat 00:00-24:00” in the last 24 hours."
    assert (whole.state, inside.state) == (State.NO_DATA, State.NO_DATA)


def test_runs_are_counted_by_expected() -> None:
    found = outcome(by(Method.RUNS, cron="0 */6 * * *"), 1, 0, 0, 0, 0, 0, 1, per=())
    assert found.value == 0.5  # of 18:00, 0:00, 6:00 and 12:00
    assert drawn(found)[-1] == 0.5


def test_no_run_at_all_is_none_of_those_expected() -> None:
    assert outcome(by(Method.RUNS, cron="0 */6 * * *")) == Outcome(0.0)


def test_runs_that_show_late_are_not_missed_yet() -> None:
    # Due at 12:00, which is now; what ran at 6:00 was counted by 7:00.
    evaluator = by(Method.RUNS, cron="0 */12 * * *", delay=60)
    series = {"of": (Point(NOW - 11 * HOUR, 1), Point(NOW - 23 * HOUR, 1))}
    assert METHODS[Method.RUNS](series, evaluator, WINDOW).value == 1
    at_once = by(Method.RUNS, cron="0 */12 * * *")
    assert METHODS[Method.RUNS]({"of": series["of"][:1]}, at_once, WINDOW).value == 0.5


def test_the_expected_runs_go_by_the_clocks_of_the_place() -> None:
    evaluator = by(Method.RUNS, cron="0 20 * * *", time_zone="Asia/Tokyo")  # 11:00 in UTC
    short = Window(NOW - 2 * HOUR, NOW)
    assert outcome(evaluator, 1, window=short).value == 1


numbers = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


@given(numbers, st.floats(0.5, 100))
def test_a_slope_does_not_change_with_the_unit(values: list[float], times: float) -> None:
    one = outcome(by(Method.SLOPE), *values).value
    other = outcome(by(Method.SLOPE), *(value * times for value in values)).value
    if one is not None and abs(one) < 1e6 and abs(math.fsum(values)) > 1:
        assert other == pytest.approx(one, rel=1e-4, abs=1e-4)


@given(numbers)
def test_a_slope_backwards_is_the_opposite(values: list[float]) -> None:
    one = outcome(by(Method.SLOPE), *values).value
    other = outcome(by(Method.SLOPE), *reversed(values)).value
    if one is not None and abs(one) < 1e6:
        assert other == pytest.approx(-one, rel=1e-4, abs=1e-4)


@given(numbers, st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_the_share_within_and_the_share_without_are_the_whole(
    values: list[float], low: float, width: float
) -> None:
    inside = outcome(by(Method.WITHIN, low=low, high=low + width), *values).value
    outside = sum(not low <= value <= low + width for value in values) / len(values)
    assert inside is not None
    assert inside + outside == pytest.approx(1)


@given(numbers)
def test_the_floor_is_never_above_a_point_that_lies_outside(values: list[float]) -> None:
    found = outcome(by(Method.FLOOR, schedule="Mon 00:00-01:00"), *values)
    assert found.value == min(values)


@given(st.lists(st.integers(0, 3), max_size=24))
def test_runs_grow_with_what_was_counted(counts: list[int]) -> None:
    found = outcome(by(Method.RUNS, cron="30 * * * *"), *counts)
    assert found.value == pytest.approx(sum(counts) / 24)
