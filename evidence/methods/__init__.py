"""How the series of a probe become one value. Pure."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from evidence.evaluate import Evaluator, Method, State
from evidence.methods.counts import ratio, runs
from evidence.methods.levels import floor, of_points, share, within
from evidence.methods.outcome import ArgumentWrong, Counted, Outcome, Reckoning, Window
from evidence.methods.trend import slope
from evidence.schedules.cron import ScheduleWrong

__all__ = ["METHODS", "Counted", "Outcome", "Window"]


def _told(method: Reckoning) -> Reckoning:
    """The method; an argument that it cannot work with is an error in words."""

    @functools.wraps(method)
    def reckon(series: Counted, evaluator: Evaluator, window: Window) -> Outcome:
        try:
            return method(series, evaluator, window)
        except (ArgumentWrong, ScheduleWrong) as wrong:
            return Outcome(None, state=State.ERROR, words=str(wrong)[:300])

    return reckon


METHODS: Mapping[Method, Reckoning] = MappingProxyType(
    {
        Method.STATISTIC: _told(of_points),
        Method.RATIO: _told(ratio),
        Method.SHARE: _told(share),
        Method.SLOPE: _told(slope),
        Method.FLOOR: _told(floor),
        Method.WITHIN: _told(within),
        Method.RUNS: _told(runs),
    }
)
"""Every method by its name: series by name, oldest point first, to one value."""
