"""Methods that look at how high the points of one series lie. Pure."""

from __future__ import annotations

import datetime as dt
import math

from evidence.evaluate import Evaluator, Point, State, mean, statistic
from evidence.methods.outcome import (
    ArgumentWrong,
    Counted,
    Outcome,
    Window,
    no_points,
    nothing,
    number,
    reckoned,
    words,
)
from evidence.schedules.cron import zone_of
from evidence.schedules.weekly import weekly_hours

INSTANT = dt.timedelta(microseconds=1)


def of_points(series: Counted, evaluator: Evaluator, window: Window) -> Outcome:
    """The statistic of the points of the series."""
    points = series.get(evaluator.of[0], ())
    if not points:
        return no_points(window)
    return reckoned(statistic([point.value for point in points], evaluator.statistic), points)


def share(series: Counted, evaluator: Evaluator, window: Window) -> Outcome:
    """The statistic of the points as a share of a limit.

    The limit is the last point of the series `per`, or else `arguments["limit"]`. A limit that
    is not above 0 is an error, and one that nobody told is no data.
    """
    points = series.get(evaluator.of[0], ())
    if not points:
        return no_points(window)
    if evaluator.per:
        told = series.get(evaluator.per[0], ())
        if not told:
            return nothing(f"The limit has no points in the last {window.words}.")
        limit = told[-1].value
    else:
        limit = number(evaluator, "limit")
    if not limit > 0:
        return Outcome(None, state=State.ERROR, words=f"Nothing can be a share of {limit:g}.")
    value = statistic([point.value for point in points], evaluator.statistic)
    drawn = (Point(point.at, point.value / limit) for point in points)
    return reckoned(None if value is None else value / limit, drawn)


def within(series: Counted, evaluator: Evaluator, window: Window) -> Outcome:
    """The share of points from `arguments["low"]` to `arguments["high"]`, both included.

    Where points come at even distances that is the share of time. A point within is drawn as 1,
    one outside as 0.
    """
    low, high = number(evaluator, "low"), number(evaluator, "high")
    if low > high:
        raise ArgumentWrong(f"Nothing lies between {low:g} and {high:g}: “low” is above “high”.")
    points = series.get(evaluator.of[0], ())
    if not points:
        return no_points(window)
    if not all(math.isfinite(point.value) for point in points):
        return reckoned(None, ())
    drawn = [Point(point.at, float(low <= point.value <= high)) for point in points]
    return reckoned(mean([point.value for point in drawn]), drawn)


def floor(series: Counted, evaluator: Evaluator, window: Window) -> Outcome:
    """The lowest point outside of the weekly hours `arguments["schedule"]`, which are told by the
    clocks of `arguments["time_zone"]` (UTC where there is none).

    A point speaks for the time before it: one at the very end of the hours lies inside, one at
    their start outside. All points are drawn.
    """
    schedule = words(evaluator, "schedule")
    hours, zone = weekly_hours(schedule), zone_of(words(evaluator, "time_zone"))
    if hours.always:
        return nothing(f"“{schedule}” leaves no time outside of it.")
    points = series.get(evaluator.of[0], ())
    if not points:
        return no_points(window)
    outside = [
        point.value for point in points if not hours.covers((point.at - INSTANT).astimezone(zone))
    ]
    if not outside:
        return nothing(f"No points outside of “{schedule}” in the last {window.words}.")
    return reckoned(min(outside) if all(map(math.isfinite, outside)) else None, points)
