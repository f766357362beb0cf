"""What is asked of a metric, and the statistics of its points. Pure.

Six states, never merged. Only pass, warn and fail judge the practice; no data, stale and error
say that nothing can be said, and why.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class State(enum.StrEnum):
    """What a judgement says; the values are those of `evidence.models.SignalState`."""

    PASS = "pass"  # noqa: S105  (a state, not a secret)
    WARN = "warn"
    FAIL = "fail"
    NO_DATA = "no_data"
    STALE = "stale"
    ERROR = "error"


class Statistic(enum.StrEnum):
    """How many values become one; the values are those of `evidence.models.Statistic`."""

    LAST = "last"
    MEAN = "mean"
    MAXIMUM = "max"
    MINIMUM = "min"
    SUM = "sum"
    P50 = "p50"
    P95 = "p95"
    P99 = "p99"


class Comparison(enum.StrEnum):
    """Which side of a bound is good; the values are those of `evidence.models.Comparison`."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    BETWEEN = "between"


class Method(enum.StrEnum):
    """How the series of a probe become one value; the values are those of
    `evidence.models.Method`.

    `statistic`: that statistic of the points. `ratio`: the sum of some series by the sum of
    others. `share`: that statistic as a share of a limit. `slope`: growth over the window in
    percent of the mean. `floor`: the lowest point outside of a schedule. `within`: the share of
    points between two values. `runs`: what was counted, as a share of what a schedule expects.
    """

    STATISTIC = "statistic"
    RATIO = "ratio"
    SHARE = "share"
    SLOPE = "slope"
    FLOOR = "floor"
    WITHIN = "within"
    RUNS = "runs"


class Point(NamedTuple):
    """A value of a metric at a moment (with a time zone).

    A tuple, since a collection makes millions of them: it is made and sorted without Python code.
    """

    at: dt.datetime
    value: float


@dataclass(frozen=True, slots=True)
class Evaluator:
    """How series become one value. `of` and `per` are names of series.

    `arguments` are what the method needs besides, by name: see `evidence.methods`.
    """

    method: Method = Method.STATISTIC
    statistic: Statistic = Statistic.MEAN
    of: tuple[str, ...] = ("value",)
    per: tuple[str, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is good. The bounds belong to the good side.

    A value within `bound_pass` passes, within `bound_warn` warns, else fails. Where good is
    between two values these are the upper bounds, and `floor_pass` and `floor_warn` the lower.
    """

    comparison: Comparison
    bound_pass: float
    bound_warn: float
    floor_pass: float | None = None
    floor_warn: float | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is asked of a metric. Values and bounds are in `unit`.

    Only points of the last `window` count; a newest point older than `stale_after` says nothing
    any more.
    """

    bounds: Bounds
    window: dt.timedelta
    stale_after: dt.timedelta
    unit: str = ""
    evaluator: Evaluator = field(default_factory=Evaluator)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A state, the value it rests on (None unless pass, warn, fail or stale), and the reason.

    `points` are those that counted, oldest first, as they are drawn; `message` is one sentence of
    at most 300 characters.
    """

    state: State
    value: float | None
    points: tuple[Point, ...]
    message: str


def statistic(values: Sequence[float], kind: Statistic) -> float | None:
    """One value for at least one; None where a value or the result is not a finite number."""
    if not all(math.isfinite(value) for value in values):
        return None
    try:
        result = STATISTICS[kind](values)
    except OverflowError:
        return None
    return result if math.isfinite(result) else None


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile: the smallest value that at least `percent` % are at or below.

    It is always one of the values, never something between two. `percent` is 1 to 100.
    """
    ordered = sorted(values)
    rank = -(-percent * len(ordered) // 100)  # rounded up without leaving whole numbers
    return ordered[rank - 1]


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean, never outside of the values' range."""
    # Divided first: the sum of huge values would leave the range of floats, their mean does not.
    middle = math.fsum(value / len(values) for value in values)
    return max(min(values), min(max(values), middle))


def downsample(points: Sequence[Point], kind: Statistic, to: int = 60) -> tuple[Point, ...]:
    """At most `to` points for drawing, oldest first: the statistic of each of `to` equal spans.

    A span's value stands at its newest point; spans without points stay empty. So a maximum
    keeps its peaks and a minimum its floors. The parts of a sum are shown by their mean, since
    a sum depends on the number of points. Not finite values are left out.
    """
    ordered = sorted(point for point in points if math.isfinite(point.value))
    if len(ordered) <= to:
        return tuple(ordered)
    start, end = ordered[0].at.timestamp(), ordered[-1].at.timestamp()
    scale = to / (end - start) if end > start else 0.0
    spans: dict[int, list[Point]] = {}
    for point in ordered:
        place = int((point.at.timestamp() - start) * scale)
        spans.setdefault(min(place, to - 1), []).append(point)
    shown = STATISTICS[Statistic.MEAN if kind is Statistic.SUM else kind]
    return tuple(
        Point(span[-1].at, shown([point.value for point in span])) for span in spans.values()
    )


STATISTICS: dict[Statistic, Callable[[Sequence[float]], float]] = {
    Statistic.LAST: lambda values: values[-1],
    Statistic.MEAN: mean,
    Statistic.MAXIMUM: max,
    Statistic.MINIMUM: min,
    Statistic.SUM: math.fsum,
    Statistic.P50: lambda values: percentile(values, 50),
    Statistic.P95: lambda values: percentile(values, 95),
    Statistic.P99: lambda values: percentile(values, 99),
}
