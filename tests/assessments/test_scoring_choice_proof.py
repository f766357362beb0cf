"""What evidence proves of ticks: choice by choice, up to the cap of the whole question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from assessments.forecast import forecast
from assessments.next_step import Step, StepKind, next_step, next_steps
from assessments.question_scoring import score_question
from assessments.rules import Reading, Ticks
from assessments.scoring import (
    DEFAULT_LADDER,
    DEFAULT_SCALE,
    Artifact,
    ArtifactState,
    ChoiceFacts,
    Policy,
    QuestionFacts,
    QuestionScore,
    QuestionState,
    Risk,
    RiskCounts,
    Rung,
    SectionFacts,
    Signal,
    SignalState,
    score,
)
from tests.assessments.scoring_facts import (
    TODAY,
    YESTERDAY,
    artifact,
    choice,
    dont_know,
    not_applicable,
    picked,
    picks,
    question,
    risk_rules,
    said,
    signal,
    ticks,
)

PRACTICE = (SectionFacts("practice", None),)
BOTH = picked("backups", "drills")
RUNBOOK = artifact()
REPORT = artifact("report")
WAITING = artifact("guide", ArtifactState.SUBMITTED)
FAILING = signal(SignalState.FAIL)


def behind(
    backups: tuple[Artifact | Signal, ...] = (), drills: tuple[Artifact | Signal, ...] = ()
) -> tuple[ChoiceFacts, ...]:
    """The choices with this evidence behind each."""
    return (
        choice("backups", *backups),
        choice("drills", *drills),
        choice("nothing", none=True),
    )


def scored(facts: QuestionFacts, policy: Policy = Policy.LOWEST) -> QuestionScore:
    return score_question(
        facts, on=TODAY, scale=DEFAULT_SCALE, ladder=DEFAULT_LADDER, policy=policy
    )


@pytest.mark.parametrize(
    ("facts", "rung", "risk", "proven"),
    [
        (picks(BOTH), Rung.UNSUPPORTED, Risk.HIGH, 0.0),
        (picks(BOTH, evidence=(RUNBOOK,)), Rung.ACCEPTED, Risk.NONE, 0.6),
        (picks(BOTH, evidence=(RUNBOOK, REPORT)), Rung.CORROBORATED, Risk.NONE, 0.8),
        (picks(BOTH, evidence=(RUNBOOK, REPORT, signal())), Rung.MEASURED, Risk.NONE, 1.0),
        (picks(BOTH, evidence=(WAITING,)), Rung.SUBMITTED, Risk.HIGH, 0.0),
        (picks(BOTH, choices=behind((RUNBOOK,))), Rung.ACCEPTED, Risk.MEDIUM, 0.5),
        (picks(BOTH, choices=behind((RUNBOOK,), (WAITING,))), Rung.ACCEPTED, Risk.MEDIUM, 0.5),
        (picks(BOTH, choices=behind((RUNBOOK,), (RUNBOOK,))), Rung.ACCEPTED, Risk.NONE, 0.6),
        (picks(BOTH, choices=behind((RUNBOOK,), (REPORT,))), Rung.CORROBORATED, Risk.NONE, 0.8),
        (picks(BOTH, choices=behind((signal(),))), Rung.UNSUPPORTED, Risk.HIGH, 0.0),
        (
            picks(BOTH, choices=behind((RUNBOOK,), (artifact(valid_until=YESTERDAY),))),
            Rung.ACCEPTED,
            Risk.MEDIUM,
            0.5,
        ),
    ],
)
def test_the_proven_risk_is_that_of_the_ticks_that_evidence_supports(
    facts: QuestionFacts, rung: Rung, risk: Risk, proven: float
) -> None:
    one = scored(facts)
    assert (one.claimed_risk, one.claimed) == (Risk.NONE, 1.0)
    assert (one.rung, one.risk, one.proven) == (rung, risk, proven)


def test_evidence_of_a_choice_that_is_not_ticked_supports_no_other() -> None:
    one = scored(picks(picked("backups"), choices=behind((), (RUNBOOK,))))
    assert (one.claimed_risk, one.risk, one.proven) == (Risk.MEDIUM, Risk.HIGH, 0.0)


def test_what_does_not_apply_stays_neutral_in_the_proof() -> None:
    one = scored(picks(picked("backups", na=("drills",)), choices=behind((RUNBOOK,))))
    assert (one.risk, one.proven) == (Risk.NONE, 0.6)


@pytest.mark.parametrize("against", [FAILING, artifact("log", objected=True)])
def test_counter_evidence_on_a_choice_leaves_that_choice_without_support(
    against: Artifact | Signal,
) -> None:
    one = scored(picks(BOTH, choices=behind((RUNBOOK,), (RUNBOOK, against))))
    assert one.risk is Risk.MEDIUM
    assert (one.cap, one.proven) == (0.2, 0.2)
    assert one.counter_evidence == (against.id,)


def test_counter_evidence_on_the_question_leaves_every_choice_without_support() -> None:
    one = scored(picks(BOTH, evidence=(RUNBOOK, FAILING)))
    assert (one.risk, one.proven) == (Risk.HIGH, 0.0)


def test_the_proven_risk_is_never_better_than_the_claimed_one() -> None:
    bad_practice = risk_rules(high="backups", none="default")
    one = scored(picks(picked("backups"), rules=bad_practice))
    assert (one.claimed_risk, one.risk, one.proven) == (Risk.HIGH, Risk.HIGH, 0.0)


def test_evidence_behind_several_choices_counts_once() -> None:
    shared = (RUNBOOK, signal())
    facts = picks(BOTH, evidence=shared, choices=behind(shared, shared))
    assert facts.all_artifacts == (RUNBOOK,)
    assert facts.all_signals == (signal(),)
    inputs = dict(scored(facts).trace.inputs)
    assert inputs["Signals"] == "pass"
    assert inputs["Evidence accepted and in force"] == "runbook"


def test_an_objection_to_one_link_of_an_artifact_holds_the_question_down() -> None:
    objected = replace(RUNBOOK, objected=True)
    facts = picks(BOTH, choices=behind((RUNBOOK,), (objected,)))
    assert facts.all_artifacts == (objected,)
    assert (scored(facts).risk, scored(facts).cap) == (Risk.MEDIUM, 0.2)


def test_without_rules_proven_is_the_share_that_is_supported() -> None:
    choices = (choice("a", RUNBOOK, score=0.5), choice("b", score=0.5))
    one = scored(picks(picked("a", "b"), choices=choices, rules=()))
    assert (one.claimed, one.proven, one.risk) == (1.0, 0.5, Risk.MEDIUM)
    assert dict(one.trace.inputs)["Proof of lead"] == (
        "2.5: 50% of the scores; supported a; not supported b"
    )


def test_the_policy_is_that_of_the_proof_too() -> None:
    claims = (picked("backups", role="a"), picked("drills", role="b"), dont_know("c"))
    facts = picks(*claims, choices=behind((RUNBOOK,)))
    lowest, median = scored(facts), scored(facts, Policy.MEDIAN)
    assert (lowest.claimed, lowest.proven, lowest.risk) == (0.0, 0.0, Risk.HIGH)
    assert (median.claimed, median.proven, median.risk) == (0.5, 0.0, Risk.HIGH)
    both = replace(facts, choices=behind((RUNBOOK,), (RUNBOOK,)))
    assert scored(both, Policy.MEDIAN).proven == 0.5
    assert scored(both, Policy.MEDIAN).risk is Risk.MEDIUM


def test_a_role_for_which_it_does_not_apply_proves_nothing_either_way() -> None:
    one = scored(picks(not_applicable("a"), picked("backups", role="b"), evidence=(RUNBOOK,)))
    assert (one.claimed, one.proven) == (0.5, 0.5)


def test_the_lead_settles_by_ticks() -> None:
    facts = picks(
        picked("nothing", role="a"),
        BOTH,
        settled=ticks("backups", "drills"),
        choices=behind((RUNBOOK,)),
    )
    one = scored(facts)
    assert (one.settled, one.claimed, one.claimed_risk) == (True, 1.0, Risk.NONE)
    assert (one.risk, one.proven) == (Risk.MEDIUM, 0.5)
    inputs = dict(one.trace.inputs)
    assert inputs["Settled by the lead"] == (
        "5.0: no risk by the rule “backups && drills”; ticked backups, drills"
    )
    assert inputs["Proof of the settlement"] == (
        "2.5: medium risk by the rule “backups || drills”; supported backups; not supported drills"
    )
    assert not any(name.startswith("Proof of lead") for name in inputs)


@pytest.mark.parametrize("settled", [ticks(), ticks("gone"), ticks(na=("backups", "drills"))])
def test_ticks_that_come_to_no_level_settle_nothing(settled: Ticks) -> None:
    facts = replace(picks(picked("backups"), reading=Reading.STRICT), settled_ticks=settled)
    one = scored(facts)
    assert (one.settled, one.claimed) == (False, 0.5)


def test_a_settlement_at_a_level_needs_no_ticks() -> None:
    one = scored(picks(picked("nothing"), settlement=0.8, evidence=(RUNBOOK,)))
    assert (one.claimed, one.proven, one.risk) == (0.8, 0.6, Risk.MEDIUM)


def test_a_section_counts_its_risks() -> None:
    overall = score(
        [
            picks(BOTH, choices=behind((RUNBOOK,)), name="a"),
            picks(picked("backups"), evidence=(RUNBOOK,), name="b"),
            question("c", said(5), evidence=(RUNBOOK,)),
            question("d", roles=("lead",)),
            question("e", not_applicable()),
        ],
        PRACTICE,
        on=TODAY,
    ).overall
    assert overall.risks == RiskCounts(
        claimed={Risk.HIGH: 0, Risk.MEDIUM: 1, Risk.NONE: 2},
        proven={Risk.HIGH: 1, Risk.MEDIUM: 3, Risk.NONE: 0},
    )
    assert overall.counts[QuestionState.UNANSWERED] == 1


@pytest.mark.parametrize(
    ("facts", "kind", "subject", "after"),
    [
        (picks(BOTH), StepKind.ATTACH, "q", 0.6),
        (picks(BOTH, choices=behind((RUNBOOK,))), StepKind.ATTACH, "q", 0.6),
        (
            picks(BOTH, choices=behind((RUNBOOK,), (WAITING,))),
            StepKind.ACCEPT,
            "artifact-guide",
            0.8,
        ),
        (
            picks(BOTH, choices=behind((WAITING,), (WAITING,))),
            StepKind.ACCEPT,
            "artifact-guide",
            0.6,
        ),
        (
            picks(BOTH, choices=behind((artifact(valid_until=YESTERDAY),), (REPORT,))),
            StepKind.RENEW,
            "artifact-runbook",
            0.8,
        ),
        (
            picks(BOTH, choices=behind((RUNBOOK, FAILING), (REPORT,))),
            StepKind.FIX,
            "probe-fail",
            1.0,
        ),
        (
            picks(BOTH, choices=behind((replace(RUNBOOK, objected=True),), (REPORT,))),
            StepKind.RESOLVE,
            "artifact-runbook",
            0.8,
        ),
    ],
)
def test_the_best_step_reaches_the_evidence_of_choices(
    facts: QuestionFacts, kind: StepKind, subject: str, after: float
) -> None:
    before = score([facts], PRACTICE, on=TODAY).overall.proven or 0.0
    assert next_step([facts], PRACTICE, on=TODAY) == Step(kind, subject, ("q",), before, after)


def test_a_question_whose_ticks_are_all_proven_offers_no_step() -> None:
    full = (RUNBOOK, REPORT, signal())
    assert next_steps([picks(BOTH, choices=behind(full, full))], PRACTICE, on=TODAY) == ()


def test_the_forecast_knows_the_evidence_of_choices() -> None:
    until = TODAY + timedelta(days=5)
    facts = picks(BOTH, choices=behind((RUNBOOK,), (artifact("report", valid_until=until),)))
    (drop,) = forecast([facts], PRACTICE, on=TODAY)
    assert (drop.on, drop.before, drop.after) == (until + timedelta(days=1), 0.8, 0.5)
    assert (drop.artifacts, drop.questions) == (("artifact-report",), ("q",))
