"""What the answers to a question come to, whatever its kind: ticks are turned into levels here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessments.choice_scoring import (
    Options,
    judge,
    judge_supported,
    supported_choices,
)
from assessments.choice_words import claim_of_ticks, proof_of_ticks
from assessments.claims import Claim, Policy, Standing, claim_inputs, in_words, together
from assessments.question_facts import QuestionFacts
from assessments.rules import is_answered
from assessments.scale import Scale
from assessments.trace import Inputs


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The answers that count and the settlement, ticks as the levels that they come to.

    `settled` is the settlement as a claim of its own, where it was made by ticks.
    """

    claims: tuple[Claim, ...]
    settlement: float | None
    settled: Claim | None = None


def reckon(facts: QuestionFacts) -> Reckoned:
    """The answers to a question as levels. An answer whose ticks say nothing is none, and a
    settlement by ticks that come to no level settles nothing."""
    options = facts.options
    if options is None:
        return Reckoned(facts.claims, facts.settlement)
    counted = (_counted(claim, options) for claim in facts.claims)
    claims = tuple(claim for claim in counted if claim is not None)
    if facts.settled_ticks is None:
        return Reckoned(claims, facts.settlement)
    settled = _counted(Claim("", Standing.ANSWERED, ticks=facts.settled_ticks), options)
    if settled is None or settled.fraction is None:
        return Reckoned(claims, None)
    return Reckoned(claims, settled.fraction, settled)


@dataclass(frozen=True, slots=True)
class Supported:
    """What those ticks of one answer come to that are supported, before any cap.

    `label` says whose answer, `words` why it comes to that. "Don't know" has no ticks and proves
    0, without a word.
    """

    label: str
    fraction: float
    words: str = ""


def supported(facts: QuestionFacts, reckoned: Reckoned, on: date) -> tuple[Supported, ...]:
    """What evidence supports of the ticks on a day: of the settlement's, else of each role's.

    Empty where there are no ticks to support, or where the lead settled at a level.
    """
    options = facts.options
    if options is None or (reckoned.settlement is not None and reckoned.settled is None):
        return ()
    keys = supported_choices(options, facts.artifacts, facts.signals, on=on)
    if reckoned.settled is not None:
        return (_supported("Proof of the settlement", reckoned.settled, options, keys),)
    said = {claim.role: claim for claim in reckoned.claims if claim.score is not None}
    return tuple(
        _supported(f"Proof of {role}", said[role], options, keys)
        for role in facts.roles_asked
        if role in said
    )


def supported_level(proofs: Sequence[Supported], policy: Policy) -> float | None:
    """What these come to together; None of none."""
    return together([proof.fraction for proof in proofs], policy)


def said_inputs(
    facts: QuestionFacts,
    reckoned: Reckoned,
    proofs: Sequence[Supported],
    *,
    policy: Policy,
    scale: Scale,
) -> Inputs:
    """Who said what, how that became one claim, and what of their ticks is supported."""
    settled = "" if reckoned.settled is None else reckoned.settled.said
    said = claim_inputs(
        facts.roles_asked,
        reckoned.claims,
        reckoned.settlement,
        policy,
        scale,
        settled=settled,
    )
    proven = (
        (proof.label, in_words(proof.fraction, proof.words, scale))
        for proof in proofs
        if proof.words
    )
    return (*said, *proven)


def _counted(claim: Claim, options: Options) -> Claim | None:
    """A claim with the level that its ticks come to; None where they say nothing."""
    if claim.standing is not Standing.ANSWERED or claim.ticks is None:
        return claim
    judged = judge(claim.ticks, options)
    if not is_answered(judged.ticks):
        return None
    words = claim_of_ticks(claim.ticks, judged, options)
    if not judged.applies:
        return replace(claim, standing=Standing.NOT_APPLICABLE, said=words)
    return replace(
        claim,
        ticks=judged.ticks,
        fraction=judged.fraction,
        said=words,
        scored=judged.fraction is not None,
    )


def _supported(label: str, claim: Claim, options: Options, keys: frozenset[str]) -> Supported:
    if claim.standing is not Standing.ANSWERED or claim.ticks is None:
        return Supported(label, 0.0)
    judged = judge_supported(claim.ticks, options, keys)
    return Supported(label, judged.fraction or 0.0, proof_of_ticks(claim.ticks, judged, options))
