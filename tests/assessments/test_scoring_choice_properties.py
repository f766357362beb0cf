"""What holds of every question of several choices, whatever is ticked and whatever the rules."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.forecast import forecast
from assessments.next_step import Step, StepKind, next_steps
from assessments.question_scoring import OUT_OF_MEAN, score_question
from assessments.rules import Reading, Rule, Ticks, parse
from assessments.scale import worse
from assessments.scoring import (
    DEFAULT_LADDER,
    DEFAULT_SCALE,
    Artifact,
    ArtifactState,
    ChoiceFacts,
    Claim,
    Policy,
    QuestionFacts,
    QuestionScore,
    Risk,
    SectionFacts,
    Signal,
    SignalState,
    Standing,
    score,
)
from assessments.scoring import Rule as RollUp
from tests.assessments.scoring_facts import TODAY

SECTIONS = (SectionFacts("left", None), SectionFacts("right", None, weight=2))
KEYS = ("aaa", "bbb", "ccc", "ddd")
ROLES = ("architect", "engineer", "analyst")

Item = TypeVar("Item")

keys = st.sampled_from([*KEYS, *KEYS, "gone"])
days = st.none() | st.integers(-3, 9).map(lambda days: TODAY + timedelta(days=days))
all_ticks = st.builds(Ticks, st.frozensets(keys), st.frozensets(keys))
artifacts = st.builds(
    Artifact,
    id=st.sampled_from(["a1", "a2", "a3"]),
    kind=st.sampled_from(["runbook", "policy"]),
    state=st.sampled_from([ArtifactState.ACCEPTED, *ArtifactState]),
    valid_until=days,
    objected=st.sampled_from([False, False, False, True]),
)
signals = st.builds(Signal, id=st.sampled_from(["s1", "s2"]), state=st.sampled_from(SignalState))


def joined(operator: str) -> st.SearchStrategy[str]:
    return st.lists(positive, min_size=2, max_size=3).map(
        lambda parts: f"({f' {operator} '.join(parts)})"
    )


positive: st.SearchStrategy[str] = st.deferred(
    lambda: st.sampled_from(KEYS) | joined("&&") | joined("||")
)
conditions = positive | positive.map(lambda text: f"!{text}")
any_rules = st.lists(st.builds(Rule, conditions.map(parse), st.sampled_from(Risk)), max_size=3).map(
    tuple
)
monotone_rules = st.tuples(positive, positive, st.sampled_from([Risk.HIGH, Risk.MEDIUM])).map(
    lambda drawn: (
        Rule(parse(drawn[0]), Risk.NONE),
        Rule(parse(drawn[1]), Risk.MEDIUM),
        Rule(parse("default"), drawn[2]),
    )
)


@st.composite
def claims(draw: st.DrawFn) -> tuple[Claim, ...]:
    made = []
    for role in draw(st.sets(st.sampled_from(ROLES))):
        standing = draw(st.sampled_from([*[Standing.ANSWERED] * 5, *Standing]))
        made.append(Claim(role, standing, ticks=draw(all_ticks)))
    return tuple(made)


def choices(none: bool) -> st.SearchStrategy[tuple[ChoiceFacts, ...]]:
    return st.tuples(
        *(
            st.builds(
                ChoiceFacts,
                key=st.just(key),
                score=st.sampled_from([None, 0, 0.25, 1]),
                none_of_these=st.just(none and key == "ddd"),
                artifacts=st.lists(artifacts, max_size=2).map(tuple),
                signals=st.lists(signals, max_size=1).map(tuple),
            )
            for key in KEYS
        )
    )


def questions(
    rules: st.SearchStrategy[tuple[Rule, ...]], *, none: bool = True
) -> st.SearchStrategy[QuestionFacts]:
    return st.builds(
        QuestionFacts,
        id=st.just("q"),
        section=st.sampled_from(["left", "right"]),
        weight=st.sampled_from([1, 3]),
        roles_asked=st.just(ROLES),
        claims=claims(),
        artifacts=st.lists(artifacts, max_size=2).map(tuple),
        signals=st.lists(signals, max_size=1).map(tuple),
        waived_until=days,
        choices=choices(none),
        rules=rules,
        reading=st.sampled_from(Reading),
        settled_ticks=st.none() | st.none() | all_ticks,
    )


anything = questions(any_rules)
monotone = questions(monotone_rules | st.just(()), none=False)
policies = st.sampled_from(Policy)


def several(drawn: list[QuestionFacts]) -> list[QuestionFacts]:
    return [replace(facts, id=f"q{number}") for number, facts in enumerate(drawn)]


def scored(facts: QuestionFacts, policy: Policy) -> QuestionScore:
    return score_question(
        facts, on=TODAY, scale=DEFAULT_SCALE, ladder=DEFAULT_LADDER, policy=policy
    )


@given(anything, policies)
def test_any_ticks_come_to_something_and_proven_never_exceeds_claimed(
    facts: QuestionFacts, policy: Policy
) -> None:
    one = scored(facts, policy)
    assert 0 <= one.proven <= (one.claimed or 0) <= 1
    assert one.proven <= one.cap
    assert one.answered <= one.asked
    if one.claimed_risk is not None and one.risk is not None:
        assert worse(one.claimed_risk, one.risk) is one.risk
    if one.state in OUT_OF_MEAN:
        assert (one.claimed_risk, one.risk) == (None, None)
    assert all(value for _, value in one.trace.inputs)


@given(monotone, st.sampled_from(["", *KEYS]), st.sampled_from(["a1", "new"]), policies)
def test_more_accepted_evidence_never_lowers_proven_where_the_rules_are_monotone(
    facts: QuestionFacts, at: str, name: str, policy: Policy
) -> None:
    item = Artifact(name, "report", ArtifactState.ACCEPTED, None)
    more = replace(
        facts,
        artifacts=facts.artifacts if at else (*facts.artifacts, item),
        choices=tuple(
            replace(one, artifacts=(*one.artifacts, item)) if one.key == at else one
            for one in facts.choices
        ),
    )
    before, after = scored(facts, policy), scored(more, policy)
    assert after.proven >= before.proven
    assert after.claimed == before.claimed
    if before.risk is not None and after.risk is not None:
        assert worse(before.risk, after.risk) is before.risk


@given(monotone, st.sampled_from(["", *KEYS]), policies)
def test_counter_evidence_never_raises_proven_where_the_rules_are_monotone(
    facts: QuestionFacts, at: str, policy: Policy
) -> None:
    fail = Signal("new", SignalState.FAIL)
    against = replace(
        facts,
        signals=facts.signals if at else (*facts.signals, fail),
        choices=tuple(
            replace(one, signals=(*one.signals, fail)) if one.key == at else one
            for one in facts.choices
        ),
    )
    before, after = scored(facts, policy), scored(against, policy)
    assert after.proven <= before.proven
    assert after.proven <= 0.2


@given(anything, policies, st.randoms(use_true_random=False))
def test_the_order_of_answers_choices_and_evidence_does_not_matter(
    facts: QuestionFacts, policy: Policy, chance: random.Random
) -> None:
    def mixed(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(chance.sample(items, len(items)))

    shuffled = replace(
        facts,
        claims=mixed(facts.claims),
        artifacts=mixed(facts.artifacts),
        signals=mixed(facts.signals),
        choices=mixed(tuple(replace(one, artifacts=mixed(one.artifacts)) for one in facts.choices)),
    )
    assert scored(shuffled, policy) == scored(facts, policy)


@given(monotone, all_ticks, st.sampled_from(KEYS))
def test_one_more_good_tick_never_lowers_the_claim_where_the_rules_are_monotone(
    facts: QuestionFacts, ticks: Ticks, more: str
) -> None:
    def claimed(said: Ticks) -> QuestionScore:
        claim = Claim("architect", Standing.ANSWERED, ticks=said)
        return scored(replace(facts, claims=(claim,), settled_ticks=None), Policy.LOWEST)

    before = claimed(ticks)
    if before.claimed is not None and ticks.ticked & set(KEYS):
        after = claimed(Ticks(ticks.ticked | {more}, ticks.not_applicable - {more}))
        assert (after.claimed or 0) >= before.claimed - 1e-12


@given(st.lists(anything, min_size=1, max_size=4).map(several), policies, st.sampled_from(RollUp))
def test_what_a_step_on_an_artifact_promises_is_what_scoring_says_after_it(
    facts: list[QuestionFacts], policy: Policy, rule: RollUp
) -> None:
    for step in next_steps(facts, SECTIONS, on=TODAY, policy=policy, rule=rule):
        if step.kind is StepKind.ACCEPT:
            after = [accepted(one, step) for one in facts]
            found = score(after, SECTIONS, on=TODAY, policy=policy, rule=rule)
            assert found.overall.proven == step.after > step.before


def accepted(facts: QuestionFacts, step: Step) -> QuestionFacts:
    """The question once the step's artifact is accepted, wherever it is linked."""

    def all_accepted(items: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
        return tuple(
            replace(item, state=ArtifactState.ACCEPTED)
            if item.id == step.subject and item.counts and not item.expired(TODAY)
            else item
            for item in items
        )

    return replace(
        facts,
        artifacts=all_accepted(facts.artifacts),
        choices=tuple(replace(one, artifacts=all_accepted(one.artifacts)) for one in facts.choices),
    )


@given(st.lists(anything, min_size=1, max_size=4).map(several), policies)
def test_every_drop_of_the_forecast_is_what_scoring_says_that_day(
    facts: list[QuestionFacts], policy: Policy
) -> None:
    drops = {drop.on: drop for drop in forecast(facts, SECTIONS, on=TODAY, policy=policy)}
    last = score(facts, SECTIONS, on=TODAY, policy=policy).overall.proven or 0.0
    for ahead in range(1, 12):
        day = TODAY + timedelta(days=ahead)
        proven = score(facts, SECTIONS, on=day, policy=policy).overall.proven or 0.0
        assert (day in drops) is (proven < last - 1e-9)
        if day in drops:
            assert (drops[day].before, drops[day].after) == pytest.approx((last, proven))
        last = proven
