"""From points to a judgement: every branch by table, its promises by property."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.evaluate import (
    Bounds,
    Comparison,
    Criterion,
    Evaluator,
    Judgement,
    Method,
    Point,
    State,
    Statistic,
)
from evidence.judge import bounds_in_words, judge, state_of

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)

AT_MOST = Criterion(
    bounds=Bounds(Comparison.AT_MOST, 60, 300),
    evaluator=Evaluator(statistic=Statistic.MAXIMUM),
    window=24 * HOUR,
    stale_after=6 * HOUR,
    unit="s",
)
AT_LEAST = replace(
    AT_MOST,
    bounds=Bounds(Comparison.AT_LEAST, 0.99, 0.95),
    evaluator=Evaluator(statistic=Statistic.MEAN),
    unit="ratio",
)
BETWEEN = replace(AT_LEAST, bounds=Bounds(Comparison.BETWEEN, 1.05, 1.2, 0.98, 0.9))


def ago(hours: float, value: float) -> Point:
    return Point(NOW - hours * HOUR, value)


def judged(points: Sequence[Point], criterion: Criterion) -> Judgement:
    return judge({"value": points}, criterion, NOW)


def by(criterion: Criterion, kind: Statistic) -> Criterion:
    return replace(criterion, evaluator=Evaluator(statistic=kind))


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
        (BETWEEN, 1, State.PASS),
        (BETWEEN, 0.98, State.PASS),
        (BETWEEN, 1.05, State.PASS),
        (BETWEEN, 0.97, State.WARN),
        (BETWEEN, 1.1, State.WARN),
        (BETWEEN, 0.9, State.WARN),
        (BETWEEN, 0.89, State.FAIL),
        (BETWEEN, 1.21, State.FAIL),
    ],
)
def test_bounds_belong_to_the_good_side(criterion: Criterion, value: float, state: State) -> None:
    judgement = judged([ago(1, value)], criterion)
    assert (judgement.state, judgement.value) == (state, value)


def test_every_verdict_says_value_and_bound() -> None:
    said = [judged([ago(1, value)], AT_MOST).message for value in (12, 120, 400)]
    assert [words.replace("\N{NARROW NO-BREAK SPACE}", " ") for words in said] == [
        "12 s, and good is at most 60 s.",
        "120 s, and good is at most 60 s; it fails unless at most 300 s.",
        "400 s, and even the warning bound is at most 300 s.",
    ]


def test_no_points_are_no_data() -> None:
    judgement = judged([], AT_MOST)
    assert judgement == Judgement(State.NO_DATA, None, (), "No points in the last 24 hours.")


def test_points_before_the_window_and_from_the_future_do_not_count() -> None:
    outside = [ago(24, 1), ago(25, 1), ago(-0.1, 1)]
    assert judged(outside, AT_MOST).state is State.NO_DATA
    judgement = judged([*outside, ago(0, 7), ago(3, 5)], AT_MOST)
    assert [point.value for point in judgement.points] == [5, 7]


def test_an_old_newest_point_is_stale_though_its_value_would_pass() -> None:
    judgement = judged([ago(7, 12), ago(9, 12)], AT_MOST)
    assert (judgement.state, judgement.value) == (State.STALE, 12)
    assert judgement.message == (
        "The newest point is 7 hours old; after 6 hours it says nothing any more."
    )


def test_a_point_exactly_as_old_as_allowed_is_not_stale() -> None:
    assert judged([ago(6, 12)], AT_MOST).state is State.PASS


@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_no_finite_number_is_an_error(broken: float) -> None:
    judgement = judged([ago(2, 12), ago(1, broken)], AT_MOST)
    assert (judgement.state, judgement.value) == (State.ERROR, None)
    assert judgement.message == "The answer holds values that are not finite numbers."


def test_a_broken_value_outside_of_the_window_harms_nothing() -> None:
    judgement = judged([ago(30, math.nan), ago(1, 12)], AT_MOST)
    assert judgement.state is State.PASS


def test_a_sum_beyond_all_numbers_is_an_error() -> None:
    criterion = by(AT_MOST, Statistic.SUM)
    assert judged([ago(2, 1e308), ago(1, 1e308)], criterion).state is State.ERROR


def test_statistics_are_taken_in_order_of_time() -> None:
    criterion = by(AT_MOST, Statistic.LAST)
    judgement = judged([ago(1, 5), ago(3, 500), ago(2, 50)], criterion)
    assert judgement.value == 5


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


@given(points, st.sampled_from(Statistic))
def test_a_judgement_has_a_value_exactly_when_there_is_one(
    given_points: list[Point], kind: Statistic
) -> None:
    judgement = judged(given_points, by(AT_MOST, kind))
    nothing = judgement.state in (State.NO_DATA, State.ERROR)
    assert (judgement.value is None) == nothing
    assert judgement.message


@given(points, st.randoms())
def test_the_order_in_which_points_come_changes_nothing(
    given_points: list[Point], chance: random.Random
) -> None:
    shuffled = list(given_points)
    chance.shuffle(shuffled)
    first = judged(given_points, AT_MOST)
    assert judged(shuffled, AT_MOST).state is first.state


@given(values, finite, finite, finite)
def test_a_smaller_value_is_never_worse_where_small_is_good(
    numbers: list[float], smaller: float, a: float, b: float
) -> None:
    order = [State.PASS, State.WARN, State.FAIL]
    criterion = replace(AT_MOST, bounds=Bounds(Comparison.AT_MOST, min(a, b), max(a, b)))
    high = max(numbers)
    low = min(high, smaller)
    states = [judged([ago(1, value)], criterion).state for value in (low, high)]
    assert order.index(states[0]) <= order.index(states[1])


def test_bounds_are_told_in_words() -> None:
    assert bounds_in_words(BETWEEN.bounds, "") == ("between 0.98 and 1.05", "between 0.9 and 1.2")
    assert bounds_in_words(AT_LEAST.bounds, "") == ("at least 0.99", "at least 0.95")


def test_nothing_counted_is_never_too_old_where_a_schedule_expected_something() -> None:
    criterion = replace(AT_LEAST, evaluator=Evaluator(Method.RUNS, arguments={"cron": "0 * * * *"}))
    assert judged([], criterion).state is State.FAIL
    assert judged([ago(20, 24)], criterion).state is State.PASS


def test_an_argument_that_no_method_can_work_with_is_an_error_and_no_crash() -> None:
    criterion = replace(AT_LEAST, evaluator=Evaluator(Method.RUNS, arguments={"cron": "noon"}))
    judgement = judged([ago(1, 1)], criterion)
    assert (judgement.state, judgement.value) == (State.ERROR, None)
    assert judgement.message.startswith("“noon” has 1 field;")


@given(finite, st.sampled_from([AT_MOST, AT_LEAST, BETWEEN]))
def test_what_passes_would_warn_too(value: float, criterion: Criterion) -> None:
    bounds = criterion.bounds
    wide = replace(bounds, bound_pass=bounds.bound_warn, floor_pass=bounds.floor_warn)
    if state_of(value, bounds) is State.PASS:
        assert state_of(value, wide) is State.PASS
