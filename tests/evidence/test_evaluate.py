"""Statistics of points, and the points that are drawn: by table, and their promises by property."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import evaluate, models
from evidence.evaluate import Comparison, Method, Point, State, Statistic

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def ago(hours: float, value: float) -> Point:
    return Point(NOW - hours * HOUR, value)


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
    assert [kind.value for kind in Method] == models.Method.values
