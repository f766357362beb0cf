"""What the evidence behind a question earns: a rung of the ladder, and the cap with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import TypeVar

from assessments.scale import Scale, level
from assessments.trace import Inputs


class Rung(IntEnum):
    """How well a claim is supported."""

    UNSUPPORTED = 0
    SUBMITTED = 1
    ACCEPTED = 2
    CORROBORATED = 3
    MEASURED = 4


@dataclass(frozen=True, slots=True)
class Ladder:
    """The cap of each rung, lowest first, as a fraction 0..1 of the highest level.

    Raises ValueError unless there are five and none is lower than the one before.
    """

    caps: tuple[float, ...]
    version: str

    def __post_init__(self) -> None:
        rising = all(low <= high for low, high in pairwise((0, *self.caps, 1)))
        if len(self.caps) != len(Rung) or not rising:
            raise ValueError(f"A ladder has five caps that rise from 0 to 1: {self.caps} do not.")

    def cap(self, rung: Rung, scale: Scale) -> float:
        """The fraction that the rung caps a claim at: its cap rounded down to a level."""
        return scale.floor(self.caps[rung])


DEFAULT_LADDER = Ladder((0.2, 0.4, 0.6, 0.8, 1.0), version="default")


class ArtifactState(StrEnum):
    """What a reviewer has said of an artifact so far."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A piece of evidence as it stands behind one question.

    `expected` says that its practice asks for this kind, or asks for none in particular;
    `objected`, that a reviewer's objection to it is unresolved. An artifact whose accepted
    revision has a newer one waiting is given twice, under the same id.
    """

    id: str
    kind: str
    state: ArtifactState
    valid_until: date | None
    objected: bool = False
    expected: bool = True

    @property
    def counts(self) -> bool:
        """Whether its state lets it count, while it is valid."""
        return self.state in (ArtifactState.SUBMITTED, ArtifactState.ACCEPTED)

    def expired(self, on: date) -> bool:
        """Whether its validity is over: from the day after `valid_until`."""
        return self.valid_until is not None and on > self.valid_until


class SignalState(StrEnum):
    """What a reading says. Only a pass corroborates, and only a fail speaks against the claim."""

    PASS = "pass"  # noqa: S105 a state, no password
    WARN = "warn"
    FAIL = "fail"
    NO_DATA = "no_data"
    STALE = "stale"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Signal:
    """A live metric as it stands behind one question; `objected` as for an artifact."""

    id: str
    state: SignalState
    objected: bool = False


Evidence = TypeVar("Evidence", Artifact, Signal)


def once(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each piece of evidence once, objected to where any of its links is; in the order given."""
    found: dict[Evidence, bool] = {}
    for item in items:
        bare = replace(item, objected=False)
        found[bare] = found.get(bare, False) or item.objected
    return tuple(replace(bare, objected=objected) for bare, objected in found.items())


@dataclass(frozen=True, slots=True)
class Proof:
    """What the evidence earns.

    `rung` is the rung it stands on; `cap`, as a fraction, what a claim can prove with it.
    `counter_evidence` names what holds the cap down whatever the rung, and `expired` the
    artifacts that count no longer: both in order of id.
    """

    rung: Rung
    cap: float
    counter_evidence: tuple[str, ...]
    expired: tuple[str, ...]


def prove(
    artifacts: Sequence[Artifact],
    signals: Sequence[Signal],
    *,
    on: date,
    scale: Scale,
    ladder: Ladder,
) -> Proof:
    """What the evidence earns on a day. Its order does not matter.

    An objection stands until it is resolved, even when its artifact has expired or is withdrawn.
    """
    current = [item for item in artifacts if item.counts and not item.expired(on)]
    rung = _rung(current, signals)
    against = _against(artifacts, signals)
    over = {item.id for item in artifacts if item.counts} - {item.id for item in current}
    return Proof(
        rung=rung,
        cap=ladder.cap(Rung.UNSUPPORTED if against else rung, scale),
        counter_evidence=tuple(sorted(against)),
        expired=tuple(sorted(over)),
    )


def supports(artifacts: Sequence[Artifact], signals: Sequence[Signal], *, on: date) -> bool:
    """Whether an artifact among them is accepted and in force on a day, and nothing among them
    is counter-evidence."""
    accepted = any(
        item.state is ArtifactState.ACCEPTED and not item.expired(on) for item in artifacts
    )
    return accepted and not _against(artifacts, signals)


def _against(artifacts: Sequence[Artifact], signals: Sequence[Signal]) -> set[str]:
    """What speaks against the claim, by id."""
    objected = {item.id for item in artifacts if item.objected}
    failing = {item.id for item in signals if item.objected or item.state is SignalState.FAIL}
    return objected | failing


def _rung(current: Sequence[Artifact], signals: Sequence[Signal]) -> Rung:
    """The rung of artifacts that are all in force, and signals in any state."""
    accepted = [item for item in current if item.state is ArtifactState.ACCEPTED]
    if not accepted:
        return Rung.SUBMITTED if current else Rung.UNSUPPORTED
    seconded = len({item.kind for item in accepted if item.expected}) > 1
    measured = any(signal.state is SignalState.PASS for signal in signals)
    return Rung(Rung.ACCEPTED + seconded + measured)


def evidence_inputs(
    artifacts: Sequence[Artifact],
    signals: Sequence[Signal],
    proof: Proof,
    *,
    on: date,
    scale: Scale,
    ladder: Ladder,
) -> Inputs:
    """What stands behind the question on a day, and what it earns."""
    current = [item for item in artifacts if not item.expired(on)]
    accepted = {item.kind for item in current if item.state is ArtifactState.ACCEPTED}
    submitted = {item.kind for item in current if item.state is ArtifactState.SUBMITTED}
    states = [signal.state.replace("_", " ") for signal in signals]
    return (
        ("Evidence accepted and in force", _listed(accepted)),
        ("Evidence waiting for a reviewer", _listed(submitted)),
        ("Evidence expired", str(len(proof.expired))),
        ("Signals", _listed(states)),
        ("Counter-evidence", str(len(proof.counter_evidence))),
        ("Rung", f"{proof.rung.value} {proof.rung.name.lower()}"),
        ("Cap", f"{level(proof.cap, scale):.1f}"),
        ("Ladder", ladder.version),
    )


def _listed(words: set[str] | list[str]) -> str:
    return ", ".join(sorted(words)) or "none"
