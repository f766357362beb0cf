"""Other start minutes that let jobs run beside each other less. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.schedules.cron import later, minutes_of
from evidence.schedules.lines import Job
from evidence.schedules.overlap import Overlap, overlap_of, runs_of
from evidence.schedules.span import Stretch, bits, once_and_twice

MOST_MOVES = 10


@dataclass(frozen=True, slots=True)
class Move:
    """A job that would start that many minutes later (earlier where negative), by this cron
    expression."""

    job: Job
    minutes: int
    cron: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Moves in the order in which they were found, and what would run then."""

    moves: tuple[Move, ...]
    after: Overlap


def plan_for(jobs: Sequence[Job], stretch: Stretch, before: Overlap) -> Plan:
    """Moves that bring down the overlapped minutes of these jobs; none where none are found.

    A simple search: of all jobs and all start minutes within their own hours it takes the one
    move that saves most, then the next, each job once and ten in all. There may be better plans,
    and it knows nothing of jobs that wait for each other.
    """
    sets = [once_and_twice(map(bits, runs_of(job, stretch)))[0] for job in jobs]
    moved: dict[int, Move] = {}
    while len(moved) < MOST_MOVES:
        best = max(_candidates(jobs, sets, moved), default=None)
        if best is None:
            break
        _, _, place, minutes = best
        move = Move(jobs[place], minutes, later(jobs[place].cron, minutes))
        tried = once_and_twice(map(bits, runs_of(_moved(move), stretch)))[0]
        if _beside(sets, place, tried) >= _beside(sets, place, sets[place]):
            break  # at the edges of the stretch, or where clocks change, it does not hold
        sets[place], moved[place] = tried, move
    after = overlap_of(
        [_moved(moved[n]) if n in moved else job for n, job in enumerate(jobs)], stretch
    )
    if after.overlapped >= before.overlapped:
        return Plan((), before)
    return Plan(tuple(moved.values()), after)


def _candidates(
    jobs: Sequence[Job], sets: Sequence[int], moved: dict[int, Move]
) -> Iterator[tuple[int, int, int, int]]:
    """Each move that saves something: what it saves, how near it is (0 is nearest), which job,
    and by how many minutes."""
    for place, job in enumerate(jobs):
        others = _others(sets, place)
        now = (sets[place] & others).bit_count()
        if place in moved or not now:
            continue
        own = minutes_of(job.cron)
        for minutes in range(-own[0], 60 - own[-1]):
            there = sets[place] << minutes if minutes > 0 else sets[place] >> -minutes
            saved = now - (there & others).bit_count()
            if saved > 0:
                yield saved, -abs(minutes), place, minutes


def _others(sets: Sequence[int], place: int) -> int:
    found = 0
    for n, minutes in enumerate(sets):
        if n != place:
            found |= minutes
    return found


def _beside(sets: Sequence[int], place: int, minutes: int) -> int:
    return (minutes & _others(sets, place)).bit_count()


def _moved(move: Move) -> Job:
    return replace(move.job, cron=move.cron)
