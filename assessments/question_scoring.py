"""The score of one question: what is claimed, what is proven, and in which state it is."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.claims import (
    Claim,
    Policy,
    Standing,
    all_dont_know,
    all_not_applicable,
    claim_inputs,
    claimed,
    disagreement,
)
from assessments.proof import Artifact, Ladder, Proof, Rung, Signal, evidence_inputs, prove
from assessments.scale import Risk, Scale, risk_of
from assessments.trace import Inputs, Trace


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What stands behind one question on the day it is scored.

    `claims` holds the newest answer of each role that answered; `artifacts` and `signals`
    what is linked to the question and to its sections, under ids that tell an artifact from a
    signal. `waived_until` is the last day of a waiver. A question that is not `scored` is
    answered in words. Raises ValueError where the facts cannot be.
    """

    id: str
    section: str
    weight: float
    roles_asked: tuple[str, ...]
    claims: tuple[Claim, ...] = ()
    settlement: float | None = None
    artifacts: tuple[Artifact, ...] = ()
    signals: tuple[Signal, ...] = ()
    waived_until: date | None = None
    scored: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.weight < math.inf:
            raise ValueError(f"Question {self.id}: it cannot weigh {self.weight}.")
        if self.settlement is not None and not (self.scored and 0 <= self.settlement <= 1):
            raise ValueError(f"Question {self.id}: it cannot be settled at {self.settlement}.")
        for role, count in Counter(claim.role for claim in self.claims).items():
            if count > 1 or role not in self.roles_asked:
                raise ValueError(f"Question {self.id}: {role} was not asked, or asked twice.")
        for claim in self.claims:
            if claim.standing is Standing.ANSWERED and (claim.fraction is None) is self.scored:
                raise ValueError(f"Question {self.id}: {claim.role} answers in the wrong kind.")

    def waived(self, on: date) -> bool:
        """Whether it is excused on a day, the last day of the waiver included."""
        return self.waived_until is not None and on <= self.waived_until


class QuestionState(StrEnum):
    """Why a question counts, or does not. One state at a time, the first that holds:
    not applicable, unscored, waived, unanswered, don't know, scored."""

    SCORED = "scored"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"
    DONT_KNOW = "dont_know"
    WAIVED = "waived"
    UNSCORED = "unscored"


OUT_OF_MEAN = (QuestionState.NOT_APPLICABLE, QuestionState.UNSCORED)


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """What one question comes to. Levels are fractions 0..1; proven never exceeds claimed.

    `claimed` is None where nothing is claimed; `proven` is then 0. `disagreement` is the spread
    of the answers in levels where roles disagree, settled or not. `asked`, `answered` and
    `dont_know` count roles. `risk` is None where the question leaves the mean. `waived_until`
    is set while the waiver runs.
    """

    id: str
    state: QuestionState
    claimed: float | None
    proven: float
    rung: Rung
    cap: float
    counter_evidence: tuple[str, ...]
    expired: tuple[str, ...]
    disagreement: float | None
    settled: bool
    risk: Risk | None
    asked: int
    answered: int
    dont_know: int
    waived_until: date | None
    trace: Trace

    @property
    def applicable(self) -> bool:
        """Whether somebody has to answer it."""
        return self.state is not QuestionState.NOT_APPLICABLE

    @property
    def in_mean(self) -> bool:
        """Whether it enters the mean of its section."""
        return self.state not in OUT_OF_MEAN


def score_question(
    facts: QuestionFacts, *, on: date, scale: Scale, ladder: Ladder, policy: Policy
) -> QuestionScore:
    """Scores one question on a day. The order of answers and evidence does not matter."""
    proof = prove(facts.artifacts, facts.signals, on=on, scale=scale, ladder=ladder)
    claim = claimed(facts.claims, facts.settlement, policy) if facts.scored else None
    proven = proven_level(claim, proof)
    state = _state(facts, claim, on)
    said = claim_inputs(facts.roles_asked, facts.claims, facts.settlement, policy, scale)
    behind = evidence_inputs(
        facts.artifacts, facts.signals, proof, on=on, scale=scale, ladder=ladder
    )
    return QuestionScore(
        id=facts.id,
        state=state,
        claimed=claim,
        proven=proven,
        rung=proof.rung,
        cap=proof.cap,
        counter_evidence=proof.counter_evidence,
        expired=proof.expired,
        disagreement=disagreement(facts.claims, scale),
        settled=facts.settlement is not None,
        risk=None if state in OUT_OF_MEAN else risk_of(proven),
        asked=len(facts.roles_asked),
        answered=sum(claim.replied for claim in facts.claims),
        dont_know=sum(claim.standing is Standing.DONT_KNOW for claim in facts.claims),
        waived_until=facts.waived_until if facts.waived(on) else None,
        trace=Trace(_rule(state, proof), (*said, *behind, *_waiver(facts, on))),
    )


def proven_level(claim: float | None, proof: Proof) -> float:
    """The lower of the claim and the cap; 0 where nothing is claimed."""
    return 0.0 if claim is None else min(claim, proof.cap)


def _state(facts: QuestionFacts, claim: float | None, on: date) -> QuestionState:
    settled = facts.settlement is not None
    if all_not_applicable(facts.claims) and not settled:
        return QuestionState.NOT_APPLICABLE
    if not facts.scored:
        return QuestionState.UNSCORED
    if facts.waived(on):
        return QuestionState.WAIVED
    if claim is None:
        return QuestionState.UNANSWERED
    if all_dont_know(facts.claims) and not settled:
        return QuestionState.DONT_KNOW
    return QuestionState.SCORED


RULES = {
    QuestionState.SCORED: "Proven is the lower of the claim and the cap that the evidence earns.",
    QuestionState.NOT_APPLICABLE: (
        "Everyone who answered says that the question does not apply, so it leaves the mean."
    ),
    QuestionState.UNANSWERED: (
        "Nobody has answered: the question counts 0 in proven and is left out of claimed."
    ),
    QuestionState.DONT_KNOW: "The answer is “don't know”, which counts 0 and proves nothing.",
    QuestionState.WAIVED: (
        "The question is waived: it is left out of the figures with waivers. In the figures "
        "without, proven is the lower of the claim and the cap that the evidence earns."
    ),
    QuestionState.UNSCORED: "The question is answered in words and has no level.",
}
HELD_DOWN = " Counter-evidence holds the cap at its lowest until it is resolved."


def _rule(state: QuestionState, proof: Proof) -> str:
    held = proof.counter_evidence and state in (QuestionState.SCORED, QuestionState.WAIVED)
    return RULES[state] + (HELD_DOWN if held else "")


def _waiver(facts: QuestionFacts, on: date) -> Inputs:
    if facts.waived_until is None or not facts.waived(on):
        return ()
    return (("Waived until", f"{facts.waived_until.day} {facts.waived_until:%B %Y}"),)
