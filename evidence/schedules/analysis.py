"""Everything that is said of a person's schedules, for pages and for REST. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.evaluate import Bounds, State
from evidence.judge import state_of
from evidence.schedules.days import moment_words, weekdays_words
from evidence.schedules.lines import Job
from evidence.schedules.moves import Plan, plan_for
from evidence.schedules.overlap import Overlap, overlap_of
from evidence.schedules.span import Span, Stretch

LONGEST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Together:
    """A span in which two or more run, of how many minutes and which jobs.

    Spans that are the same on several days are told once: `at` is the first of them, `times` how
    many there are, and `when` says it in words.
    """

    at: dt.datetime
    when: str
    minutes: int
    names: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """What runs in a week, how it is judged (`no_data` where nothing runs), the longest spans in
    which jobs run together, and start minutes that would help."""

    overlap: Overlap
    state: State
    longest: tuple[Together, ...]
    plan: Plan

    @property
    def idle(self) -> tuple[str, int] | None:
        """The longest time in which nothing runs: from when, in words, and how many minutes."""
        if not self.overlap.gaps:
            return None
        start, end = self.overlap.gaps[0]
        return moment_words(self.overlap.stretch, start), end - start

    @property
    def busiest(self) -> tuple[str, int]:
        """When most run at once, in words, and for how many minutes."""
        start, end = self.overlap.peak_at
        return moment_words(self.overlap.stretch, start), end - start


def analyse(jobs: Sequence[Job], stretch: Stretch, bounds: Bounds) -> Analysis:
    """What these jobs do in the stretch, judged by the share of busy time that overlaps.

    Raises ScheduleWrong where they start too often to be drawn.
    """
    found = overlap_of(jobs, stretch)
    return Analysis(
        overlap=found,
        state=State.NO_DATA if found.share is None else state_of(found.share, bounds),
        longest=_longest(found),
        plan=plan_for(jobs, stretch, found),
    )


def _longest(found: Overlap) -> tuple[Together, ...]:
    """The longest spans first, those that are the same on several days as one."""
    same: dict[tuple[str, int, tuple[str, ...]], list[dt.datetime]] = {}
    for span in found.together:
        clock = found.stretch.clock(span[0])
        key = (f"{clock:%H:%M}", span[1] - span[0], _names(found, span))
        same.setdefault(key, []).append(clock)
    longest = sorted(same.items(), key=lambda item: (-item[0][1], item[1][0].astimezone(dt.UTC)))
    return tuple(
        Together(clocks[0], f"{weekdays_words(clocks)}, {at}", minutes, names, len(clocks))
        for (at, minutes, names), clocks in longest[:LONGEST_SHOWN]
    )


def _names(found: Overlap, span: Span) -> tuple[str, ...]:
    return tuple(
        lane.job.name
        for lane in found.lanes
        if any(start < span[1] and end > span[0] for start, end in lane.spans)
    )
