"""Many inputs for one importer, counted."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from assessments.importers import BUILT_IN, Importer
from tests.fuzz.attempt import FAILED, LIMIT, READ, Input, Outcome, attempt, made

SLOW = 1.0
"""Seconds of processor time from which an input is named, though it may take longer."""
KEPT = 20
"""Failures that are kept, each of another kind; the others are counted."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input and what broke."""

    input: Input
    outcome: Outcome

    @property
    def kind(self) -> str:
        """What inputs that break in the same way have in common."""
        return f"{self.outcome.error.partition(':')[0]} {self.outcome.place}"


@dataclass(slots=True)
class Tally:
    """How many inputs were read, refused or failed; the slowest; the first failure of each kind."""

    importer: str
    inputs: int = 0
    read: int = 0
    failed: int = 0
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, 0)
    slow: list[tuple[float, int]] = field(default_factory=list)
    failures: dict[str, Failure] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """Inputs that were refused with problems."""
        return self.inputs - self.read - self.failed

    def note(self, given: Input, outcome: Outcome) -> None:
        """Count one input."""
        self.inputs += 1
        self.read += outcome.kind == READ
        self.failed += outcome.kind == FAILED
        self.slowest = max(self.slowest, (outcome.seconds, given.number))
        if outcome.seconds >= SLOW:
            self.slow.append((outcome.seconds, given.number))
        if outcome.kind == FAILED:
            self._keep(Failure(given, outcome))

    def add(self, other: Tally) -> None:
        """Count what another process counted. Seconds are those of whoever adds."""
        self.inputs += other.inputs
        self.read += other.read
        self.failed += other.failed
        self.slowest = max(self.slowest, other.slowest)
        self.slow += other.slow
        for failure in other.failures.values():
            self._keep(failure)

    def _keep(self, failure: Failure) -> None:
        if len(self.failures) < KEPT:
            self.failures.setdefault(failure.kind, failure)


def tallied(
    importer: Importer,
    seed: int,
    numbers: Iterable[int],
    *,
    limit: float = LIMIT,
    until: float | None = None,
) -> Tally:
    """What came of the inputs of these numbers, up to a moment of `time.monotonic`."""
    tally = Tally(importer.name)
    before = time.monotonic()
    for number in numbers:
        if until is not None and time.monotonic() > until:
            break
        given = made(importer.name, seed, number)
        tally.note(given, attempt(importer, given, limit))
    tally.seconds = time.monotonic() - before
    return tally


def part(name: str, seed: int, until: float | None, numbers: range) -> Tally:
    """The same for the importer of this name: a share of the work for another process."""
    importer = next(one for one in BUILT_IN if one.name == name)
    return tallied(importer, seed, numbers, until=until)
