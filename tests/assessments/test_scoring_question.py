"""The score of one question: its state, its claimed and proven level, its account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assessments.question_scoring import RULES, score_question
from assessments.scoring import (
    DEFAULT_LADDER,
    DEFAULT_SCALE,
    FORMULA,
    ArtifactState,
    Policy,
    QuestionFacts,
    QuestionScore,
    QuestionState,
    Risk,
    Rung,
    SignalState,
)
from tests.assessments.scoring_facts import (
    TODAY,
    YESTERDAY,
    artifact,
    dont_know,
    not_applicable,
    question,
    refused,
    said,
    signal,
    unconfirmed,
    waiting,
    words,
)


def scored(facts: QuestionFacts) -> QuestionScore:
    return score_question(
        facts, on=TODAY, scale=DEFAULT_SCALE, ladder=DEFAULT_LADDER, policy=Policy.LOWEST
    )


@pytest.mark.parametrize(
    ("facts", "state", "claimed", "proven"),
    [
        (question("q", roles=("lead",)), QuestionState.UNANSWERED, None, 0.0),
        (question("q", refused()), QuestionState.UNANSWERED, None, 0.0),
        (question("q", refused("a"), said(3, "b")), QuestionState.SCORED, 0.6, 0.2),
        (question("q", waiting()), QuestionState.UNANSWERED, None, 0.0),
        (question("q", unconfirmed()), QuestionState.UNANSWERED, None, 0.0),
        (question("q", unconfirmed("a"), said(3, "b")), QuestionState.SCORED, 0.6, 0.2),
        (question("q", not_applicable("a"), waiting("b")), QuestionState.NOT_APPLICABLE, None, 0.0),
        (question("q", said(4)), QuestionState.SCORED, 0.8, 0.2),
        (question("q", said(0)), QuestionState.SCORED, 0.0, 0.0),
        (question("q", said(4), evidence=(artifact(),)), QuestionState.SCORED, 0.8, 0.6),
        (question("q", said(2), evidence=(artifact(),)), QuestionState.SCORED, 0.4, 0.4),
        (question("q", dont_know()), QuestionState.DONT_KNOW, 0.0, 0.0),
        (question("q", dont_know("a"), said(3, "b")), QuestionState.SCORED, 0.0, 0.0),
        (question("q", dont_know(), settlement=0.4), QuestionState.SCORED, 0.4, 0.2),
        (question("q", not_applicable()), QuestionState.NOT_APPLICABLE, None, 0.0),
        (
            question("q", not_applicable(), waived_until=TODAY),
            QuestionState.NOT_APPLICABLE,
            None,
            0.0,
        ),
        (question("q", not_applicable("a"), said(3, "b")), QuestionState.SCORED, 0.6, 0.2),
        (question("q", not_applicable(), settlement=0.6), QuestionState.SCORED, 0.6, 0.2),
        (question("q", said(4), waived_until=TODAY), QuestionState.WAIVED, 0.8, 0.2),
        (question("q", said(4), waived_until=YESTERDAY), QuestionState.SCORED, 0.8, 0.2),
        (question("q", waived_until=TODAY), QuestionState.WAIVED, None, 0.0),
        (question("q", words(), scored=False), QuestionState.UNSCORED, None, 0.0),
        (question("q", dont_know(), scored=False), QuestionState.UNSCORED, None, 0.0),
        (question("q", not_applicable(), scored=False), QuestionState.NOT_APPLICABLE, None, 0.0),
    ],
)
def test_a_question_has_one_state_and_two_levels(
    facts: QuestionFacts, state: QuestionState, claimed: float | None, proven: float
) -> None:
    one = scored(facts)
    assert (one.state, one.claimed, one.proven) == (state, claimed, proven)
    assert one.applicable is (state is not QuestionState.NOT_APPLICABLE)
    leaves = state in (QuestionState.NOT_APPLICABLE, QuestionState.UNSCORED)
    assert one.in_mean is not leaves
    assert (one.risk is None) is leaves
    assert one.trace.rule == RULES[state]
    assert one.trace.formula == FORMULA


def test_answers_are_counted_by_role() -> None:
    facts = question(
        "q",
        said(4, "a"),
        dont_know("b"),
        not_applicable("c"),
        refused("d"),
        roles=("a", "b", "c", "d", "e"),
    )
    one = scored(facts)
    assert (one.asked, one.answered, one.dont_know) == (5, 3, 1)


def test_a_disagreement_stays_listed_when_it_is_settled() -> None:
    open_one = scored(question("q", said(4, "a"), said(1, "b")))
    settled = scored(question("q", said(4, "a"), said(1, "b"), settlement=0.4))
    assert (open_one.disagreement, open_one.settled) == (3.0, False)
    assert (settled.disagreement, settled.settled) == (3.0, True)


def test_what_waits_for_somebody_else_is_no_answer_yet() -> None:
    one = scored(question("q", waiting("a"), unconfirmed("b"), said(4, "c")))
    assert (one.asked, one.answered, one.claimed) == (3, 1, 0.8)
    assert one.trace.inputs[:2] == (
        ("Claim of a", "not applicable, waiting for a reviewer's approval"),
        ("Claim of b", "carried over from another version, not confirmed yet"),
    )


def test_the_claimed_risk_follows_the_claimed_level() -> None:
    assert scored(question("q", said(5))).claimed_risk is Risk.NONE
    assert scored(question("q", said(3))).claimed_risk is Risk.MEDIUM
    assert scored(question("q", dont_know())).claimed_risk is Risk.HIGH
    assert scored(question("q", roles=("lead",))).claimed_risk is None


def test_the_risk_follows_the_proven_level() -> None:
    pair = (artifact(), artifact("policy"))
    assert scored(question("q", said(5))).risk is Risk.HIGH
    assert scored(question("q", said(5), evidence=pair[:1])).risk is Risk.MEDIUM
    assert scored(question("q", said(5), evidence=pair)).risk is Risk.NONE


def test_the_score_says_what_holds_the_claim_down() -> None:
    behind = (artifact(), artifact("policy", valid_until=YESTERDAY), signal(SignalState.FAIL))
    one = scored(question("q", said(4), evidence=behind))
    assert (one.rung, one.cap, one.proven) == (Rung.ACCEPTED, 0.2, 0.2)
    assert one.counter_evidence == ("probe-fail",)
    assert one.expired == ("artifact-policy",)
    assert one.trace.rule.endswith("until it is resolved.")


def test_claim_evidence_and_waiver_show_in_the_account() -> None:
    waiting = artifact("guide", ArtifactState.SUBMITTED)
    one = scored(question("q", said(4), evidence=(waiting,), waived_until=date(2027, 3, 1)))
    assert one.waived_until == date(2027, 3, 1)
    assert one.trace.inputs == (
        ("Claim of lead", "4.0"),
        ("When roles differ", "the lowest answer stands"),
        ("Evidence accepted and in force", "none"),
        ("Evidence waiting for a reviewer", "guide"),
        ("Evidence expired", "0"),
        ("Signals", "none"),
        ("Counter-evidence", "0"),
        ("Rung", "1 submitted"),
        ("Cap", "2.0"),
        ("Ladder", "default"),
        ("Waived until", "1 March 2027"),
    )


def test_a_waiver_that_is_over_does_not_show() -> None:
    one = scored(question("q", said(4), waived_until=YESTERDAY))
    assert one.waived_until is None
    assert "Waived until" not in dict(one.trace.inputs)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: question("q", said(1), weight=-1), "weigh"),
        (lambda: question("q", said(1), weight=float("inf")), "weigh"),
        (lambda: question("q", said(1), settlement=1.5), "settled"),
        (lambda: question("q", words(), settlement=0.5, scored=False), "settled"),
        (lambda: question("q", said(1), said(2)), "asked twice"),
        (lambda: question("q", said(1), roles=("other",)), "was not asked"),
        (lambda: question("q", words()), "wrong kind"),
        (lambda: question("q", said(1), scored=False), "wrong kind"),
    ],
)
def test_facts_that_cannot_be_are_refused(make: Callable[[], QuestionFacts], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
