"""The pure evaluator: every branch by table, its promises by property."""

from __future__ import annotations

import datetime as dt
import math
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import evaluate, models
from evidence.evaluate import Comparison, Criterion, Point, State, Statistic

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)

AT_MOST = Criterion(
    statistic=Statistic.MAXIMUM,
    comparison=Comparison.AT_MOST,
    bound_pass=60,
    bound_warn=300,
    window=24 * HOUR,
    stale_after=6 * HOUR,
    unit="s",
)
AT_LEAST = Criterion(
    statistic=Statistic.MEAN,
    comparison=Comparison.AT_LEAST,
    bound_pass=0.99,
    bound_warn=0.95,
    window=24 * HOUR,
    stale_after=6 * HOUR,
    unit="ratio",
)


def ago(hours: float, value: float) -> Point:
    return Point(NOW - hours * HOUR, value)


@pytest.mark.parametrize(
    ("criterion", "value", "state"),
    [
        (AT_MOST, 12, State.PASS),
        (AT_MOST, 60, State.PASS),
        (AT_MOST, 60.1, State.WARN),
        (AT_MOST, 300, State.WARN),
        (AT_MOST, 301, State.FAIL),
        (AT_LEAST, 1, State.PASS),
        (AT_LEAST, 0.99, State.PASS),
        (AT_LEAST, 0.98, State.WARN),
        (AT_LEAST, 0.95, State.WARN),
        (AT_LEAST, 0.5, State.FAIL),
    ],
)
def test_bounds_belong_to_the_good_side(criterion: Criterion, value: float, state: State) -> None:
    judgement = evaluate.judge([ago(1, value)], criterion, NOW)
    assert (judgement.state, judgement.value) == (state, value)


def test_every_verdict_says_value_and_bound() -> None:
    said = [evaluate.judge([ago(1, value)], AT_MOST, NOW).message for value in (12, 120, 400)]
    assert [words.replace("\N{NARROW NO-BREAK SPACE}", " ") for words in said] == [
        "12 s, and good is at most 60 s.",
        "120 s, and good is at most 60 s; it fails beyond 300 s.",
        "400 s, and even the warning bound is at most 300 s.",
    ]


def test_no_points_are_no_data() -> None:
    judgement = evaluate.judge([], AT_MOST, NOW)
    assert judgement == evaluate.Judgement(
        State.NO_DATA, None, (), "No points in the last 24 hours."
    )


def test_points_before_the_window_and_from_the_future_do_not_count() -> None:
    outside = [ago(24, 1), ago(25, 1), ago(-0.1, 1)]
    assert evaluate.judge(outside, AT_MOST, NOW).state is State.NO_DATA
    judgement = evaluate.judge([*outside, ago(0, 7), ago(3, 5)], AT_MOST, NOW)
    assert [point.value for point in judgement.points] == [5, 7]


def test_an_old_newest_point_is_stale_though_its_value_would_pass() -> None:
    judgement = evaluate.judge([ago(7, 12), ago(9, 12)], AT_MOST, NOW)
    assert (judgement.state, judgement.value) == (State.STALE, 12)
    assert judgement.message == (
        "The newest point is 7 hours old; after 6 hours it says nothing any more."
    )


def test_a_point_exactly_as_old_as_allowed_is_not_stale() -> None:
    assert evaluate.judge([ago(6, 12)], AT_MOST, NOW).state is State.PASS


@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_no_finite_number_is_an_error(broken: float) -> None:
    judgement = evaluate.judge([ago(2, 12), ago(1, broken)], AT_MOST, NOW)
    assert (judgement.state, judgement.value) == (State.ERROR, None)
    assert judgement.message == "The answer holds values that are not finite numbers."


def test_a_broken_value_outside_of_the_window_harms_nothing() -> None:
    judgement = evaluate.judge([ago(30, math.nan), ago(1, 12)], AT_MOST, NOW)
    assert judgement.state is State.PASS


def test_a_sum_beyond_all_numbers_is_an_error() -> None:
    criterion = replace(AT_MOST, statistic=Statistic.SUM)
    assert evaluate.judge([ago(2, 1e308), ago(1, 1e308)], criterion, NOW).state is State.ERROR


def test_the_mean_of_huge_values_is_no_error() -> None:
    assert evaluate.statistic([1.5e308, 1.5e308], Statistic.MEAN) == 1.5e308


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Statistic.LAST, 40),
        (Statistic.MEAN, 25),
        (Statistic.MAXIMUM, 50),
        (Statistic.MINIMUM, 0),
        (Statistic.SUM, 125),
        (Statistic.P50, 20),
        (Statistic.P95, 50),
        (Statistic.P99, 50),
    ],
)
def test_each_statistic(kind: Statistic, value: float) -> None:
    assert evaluate.statistic([50, 0, 15, 20, 40], kind) == value


