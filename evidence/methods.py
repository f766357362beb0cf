"""How the series of a probe become one value. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from charts.words import lasting
from evidence.evaluate import Evaluator, Method, Point, State, statistic

Counted = Mapping[str, tuple[Point, ...]]


@dataclass(frozen=True, slots=True)
class Window:
    """The time that is looked at: open at its start, closed at its end."""

    start: dt.datetime
    end: dt.datetime

    @property
    def words(self) -> str:
        """Its length: "7 days"."""
        return lasting((self.end - self.start).total_seconds())


@dataclass(frozen=True, slots=True)
class Outcome:
    """One value with the points that are drawn, or none and the reason.

    Without a value, `state` is `no_data` or `error` and `words` one sentence that says why.
    """

    value: float | None
    points: tuple[Point, ...] = ()
    state: State = State.NO_DATA
    words: str = ""


def of_points(series: Counted, evaluator: Evaluator, window: Window) -> Outcome:
    """The statistic of the points of the first series."""
    points = series.get(evaluator.of[0], ())
    if not points:
        return Outcome(None, words=f"No points in the last {window.words}.")
    value = statistic([point.value for point in points], evaluator.statistic)
    if value is None:
        words = "The answer holds values that are not finite numbers."
        return Outcome(None, points, State.ERROR, words)
    return Outcome(value, points)


def ratio(series: Counted, evaluator: Evaluator, window: Window) -> Outcome:
    """The sum of the series `of` by the sum of the series `per`.

    A counter that counted nothing often has no points: above the line that is 0. Below it, it is
    no data: there was nothing to take a share of. `arguments["times"]` multiplies the ratio, and
    `arguments["complement"]` takes it from 1.
    """
    over, under = _summed(series, evaluator.of), _summed(series, evaluator.per)
    whole = math.fsum(under.values())
    if not whole:
        return Outcome(None, words=f"Nothing was counted in the last {window.words}.")
    times = float(evaluator.arguments.get("times", 1))
    complement = bool(evaluator.arguments.get("complement"))

    def share(part: float, of: float) -> float:
        found = part / of * times
        return 1 - found if complement else found

    value = share(math.fsum(over.values()), whole)
    points = tuple(
        Point(at, share(over.get(at, 0.0), base)) for at, base in sorted(under.items()) if base
    )
    if not math.isfinite(value):
        return Outcome(None, points, State.ERROR, "The answer holds values that are no numbers.")
    return Outcome(value, points)


def _summed(series: Counted, names: tuple[str, ...]) -> dict[dt.datetime, float]:
    """The values of these series added up by moment."""
    found: dict[dt.datetime, float] = {}
    for name in names:
        for point in series.get(name, ()):
            found[point.at] = found.get(point.at, 0.0) + point.value
    return found


METHODS: dict[Method, Callable[[Counted, Evaluator, Window], Outcome]] = {
    Method.STATISTIC: of_points,
    Method.RATIO: ratio,
}
