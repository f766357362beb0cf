"""The score of one question: what is claimed, what is proven, and in which state it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.claims import (
    Policy,
    Standing,
    all_dont_know,
    all_not_applicable,
    claimed,
    disagreement,
)
from assessments.proof import Ladder, Proof, Rung, evidence_inputs, prove
from assessments.question_claims import (
    Reckoned,
    reckon,
    said_inputs,
    supported,
    supported_level,
)
from assessments.question_facts import QuestionFacts
from assessments.scale import Risk, Scale, risk_of, worse
from assessments.trace import Inputs, Trace


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
    `dont_know` count roles. `risk` is the proven one, never better than `claimed_risk`; it is
    None where the question leaves the mean, and `claimed_risk` also where nothing is claimed.
    `waived_until` is set while the waiver runs.
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
    claimed_risk: Risk | None
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
    artifacts, signals = facts.all_artifacts, facts.all_signals
    proof = prove(artifacts, signals, on=on, scale=scale, ladder=ladder)
    reckoned = reckon(facts)
    claim = claimed(reckoned.claims, reckoned.settlement, policy) if facts.levelled else None
    proofs = supported(facts, reckoned, on)
    held = supported_level(proofs, policy)
    proven = _proven(claim, held, proof)
    state = _state(facts, reckoned, claim, on)
    risks = (None, None) if state in OUT_OF_MEAN else _risks(facts, claim, held, proven)
    said = said_inputs(facts, reckoned, proofs, policy=policy, scale=scale)
    behind = evidence_inputs(artifacts, signals, proof, on=on, scale=scale, ladder=ladder)
    rule = _rule(facts, state, proof, ticked=held is not None)
    return QuestionScore(
        id=facts.id,
        state=state,
        claimed=claim,
        proven=proven,
        rung=proof.rung,
        cap=proof.cap,
        counter_evidence=proof.counter_evidence,
        expired=proof.expired,
        disagreement=disagreement(reckoned.claims, scale),
        settled=reckoned.settlement is not None,
        claimed_risk=risks[0],
        risk=risks[1],
        asked=len(facts.roles_asked),
        answered=sum(claim.replied for claim in reckoned.claims),
        dont_know=sum(claim.standing is Standing.DONT_KNOW for claim in reckoned.claims),
        waived_until=facts.waived_until if facts.waived(on) else None,
        trace=Trace(rule, (*said, *behind, *_waiver(facts, on))),
    )


def proven_level(
    facts: QuestionFacts,
    claim: float,
    *,
    on: date,
    scale: Scale,
    ladder: Ladder,
    policy: Policy,
) -> float:
    """What a question proves on a day where this is its claim, without the account of it."""
    proof = prove(facts.all_artifacts, facts.all_signals, on=on, scale=scale, ladder=ladder)
    held = supported_level(supported(facts, reckon(facts), on), policy)
    return _proven(claim, held, proof)


def _proven(claim: float | None, held: float | None, proof: Proof) -> float:
    """The lowest of the claim, what is supported of its ticks, and the cap; 0 without a claim."""
    if claim is None:
        return 0.0
    return min(claim, proof.cap) if held is None else min(claim, held, proof.cap)


def _state(
    facts: QuestionFacts, reckoned: Reckoned, claim: float | None, on: date
) -> QuestionState:
    settled = reckoned.settlement is not None
    if all_not_applicable(reckoned.claims) and not settled:
        return QuestionState.NOT_APPLICABLE
    if not facts.levelled or (claim is None and _answered(reckoned)):
        return QuestionState.UNSCORED
    if facts.waived(on):
        return QuestionState.WAIVED
    if claim is None:
        return QuestionState.UNANSWERED
    if all_dont_know(reckoned.claims) and not settled:
        return QuestionState.DONT_KNOW
    return QuestionState.SCORED


def _answered(reckoned: Reckoned) -> bool:
    return any(claim.standing is Standing.ANSWERED for claim in reckoned.claims)


def _risks(
    facts: QuestionFacts, claim: float | None, held: float | None, proven: float
) -> tuple[Risk | None, Risk]:
    """The claimed and the proven risk. Rules give the proven one from what is supported, which
    no cap lowers; without rules it follows the proven level."""
    claimed_risk = None if claim is None else risk_of(claim)
    if claimed_risk is None or held is None or not facts.rules:
        return claimed_risk, risk_of(proven)
    return claimed_risk, worse(claimed_risk, risk_of(held))


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
NO_SCORE = "The framework gives no score to what was answered, so the question has no level."
BY_RULES = (
    " The claim is what the first risk rule that holds says of the ticked choices. Proven is no "
    "higher than what the rules say of those ticks alone that accepted evidence supports, which "
    "is also the proven risk."
)
BY_SCORES = (
    " The claim is the share of the scores that is ticked. Proven is no higher than the share "
    "that is ticked and that accepted evidence supports."
)
HELD_DOWN = " Counter-evidence holds the cap at its lowest until it is resolved."


def _rule(facts: QuestionFacts, state: QuestionState, proof: Proof, *, ticked: bool) -> str:
    if state is QuestionState.UNSCORED and facts.scored:
        return NO_SCORE
    if state not in (QuestionState.SCORED, QuestionState.WAIVED):
        return RULES[state]
    how = (BY_RULES if facts.rules else BY_SCORES) if ticked else ""
    return RULES[state] + how + (HELD_DOWN if proof.counter_evidence else "")


def _waiver(facts: QuestionFacts, on: date) -> Inputs:
    if facts.waived_until is None or not facts.waived(on):
        return ()
    return (("Waived until", f"{facts.waived_until.day} {facts.waived_until:%B %Y}"),)