def test_statistics_are_taken_in_order_of_time() -> None:
    criterion = replace(AT_MOST, statistic=Statistic.LAST)
    judgement = evaluate.judge([ago(1, 5), ago(3, 500), ago(2, 50)], criterion, NOW)
    assert judgement.value == 5


@pytest.mark.parametrize(("percent", "value"), [(1, 1), (50, 50), (95, 95), (99, 99), (100, 100)])
def test_the_percentile_of_1_to_100_is_its_rank(percent: int, value: float) -> None:
    assert evaluate.percentile([float(n) for n in range(100, 0, -1)], percent) == value


def test_the_percentile_of_few_values_is_one_of_them() -> None:
    assert evaluate.percentile([7.0], 95) == 7
    assert evaluate.percentile([1.0, 9.0], 50) == 1
    assert evaluate.percentile([1.0, 9.0], 51) == 9


finite = st.floats(allow_nan=False, allow_infinity=False)
values = st.lists(finite, min_size=1, max_size=150)
points = st.lists(
    st.builds(
        Point,
        at=st.floats(0, 86400).map(lambda seconds: NOW - dt.timedelta(seconds=seconds)),
        value=st.floats(),
    ),
    max_size=300,
)


@given(values, st.sampled_from([s for s in Statistic if s is not Statistic.SUM]))
def test_every_statistic_but_the_sum_lies_within_the_values(
    numbers: list[float], kind: Statistic
) -> None:
    value = evaluate.statistic(numbers, kind)
    assert value is not None
    assert min(numbers) <= value <= max(numbers)


@given(values, st.integers(1, 100))
def test_percentile_keeps_its_promise(numbers: list[float], percent: int) -> None:
    value = evaluate.percentile(numbers, percent)
    at_or_below = sum(number <= value for number in numbers)
    below = sum(number < value for number in numbers)
    assert value in numbers
    assert at_or_below * 100 >= percent * len(numbers) > below * 100


@given(points, st.sampled_from(Statistic))
def test_a_judgement_has_a_value_exactly_when_there_is_one(
    given_points: list[Point], kind: Statistic
) -> None:
    judgement = evaluate.judge(given_points, replace(AT_MOST, statistic=kind), NOW)
    nothing = judgement.state in (State.NO_DATA, State.ERROR)
    assert (judgement.value is None) == nothing
    assert judgement.message


@given(points, st.randoms())
def test_the_order_in_which_points_come_changes_nothing(
    given_points: list[Point], chance: random.Random
) -> None:
    shuffled = list(given_points)
    chance.shuffle(shuffled)
    first = evaluate.judge(given_points, AT_MOST, NOW)
    assert evaluate.judge(shuffled, AT_MOST, NOW).state is first.state


@given(values, finite, finite, finite)
def test_a_smaller_value_is_never_worse_where_small_is_good(
    numbers: list[float], smaller: float, a: float, b: float
) -> None:
    order = [State.PASS, State.WARN, State.FAIL]
    criterion = replace(AT_MOST, bound_pass=min(a, b), bound_warn=max(a, b))
    high = max(numbers)
    low = min(high, smaller)
    judged = [evaluate.judge([ago(1, value)], criterion, NOW).state for value in (low, high)]
    assert order.index(judged[0]) <= order.index(judged[1])


@given(points, st.sampled_from(Statistic), st.integers(1, 60))
def test_downsampling_draws_few_points_in_order_and_invents_no_range(
    given_points: list[Point], kind: Statistic, to: int
) -> None:
    sound = [point for point in given_points if math.isfinite(point.value)]
    drawn = evaluate.downsample(given_points, kind, to)
    assert len(drawn) <= to
    assert bool(drawn) == bool(sound)
    assert [point.at for point in drawn] == sorted(point.at for point in drawn)
    if sound:
        inside = [point.value for point in sound]
        assert all(min(inside) <= point.value <= max(inside) for point in drawn)


@given(points)
def test_downsampling_keeps_the_peak_of_a_maximum_and_the_floor_of_a_minimum(
    given_points: list[Point],
) -> None:
    sound = [point.value for point in given_points if math.isfinite(point.value)]
    if sound:
        peaks = evaluate.downsample(given_points, Statistic.MAXIMUM, 10)
        floors = evaluate.downsample(given_points, Statistic.MINIMUM, 10)
        assert max(point.value for point in peaks) == max(sound)
        assert min(point.value for point in floors) == min(sound)


def test_downsampling_few_points_changes_none() -> None:
    few = (ago(3, 1), ago(2, 5), ago(1, 2))
    assert evaluate.downsample(few, Statistic.MEAN) == few


def test_downsampling_many_points_of_one_moment_gives_one() -> None:
    assert len(evaluate.downsample([ago(1, n) for n in range(100)], Statistic.MEAN)) == 1


def test_the_words_of_the_evaluator_are_those_of_the_models() -> None:
    assert [state.value for state in State] == models.SignalState.values
    assert [kind.value for kind in Statistic] == models.Statistic.values
    assert [kind.value for kind in Comparison] == models.Comparison.values
