"""A stretch of time in whole minutes, and sets of its minutes. Pure.

A set of minutes is one whole number, a bit for each minute: a week is ten thousand of them, and
what two sets have in common is found in a microsecond.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

MINUTE = dt.timedelta(minutes=1)
Span = tuple[int, int]
"""From a minute up to another, which is not part of it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time from a moment to another, both at whole minutes, told by the clocks of a zone."""

    start: dt.datetime
    end: dt.datetime
    zone: dt.tzinfo

    @property
    def minutes(self) -> int:
        """How many pass, however the clocks change."""
        return (self.end.astimezone(dt.UTC) - self.start.astimezone(dt.UTC)) // MINUTE

    def clock(self, minute: int) -> dt.datetime:
        """What a clock shows at that minute."""
        return (self.start.astimezone(dt.UTC) + minute * MINUTE).astimezone(self.zone)


def week_of(day: dt.date, zone: dt.tzinfo) -> Stretch:
    """The week of this day, from Monday 00:00 to the next; an hour more or less where clocks
    change."""
    monday = day - dt.timedelta(days=day.weekday())
    start = dt.datetime.combine(monday, dt.time(), zone)
    return Stretch(start, start + dt.timedelta(days=7), zone)  # by the clock, as zones add


def bits(span: Span) -> int:
    """The set of the minutes of a span."""
    start, end = span
    return ((1 << (end - start)) - 1) << start


def spans(minutes: int) -> tuple[Span, ...]:
    """The longest spans that a set is made of, in order."""
    written = f"{minutes:b}"[::-1]
    return tuple(found.span() for found in re.finditer("1+", written))


def once_and_twice(sets: Iterable[int]) -> tuple[int, int]:
    """The minutes that lie in one set or more, and those that lie in two or more."""
    once = twice = 0
    for minutes in sets:
        twice |= once & minutes
        once |= minutes
    return once, twice
