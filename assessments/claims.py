"""What the roles say to a question, and what the question claims by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from assessments.scale import TOLERANCE, Risk, Scale, level, risk_of
from assessments.trace import Inputs

DISAGREEMENT = 2
"""From this spread, in levels, two answers disagree."""


class Standing(StrEnum):
    """What kind of answer a role gave. A role that gave none has no claim."""

    ANSWERED = "answered"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    NOT_APPLICABLE_REFUSED = "not_applicable_refused"


class Policy(StrEnum):
    """How several roles' answers become the question's claim."""

    LOWEST = "lowest"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Claim:
    """The newest answer of one role, as a fraction 0..1 of the highest level.

    Only an answer in levels has a fraction: an answer in words, "don't know" and "not
    applicable" have none. Raises ValueError where they have, or where it is out of bounds.
    """

    role: str
    standing: Standing
    fraction: float | None = None

    def __post_init__(self) -> None:
        if self.fraction is None:
            return
        if self.standing is not Standing.ANSWERED or not 0 <= self.fraction <= 1:
            raise ValueError(f"{self.role}: {self.standing} cannot claim {self.fraction}.")

    @property
    def score(self) -> float | None:
        """What the answer counts: "don't know" counts 0, an answer that is no level nothing."""
        return 0.0 if self.standing is Standing.DONT_KNOW else self.fraction

    @property
    def replied(self) -> bool:
        """Whether the role has answered: a refused "not applicable" is no answer."""
        return self.standing is not Standing.NOT_APPLICABLE_REFUSED


def scores(claims: Sequence[Claim]) -> list[float]:
    """What the answers count, lowest first."""
    return sorted(claim.score for claim in claims if claim.score is not None)


def claimed(claims: Sequence[Claim], settlement: float | None, policy: Policy) -> float | None:
    """The question's claim: the settlement, else the policy over the answers.

    None where there is neither. The order of the answers does not matter.
    """
    if settlement is not None:
        return settlement
    found = scores(claims)
    if not found:
        return None
    return found[0] if policy is Policy.LOWEST else median(found)


def disagreement(claims: Sequence[Claim], scale: Scale) -> float | None:
    """The spread of the answers in levels where two roles disagree, else None.

    They disagree from a spread of two levels, or where one means high risk and another none,
    which on a short scale is less than two levels. "Don't know" is 0 here as everywhere.
    """
    found = scores(claims)
    if len(found) < 2:
        return None
    low, high = found[0], found[-1]
    spread = round((high - low) * scale.maximum, 9)
    opposite = risk_of(low) is Risk.HIGH and risk_of(high) is Risk.NONE
    return spread if spread >= DISAGREEMENT - TOLERANCE or opposite else None


def all_not_applicable(claims: Sequence[Claim]) -> bool:
    """Whether every role that answered says "not applicable", and at least one did."""
    standings = {claim.standing for claim in claims if claim.replied}
    return standings == {Standing.NOT_APPLICABLE}


def all_dont_know(claims: Sequence[Claim]) -> bool:
    """Whether every answer that counts is "don't know", and there is at least one."""
    standings = {claim.standing for claim in claims if claim.score is not None}
    return standings == {Standing.DONT_KNOW}


WORDS = {
    Standing.ANSWERED: "answered in words",
    Standing.DONT_KNOW: "don't know, counts 0",
    Standing.NOT_APPLICABLE: "not applicable",
    Standing.NOT_APPLICABLE_REFUSED: "not applicable, refused by a reviewer",
}


def claim_inputs(
    roles: Sequence[str],
    claims: Sequence[Claim],
    settlement: float | None,
    policy: Policy,
    scale: Scale,
) -> Inputs:
    """Who said what, role by role as asked, and how that became one claim."""
    said = {claim.role: _words(claim, scale) for claim in claims}
    decided = ("When roles differ", f"the {policy} answer stands")
    if settlement is not None:
        decided = ("Settled by the lead", f"{level(settlement, scale):.1f}")
    return (*((f"Claim of {role}", said.get(role, "not answered")) for role in roles), decided)


def _words(claim: Claim, scale: Scale) -> str:
    if claim.fraction is not None:
        return f"{level(claim.fraction, scale):.1f}"
    return WORDS[claim.standing]
