"""What the roles say to a question, and what the question claims by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from assessments.rules import Ticks
from assessments.scale import TOLERANCE, Risk, Scale, level, risk_of
from assessments.trace import Inputs

DISAGREEMENT = 2
"""From this spread, in levels, two answers disagree."""


class Standing(StrEnum):
    """What kind of answer a role gave. A role that gave none has no claim.

    Where "not applicable" needs a reviewer's approval it waits until it has it. An answer that
    was carried over from another version of the framework, to a question that reads otherwise
    now, is unconfirmed until somebody confirms it.
    """

    ANSWERED = "answered"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    NOT_APPLICABLE_WAITING = "not_applicable_waiting"
    NOT_APPLICABLE_REFUSED = "not_applicable_refused"
    UNCONFIRMED = "unconfirmed"


NO_REPLY = (
    Standing.NOT_APPLICABLE_WAITING,
    Standing.NOT_APPLICABLE_REFUSED,
    Standing.UNCONFIRMED,
)
"""What counts as not answered until somebody else has spoken."""


class Policy(StrEnum):
    """How several roles' answers become the question's claim."""

    LOWEST = "lowest"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Claim:
    """The newest answer of one role, as a fraction 0..1 of the highest level.

    Only an answer in levels has a fraction: an answer in words, "don't know" and "not
    applicable" have none. Raises ValueError where they have, or where it is out of bounds.
    The answer to a question of several choices has `ticks` instead, which count only while it
    stands as answered. `said` is the answer in the question's own words, for the account. An
    answer that is not `scored` is a choice that the framework gives no score.
    """

    role: str
    standing: Standing
    fraction: float | None = None
    ticks: Ticks | None = None
    said: str = ""
    scored: bool = True

    def __post_init__(self) -> None:
        if self.fraction is None:
            return
        counts = self.standing is Standing.ANSWERED and self.scored
        if not counts or not 0 <= self.fraction <= 1:
            raise ValueError(f"{self.role}: {self.standing} cannot claim {self.fraction}.")

    @property
    def score(self) -> float | None:
        """What the answer counts: "don't know" counts 0, an answer that is no level nothing."""
        return 0.0 if self.standing is Standing.DONT_KNOW else self.fraction

    @property
    def replied(self) -> bool:
        """Whether the role has answered: what is refused, waits or is unconfirmed is no answer."""
        return self.standing not in NO_REPLY


def scores(claims: Sequence[Claim]) -> list[float]:
    """What the answers count, lowest first."""
    return sorted(claim.score for claim in claims if claim.score is not None)


def claimed(claims: Sequence[Claim], settlement: float | None, policy: Policy) -> float | None:
    """The question's claim: the settlement, else the policy over the answers.

    None where there is neither. The order of the answers does not matter.
    """
    return settlement if settlement is not None else together(scores(claims), policy)


def together(fractions: Sequence[float], policy: Policy) -> float | None:
    """What several fractions come to by the policy; None of none."""
    if not fractions:
        return None
    return min(fractions) if policy is Policy.LOWEST else median(fractions)


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
    Standing.NOT_APPLICABLE_WAITING: "not applicable, waiting for a reviewer's approval",
    Standing.NOT_APPLICABLE_REFUSED: "not applicable, refused by a reviewer",
    Standing.UNCONFIRMED: "carried over from another version, not confirmed yet",
}


def claim_inputs(
    roles: Sequence[str],
    claims: Sequence[Claim],
    settlement: float | None,
    policy: Policy,
    scale: Scale,
    *,
    settled: str = "",
) -> Inputs:
    """Who said what, role by role as asked, and how that became one claim.

    `settled` is what the lead settled on in words, where it was not a level.
    """
    said = {claim.role: claim_words(claim, scale) for claim in claims}
    decided = ("When roles differ", f"the {policy} answer stands")
    if settlement is not None:
        decided = ("Settled by the lead", in_words(settlement, settled, scale))
    return (*((f"Claim of {role}", said.get(role, NOT_ANSWERED)) for role in roles), decided)


NOT_ANSWERED = "not answered"


def claim_words(claim: Claim, scale: Scale) -> str:
    """What a role said: the level where it is one, and its own words where there are any."""
    if claim.fraction is not None:
        return in_words(claim.fraction, claim.said, scale)
    if claim.said and claim.standing is Standing.ANSWERED:
        return f"no score: {claim.said}"
    return f"{WORDS[claim.standing]}: {claim.said}" if claim.said else WORDS[claim.standing]


def in_words(fraction: float, said: str, scale: Scale) -> str:
    """A level, and what it comes from where that can be said."""
    height = f"{level(fraction, scale):.1f}"
    return f"{height}: {said}" if said else height
