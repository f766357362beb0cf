"""The method that looks at where a series is going. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evidence.evaluate import Evaluator, Point, mean
from evidence.methods.outcome import Counted, Outcome, Window, no_points, nothing, reckoned

FEWEST = 2


def slope(series: Counted, evaluator: Evaluator, window: Window) -> Outcome:
    """How much the series grew in the window, in percent of its mean.

    The growth is that of the line of least squares from the first point to the last: nothing is
    said of time that no point speaks for. A mean of 0 is no growth. Points are drawn as percent
    above or below the mean.
    """
    points = series.get(evaluator.of[0], ())
    if not points:
        return no_points(window)
    if not all(math.isfinite(point.value) for point in points):
        return reckoned(None, ())
    if len({point.at for point in points}) < FEWEST:
        return nothing(f"A trend needs two points; there is one in the last {window.words}.")
    # Divided by the largest, whatever their size: a share of the mean does not change by it.
    largest = max(abs(point.value) for point in points) or 1.0
    values = [point.value / largest for point in points]
    middle = mean(values)
    if not middle:
        return reckoned(0.0, [Point(point.at, 0.0) for point in points])
    grown = _growth([_seconds(points, point) for point in points], values)
    drawn = [
        Point(point.at, (value - middle) / abs(middle) * 100)
        for point, value in zip(points, values, strict=True)
    ]
    return reckoned(grown / abs(middle) * 100, drawn)


def _seconds(points: Sequence[Point], point: Point) -> float:
    return (point.at - points[0].at).total_seconds()


def _growth(times: Sequence[float], values: Sequence[float]) -> float:
    """What the line of least squares rises from the first time to the last."""
    time, value = mean(times), mean(values)
    above = math.fsum((t - time) * (v - value) for t, v in zip(times, values, strict=True))
    below = math.fsum((t - time) ** 2 for t in times)
    return above / below * (times[-1] - times[0])
