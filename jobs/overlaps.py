"""What runs at the same time. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[dt.datetime, dt.datetime]
TWO = 2


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch of time and how many run during all of it, two at least."""

    start: dt.datetime
    end: dt.datetime
    count: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return (self.end - self.start).total_seconds()


def overlaps(spans: Iterable[Span]) -> list[Busy]:
    """The stretches in which two or more of the spans run, in order and as long as can be.

    One that ends where another begins does not overlap it. Empty spans count for nothing.
    """
    steps: dict[dt.datetime, int] = {}
    for start, end in spans:
        if start < end:
            steps[start] = steps.get(start, 0) + 1
            steps[end] = steps.get(end, 0) - 1
    found: list[Busy] = []
    running, since = 0, None
    for moment in sorted(at for at, change in steps.items() if change):
        if since is not None and running >= TWO:
            found.append(Busy(since, moment, running))
        running += steps[moment]
        since = moment
    return found
