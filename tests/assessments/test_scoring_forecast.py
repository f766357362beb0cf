"""The proven level falls on the day after an artifact's last valid day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assessments.forecast import Drop, forecast
from assessments.scoring import Artifact, ArtifactState, Rule, SectionFacts, Signal, score
from tests.assessments.scoring_facts import (
    TODAY,
    YESTERDAY,
    artifact,
    not_applicable,
    question,
    said,
    signal,
)

PRACTICE = (SectionFacts("practice", None),)
MARCH = date(2027, 3, 3)
MAY = date(2027, 5, 31)
RUNBOOK = artifact(valid_until=MARCH)
POLICY = artifact("policy", valid_until=MAY)


def test_every_drop_is_named_with_its_day_and_its_cause() -> None:
    facts = (
        question("a", said(5), evidence=(RUNBOOK, POLICY)),
        question("b", said(3), evidence=(RUNBOOK,)),
    )
    first, second = forecast(facts, PRACTICE, on=TODAY)
    assert first.on == date(2027, 3, 4)
    assert (first.before, first.after) == pytest.approx((0.7, 0.4))
    assert (first.artifacts, first.questions) == (("artifact-runbook",), ("a", "b"))
    assert second.on == date(2027, 6, 1)
    assert (second.before, second.after) == pytest.approx((0.4, 0.2))
    assert (second.artifacts, second.questions) == (("artifact-policy",), ("a",))


def test_the_forecast_is_what_scoring_says_on_that_day() -> None:
    facts = (
        question("a", said(5), evidence=(RUNBOOK, POLICY, signal())),
        question("b", said(3), evidence=(RUNBOOK,)),
        question("c", not_applicable(), evidence=(POLICY,)),
    )
    drops = forecast(facts, PRACTICE, on=TODAY)
    assert len(drops) == 2
    for drop in drops:
        eve = drop.on - timedelta(days=1)
        assert score(facts, PRACTICE, on=eve).overall.proven == pytest.approx(drop.before)
        assert score(facts, PRACTICE, on=drop.on).overall.proven == pytest.approx(drop.after)


def test_the_last_valid_day_itself_is_still_a_future_drop() -> None:
    facts = (question("a", said(5), evidence=(artifact(valid_until=TODAY),)),)
    assert forecast(facts, PRACTICE, on=TODAY) == (
        Drop(TODAY + timedelta(days=1), 0.6, 0.2, ("artifact-runbook",), ("a",)),
    )


@pytest.mark.parametrize(
    "evidence",
    [
        (),
        (artifact(),),
        (artifact(valid_until=YESTERDAY),),
        (artifact(valid_until=date.max),),
        (artifact(state=ArtifactState.RETURNED, valid_until=MARCH),),
        (artifact(valid_until=MARCH), artifact("policy"), signal()),
    ],
)
def test_an_end_that_lowers_nothing_is_no_drop(evidence: tuple[Artifact | Signal, ...]) -> None:
    facts = question("a", said(3), evidence=evidence)
    assert forecast((facts,), PRACTICE, on=TODAY) == ()


def test_a_question_that_counts_nowhere_drops_nothing() -> None:
    unanswered = question("a", roles=("lead",), evidence=(RUNBOOK,))
    weightless = question("b", said(5), weight=0, evidence=(RUNBOOK,))
    assert forecast((unanswered,), PRACTICE, on=TODAY) == ()
    assert forecast((weightless,), PRACTICE, on=TODAY) == ()


def test_only_an_artifact_whose_question_falls_is_a_cause() -> None:
    facts = (
        question("a", said(5), evidence=(RUNBOOK,)),
        question("b", said(1), evidence=(artifact("guide", valid_until=MARCH),)),
    )
    (drop,) = forecast(facts, PRACTICE, on=TODAY)
    assert (drop.artifacts, drop.questions) == (("artifact-runbook",), ("a",))


def test_by_the_gated_rule_only_the_weakest_practice_drops_the_whole() -> None:
    sections = (
        SectionFacts("pillar", None),
        SectionFacts("strong", "pillar"),
        SectionFacts("weak", "pillar"),
    )
    facts = (
        question("a", said(5), section="strong", evidence=(artifact(), POLICY)),
        question("b", said(3), section="weak", evidence=(RUNBOOK,)),
    )
    drops = forecast(facts, sections, on=TODAY, rule=Rule.GATED)
    assert [(drop.questions, drop.before, drop.after) for drop in drops] == [(("b",), 0.6, 0.2)]
