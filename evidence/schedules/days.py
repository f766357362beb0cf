"""A stretch of time as the clocks of its place show it, day by day. Pure."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts.week import Day, Lane
from charts.words import MONTHS
from evidence.schedules.overlap import Overlap
from evidence.schedules.span import MINUTE, Span, Stretch

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Piece:
    """Minutes of a stretch in which the clocks of one day go on evenly: from which of them to
    which, and what the clock shows at the first, in minutes since midnight."""

    day: dt.date
    start: int
    end: int
    clock: int

    def of(self, span: Span) -> Span | None:
        """The part of a span that lies here, in minutes since midnight."""
        start, end = max(span[0], self.start), min(span[1], self.end)
        shift = self.clock - self.start
        return (start + shift, end + shift) if start < end else None


def pieces(stretch: Stretch) -> tuple[Piece, ...]:
    """The days of a stretch, each of one piece; where clocks change, of two."""
    found: list[Piece] = []
    start = 0
    while start < stretch.minutes:
        clock = stretch.clock(start)
        end = min(_end_of_day(stretch, clock), stretch.minutes)
        for first, last in _even(stretch, start, end):
            shown = stretch.clock(first)
            found.append(Piece(shown.date(), first, last, shown.hour * 60 + shown.minute))
        start = end
    return tuple(found)


def days_of(found: Overlap) -> list[Day]:
    """The days of an overlap to draw, each with the jobs that run in it."""
    by_day: dict[dt.date, list[Piece]] = {}
    for piece in pieces(found.stretch):
        by_day.setdefault(piece.day, []).append(piece)
    beside = [_cut(lane.spans, found.together) for lane in found.lanes]
    days = []
    for day, parts in by_day.items():
        lanes = [
            Lane(lane.job.name, runs, _on(together, parts))
            for lane, together in zip(found.lanes, beside, strict=True)
            if (runs := _on(lane.spans, parts))
        ]
        days.append(Day(day_words(day), lanes))
    return days


def day_words(day: dt.date) -> str:
    """ "Monday 23 November"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def weekdays_words(days: Sequence[dt.date]) -> str:
    """Which days of one week these are: "Every day", "Monday to Friday", "Monday, Thursday"."""
    found = sorted({day.weekday() for day in days})
    if len(found) == len(WEEKDAYS):
        return "Every day"
    if len(found) > 2 and found[-1] - found[0] == len(found) - 1:
        return f"{WEEKDAYS[found[0]]} to {WEEKDAYS[found[-1]]}"
    return ", ".join(WEEKDAYS[day] for day in found)


def moment_words(stretch: Stretch, minute: int) -> str:
    """ "Monday 23 November, 02:30", with the offset on a day on which clocks change."""
    clock = stretch.clock(minute)
    both = {clock.replace(hour=0, minute=0).utcoffset(), clock.replace(hour=23).utcoffset()}
    offset = f" (UTC{clock:%z})" if len(both) > 1 else ""
    return f"{day_words(clock.date())}, {clock:%H:%M}{offset}"


def changes_of(stretch: Stretch) -> tuple[str, ...]:
    """A sentence for each moment at which clocks change within the stretch."""
    found = []
    for before, after in itertools.pairwise(pieces(stretch)):
        if before.day == after.day:
            by = after.clock - (before.clock + before.end - before.start)
            shown = (before.clock + before.end - before.start, after.clock)
            first, second = (f"{minute // 60:02}:{minute % 60:02}" for minute in shown)
            way = "forward" if by > 0 else "back"
            found.append(f"On {day_words(after.day)} the clocks go {way} from {first} to {second}.")
    return tuple(found)


def _end_of_day(stretch: Stretch, clock: dt.datetime) -> int:
    midnight = dt.datetime.combine(clock.date() + dt.timedelta(days=1), dt.time(), stretch.zone)
    return (midnight - stretch.start.astimezone(dt.UTC)) // MINUTE


def _even(stretch: Stretch, start: int, end: int) -> Iterator[Span]:
    """These minutes, broken where the clocks change."""
    offset = stretch.clock(start).utcoffset()
    if stretch.clock(end - 1).utcoffset() == offset:
        yield start, end
        return
    low, high = start, end - 1
    while high - low > 1:
        middle = (low + high) // 2
        if stretch.clock(middle).utcoffset() == offset:
            low = middle
        else:
            high = middle
    yield start, high
    yield high, end


def _cut(spans: Sequence[Span], by: Sequence[Span]) -> list[Span]:
    """What two sets of spans, each in order and apart, have in common."""
    found, n = [], 0
    for start, end in spans:
        while n < len(by) and by[n][1] <= start:
            n += 1
        m = n
        while m < len(by) and by[m][0] < end:
            found.append((max(start, by[m][0]), min(end, by[m][1])))
            m += 1
    return found


def _on(spans: Sequence[Span], parts: Sequence[Piece]) -> list[Span]:
    return [part for piece in parts for span in spans if (part := piece.of(span))]
