"""The step on the evidence that lifts the proven level most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assessments.forecast import forecast
from assessments.next_step import Step, StepKind, next_step, next_steps
from assessments.scoring import (
    Artifact,
    ArtifactState,
    QuestionFacts,
    Rule,
    SectionFacts,
    Signal,
    SignalState,
    score,
)
from tests.assessments.scoring_facts import (
    TODAY,
    YESTERDAY,
    artifact,
    not_applicable,
    question,
    said,
    signal,
)
from tests.effort import growth

PRACTICE = (SectionFacts("practice", None),)
WAITING = artifact(state=ArtifactState.SUBMITTED)
EXPIRED = artifact("policy", valid_until=YESTERDAY)
FAILING = signal(SignalState.FAIL)


@pytest.mark.parametrize(
    ("evidence", "kind", "subject", "after"),
    [
        ((), StepKind.ATTACH, "q", 0.4),
        ((WAITING,), StepKind.ACCEPT, "artifact-runbook", 0.6),
        ((EXPIRED,), StepKind.RENEW, "artifact-policy", 0.6),
        ((artifact(), EXPIRED), StepKind.RENEW, "artifact-policy", 0.8),
        ((artifact(), WAITING, EXPIRED), StepKind.RENEW, "artifact-policy", 0.8),
        ((artifact(), FAILING), StepKind.FIX, "probe-fail", 0.8),
        ((artifact(objected=True),), StepKind.RESOLVE, "artifact-runbook", 0.6),
        ((artifact(), signal(objected=True)), StepKind.RESOLVE, "probe-pass", 0.8),
    ],
)
def test_the_best_step_is_found(
    evidence: tuple[Artifact | Signal, ...], kind: StepKind, subject: str, after: float
) -> None:
    facts = (question("q", said(5), evidence=evidence),)
    before = score(facts, PRACTICE, on=TODAY).overall.proven
    assert next_step(facts, PRACTICE, on=TODAY) == Step(kind, subject, ("q",), before or 0.0, after)


@pytest.mark.parametrize(
    "facts",
    [
        question("q", roles=("lead",)),
        question("q", not_applicable()),
        question("q", said(1)),
        question("q", said(5), weight=0),
        question("q", said(5), evidence=(artifact(), artifact("policy"), signal())),
        question("q", said(5), evidence=(artifact(), FAILING, signal(objected=True))),
    ],
)
def test_there_may_be_no_step(facts: QuestionFacts) -> None:
    assert next_step([facts], PRACTICE, on=TODAY) is None


def test_a_step_counts_for_every_question_that_its_subject_stands_behind() -> None:
    facts = (
        question("a", said(3), evidence=(WAITING,)),
        question("b", said(5), evidence=(WAITING,)),
        question("c", said(2), evidence=(WAITING,)),
        question("d", said(5), evidence=(WAITING, artifact("policy"))),
    )
    step = next_step(facts, PRACTICE, on=TODAY)
    assert step is not None
    assert (step.kind, step.question) == (StepKind.ACCEPT, "a")
    assert set(step.questions) == {"a", "b", "d"}
    assert (step.before, step.after) == pytest.approx((0.45, 0.6))


def test_the_question_that_a_step_lifts_most_stands_first() -> None:
    facts = (
        question("a", said(3), evidence=(FAILING, artifact())),
        question("b", said(5), evidence=(FAILING, artifact())),
    )
    step = next_step(facts, PRACTICE, on=TODAY)
    assert step is not None
    assert step.questions == ("b", "a")


def test_the_steps_stand_best_first_and_ties_in_a_fixed_order() -> None:
    facts = (
        question("b", said(3)),
        question("a", said(3)),
        question("c", said(3), evidence=(WAITING,)),
        question("d", said(4), evidence=(artifact(), FAILING)),
    )
    steps = next_steps(facts, PRACTICE, on=TODAY)
    assert [(step.kind, step.subject) for step in steps] == [
        (StepKind.FIX, "probe-fail"),
        (StepKind.ACCEPT, "artifact-runbook"),
        (StepKind.ATTACH, "a"),
        (StepKind.ATTACH, "b"),
    ]
    assert next_steps(facts[::-1], PRACTICE, on=TODAY) == steps


def test_what_a_step_promises_is_what_scoring_says_after_it() -> None:
    facts = (
        question("a", said(5), evidence=(WAITING, artifact("policy"))),
        question("b", said(2)),
    )
    step = next_step(facts, PRACTICE, on=TODAY)
    accepted = replace(facts[0], artifacts=(artifact(), artifact("policy")))
    assert step is not None
    assert step.subject == "artifact-runbook"
    assert score((accepted, facts[1]), PRACTICE, on=TODAY).overall.proven == step.after


def test_a_waiting_revision_of_an_expired_artifact_is_best_accepted() -> None:
    newer = artifact("policy", ArtifactState.SUBMITTED)
    step = next_step([question("q", said(5), evidence=(EXPIRED, newer))], PRACTICE, on=TODAY)
    assert step is not None
    assert (step.kind, step.subject) == (StepKind.ACCEPT, "artifact-policy")


def test_by_the_gated_rule_a_strong_practice_offers_no_step() -> None:
    sections = (
        SectionFacts("pillar", None),
        SectionFacts("strong", "pillar"),
        SectionFacts("weak", "pillar"),
    )
    facts = (
        question("a", said(5), section="strong", evidence=(WAITING,)),
        question("b", said(5), section="weak", evidence=(EXPIRED,)),
    )
    steps = next_steps(facts, sections, on=TODAY, rule=Rule.GATED)
    assert [(step.kind, step.question) for step in steps] == [
        (StepKind.RENEW, "b"),
        (StepKind.ATTACH, "b"),
    ]


def with_evidence(many: int) -> list[QuestionFacts]:
    return [
        question(
            f"q{n}",
            *(said(n % 4 + 1, role) for role in "abc"),
            section=f"practice-{n % 10}",
            evidence=(
                Artifact(f"own-{n}", "policy", ArtifactState.SUBMITTED, None),
                Artifact(f"shared-{n % 10}", "runbook", ArtifactState.ACCEPTED, TODAY),
                Artifact(f"old-{n % 10}", "guide", ArtifactState.ACCEPTED, YESTERDAY),
                Signal(f"probe-{n % 7}", SignalState.FAIL if n % 3 else SignalState.PASS),
            ),
        )
        for n in range(many)
    ]


@pytest.mark.parametrize("told", [score, next_step, forecast])
def test_twice_the_questions_are_twice_the_work(told: Callable[..., object]) -> None:
    sections = (
        SectionFacts("pillar", None),
        *(SectionFacts(f"practice-{n}", "pillar") for n in range(10)),
    )

    def work(many: int) -> None:
        assert told(with_evidence(many), sections, on=TODAY)

    assert growth(work, 50) < 2.5


@pytest.mark.parametrize("rule", Rule)
def test_every_question_may_offer_a_step_of_its_own(rule: Rule) -> None:
    """Up to the size of NIST SP 800-53, without evidence."""
    sections = [SectionFacts(f"family-{n}", None) for n in range(20)]

    def work(many: int) -> None:
        facts = [
            question(f"q{n}", said(n % 5 + 1), section=f"family-{n % 20}") for n in range(many)
        ]
        steps = next_steps(facts, sections, on=TODAY, rule=rule)
        assert forecast(facts, sections, on=TODAY, rule=rule) == ()
        assert len(steps) == (0 if rule is Rule.GATED else many * 4 // 5)

    assert growth(work, 600) < 2.5
