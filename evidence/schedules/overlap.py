"""Jobs that run at the same time. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.schedules.cron import ScheduleWrong, firings
from evidence.schedules.lines import Job
from evidence.schedules.span import MINUTE, Span, Stretch, bits, once_and_twice, spans

MOST_RUNS = 20_000


@dataclass(frozen=True, slots=True)
class Lane:
    """One job: how many runs it has, the minutes in which it runs, and those in which it runs
    beside itself. All lie within the stretch; spans never touch."""

    job: Job
    runs: int
    spans: tuple[Span, ...]
    minutes: int
    beside_itself: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two jobs and the minutes in which both run. A job that runs beside itself stands twice."""

    first: str
    second: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """What runs in a stretch of time, minute by minute.

    `busy` are the minutes in which something runs, `overlapped` those in which two or more runs
    do: `running` and `together` are the spans of these. `pairs` begin with the worst. `peak` is
    how many run at most, and `peak_at` the first span in which that many do. `gaps` are the spans
    in which nothing runs, the longest first.
    """

    stretch: Stretch
    lanes: tuple[Lane, ...]
    busy: int
    overlapped: int
    running: tuple[Span, ...]
    together: tuple[Span, ...]
    pairs: tuple[Pair, ...]
    peak: int
    peak_at: Span
    gaps: tuple[Span, ...]

    @property
    def share(self) -> float | None:
        """The overlapped part of the busy time, 0 to 1; None where nothing runs."""
        return self.overlapped / self.busy if self.busy else None


def runs_of(job: Job, stretch: Stretch, most: int = MOST_RUNS) -> list[Span]:
    """Each run of the job that lies in the stretch, also in part, cut to it.

    Raises ScheduleWrong where there are more than `most`.
    """
    first = stretch.start - job.minutes * MINUTE
    found: list[Span] = []
    for at in firings(job.cron, stretch.zone, first, stretch.end):
        begin = (at - stretch.start) // MINUTE
        span = max(begin, 0), min(begin + job.minutes, stretch.minutes)
        if span[0] < span[1]:
            found.append(span)
        if len(found) > most:
            raise ScheduleWrong(
                f"Together these jobs start more than {MOST_RUNS:,} times; that is too much to "
                f"draw. “{job.name}” is the one that went beyond."
            )
    return found


def overlap_of(jobs: Sequence[Job], stretch: Stretch) -> Overlap:
    """What these jobs do in the stretch. Raises ScheduleWrong where there are too many runs."""
    runs: list[list[Span]] = []
    for job in jobs:
        runs.append(runs_of(job, stretch, MOST_RUNS - sum(map(len, runs))))
    sets = [once_and_twice(map(bits, own)) for own in runs]
    once, twice = once_and_twice(own for own, _ in sets)
    for _, beside in sets:
        twice |= beside
    peak, peak_at = _peak(itertools.chain.from_iterable(runs), stretch.minutes)
    nothing = bits((0, stretch.minutes)) & ~once
    return Overlap(
        stretch=stretch,
        lanes=tuple(
            Lane(
                job=job,
                runs=len(own),
                spans=spans(minutes),
                minutes=minutes.bit_count(),
                beside_itself=beside.bit_count(),
            )
            for job, own, (minutes, beside) in zip(jobs, runs, sets, strict=True)
        ),
        busy=once.bit_count(),
        overlapped=twice.bit_count(),
        running=spans(once),
        together=spans(twice),
        pairs=_pairs(jobs, sets),
        peak=peak,
        peak_at=peak_at,
        gaps=tuple(sorted(spans(nothing), key=lambda gap: (gap[0] - gap[1], gap[0]))),
    )


def _pairs(jobs: Sequence[Job], sets: Sequence[tuple[int, int]]) -> tuple[Pair, ...]:
    found = [
        Pair(one.name, other.name, (a & b).bit_count())
        for (one, (a, _)), (other, (b, _)) in itertools.combinations(
            zip(jobs, sets, strict=True), 2
        )
    ]
    found += [
        Pair(job.name, job.name, beside.bit_count())
        for job, (_, beside) in zip(jobs, sets, strict=True)
    ]
    return tuple(sorted((pair for pair in found if pair.minutes), key=lambda pair: -pair.minutes))


def _peak(runs: itertools.chain[Span], minutes: int) -> tuple[int, Span]:
    """How many run at most, and the first span of minutes in which they do."""
    change = [0] * (minutes + 1)
    for start, end in runs:
        change[start] += 1
        change[end] -= 1
    running = list(itertools.accumulate(change))
    most = max(running)
    first = running.index(most)
    last = next(n for n in range(first, minutes + 1) if running[n] != most or n == minutes)
    return most, (first, last)
