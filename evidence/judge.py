"""From the series of a window to a judgement. Pure: the present moment is an argument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from charts.words import lasting, number_unit
from evidence.evaluate import Bounds, Comparison, Criterion, Judgement, Method, Point, State
from evidence.methods import METHODS, Outcome, Window

AGELESS = frozenset({Method.RUNS})
"""Methods for which nothing counted is a finding: they have no newest point that could be old."""


def judge(
    series: Mapping[str, Sequence[Point]], criterion: Criterion, now: dt.datetime
) -> Judgement:
    """What the points of the window that ends at `now` say about the criterion.

    The window is open at its start and closed at its end; later points are left out.
    """
    start = now - criterion.window
    counted = {
        name: tuple(sorted(point for point in points if start < point.at <= now))
        for name, points in series.items()
    }
    evaluator = criterion.evaluator
    outcome = METHODS[evaluator.method](counted, evaluator, Window(start, now))
    if outcome.value is None:
        return _nothing(outcome)
    if evaluator.method not in AGELESS and outcome.points:
        age = now - outcome.points[-1].at
        if age > criterion.stale_after:
            words = (
                f"The newest point is {lasting(age.total_seconds())} old; "
                f"after {lasting(criterion.stale_after.total_seconds())} it says nothing any more."
            )
            return Judgement(State.STALE, outcome.value, outcome.points, words)
    state = state_of(outcome.value, criterion.bounds)
    words = _reason(state, outcome.value, criterion)
    return Judgement(state, outcome.value, outcome.points, words)


def state_of(value: float, bounds: Bounds) -> State:
    """Pass, warn or fail."""
    if _good(value, bounds.comparison, bounds.bound_pass, bounds.floor_pass):
        return State.PASS
    warns = _good(value, bounds.comparison, bounds.bound_warn, bounds.floor_warn)
    return State.WARN if warns else State.FAIL


def bounds_in_words(bounds: Bounds, unit: str) -> tuple[str, str]:
    """What passes and what warns: "at most 60 s", "between 0.98 and 1.05"."""
    return (
        _side(bounds.comparison, bounds.bound_pass, bounds.floor_pass, unit),
        _side(bounds.comparison, bounds.bound_warn, bounds.floor_warn, unit),
    )


def _nothing(outcome: Outcome) -> Judgement:
    return Judgement(outcome.state, None, outcome.points, outcome.words)


def _good(value: float, comparison: Comparison, bound: float, floor: float | None) -> bool:
    if comparison is Comparison.AT_LEAST:
        return value >= bound
    return value <= bound and (floor is None or value >= floor)


def _side(comparison: Comparison, bound: float, floor: float | None, unit: str) -> str:
    shown = number_unit(bound, unit)
    if comparison is Comparison.BETWEEN and floor is not None:
        return f"between {number_unit(floor, unit)} and {shown}"
    return f"{'at least' if comparison is Comparison.AT_LEAST else 'at most'} {shown}"


def _reason(state: State, value: float, criterion: Criterion) -> str:
    passes, warns = bounds_in_words(criterion.bounds, criterion.unit)
    shown = number_unit(value, criterion.unit)
    if state is State.PASS:
        return f"{shown}, and good is {passes}."
    if state is State.WARN:
        return f"{shown}, and good is {passes}; it fails unless {warns}."
    return f"{shown}, and even the warning bound is {warns}."
