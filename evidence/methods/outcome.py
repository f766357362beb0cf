"""What a method is given, and what it gives back. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from charts.words import lasting
from evidence.evaluate import Evaluator, Point, State

Counted = Mapping[str, tuple[Point, ...]]


class ArgumentWrong(ValueError):
    """An argument of an evaluator that its method cannot work with, in a sentence."""


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

    The points are in the value's unit, oldest first. Without a value, `state` is `no_data` or
    `error` and `words` one sentence that says why.
    """

    value: float | None
    points: tuple[Point, ...] = ()
    state: State = State.NO_DATA
    words: str = ""


Reckoning = Callable[[Counted, Evaluator, Window], Outcome]


def nothing(words: str) -> Outcome:
    """No data, and why."""
    return Outcome(None, words=words)


def no_points(window: Window) -> Outcome:
    """No data, for nothing came in the window."""
    return nothing(f"No points in the last {window.words}.")


def reckoned(value: float | None, points: Iterable[Point]) -> Outcome:
    """This value; an error where it is none or no finite number."""
    drawn = tuple(points)
    if value is None or not math.isfinite(value):
        words = "The answer holds values that are not finite numbers."
        return Outcome(None, drawn, State.ERROR, words)
    return Outcome(value, drawn)


def total(values: Iterable[float]) -> float:
    """The sum; not a number where it is none or lies beyond all numbers."""
    try:
        return math.fsum(values)
    except (OverflowError, ValueError):
        return math.nan


def number(evaluator: Evaluator, name: str, default: float | None = None) -> float:
    """That argument as a finite number. Raises ArgumentWrong."""
    given = evaluator.arguments.get(name, default)
    try:
        found = math.nan if given is None or isinstance(given, bool) else float(given)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise ArgumentWrong(f"“{name}” must be a number for the method {evaluator.method.value}.")
    return found


def words(evaluator: Evaluator, name: str) -> str:
    """That argument as a text, "" where there is none."""
    return str(evaluator.arguments.get(name) or "")
