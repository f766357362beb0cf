"""What holds of every assessment, whatever the facts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.forecast import forecast
from assessments.next_step import next_steps
from assessments.question_scoring import score_question
from assessments.scoring import (
    DEFAULT_SCALE,
    Artifact,
    ArtifactState,
    AssessmentScore,
    Claim,
    Ladder,
    Policy,
    QuestionFacts,
    QuestionScore,
    Rule,
    Scale,
    SectionFacts,
    SectionScore,
    Signal,
    SignalState,
    Standing,
    level,
    score,
)
from tests.assessments.scoring_facts import TODAY

SECTIONS = (
    SectionFacts("root", None),
    SectionFacts("left", "root", weight=2),
    SectionFacts("right", "root", weight=0.3),
    SectionFacts("deep", "left"),
    SectionFacts("other root", None, weight=1.7),
)
SCALES = [Scale((0, 1, 2, 3, 4, 5)), Scale((0, 1, 2, 3)), Scale((1, 2, 4)), Scale((0, 1))]
NEARLY = pytest.approx

days = st.none() | st.integers(-3, 9).map(lambda days: TODAY + timedelta(days=days))
fractions = st.sampled_from([0, 0.2, 1 / 3, 0.4, 0.6, 2 / 3, 0.8, 1]) | st.floats(0, 1)
weights = st.sampled_from([0, 0.1, 1, 3]) | st.floats(0.01, 100)
scales = st.sampled_from(SCALES)
policies = st.sampled_from(Policy)
rules = st.sampled_from(Rule)
ladders = st.lists(st.floats(0, 1), min_size=5, max_size=5).map(
    lambda caps: Ladder(tuple(sorted(caps)), "drawn")
)
measures = st.tuples(scales, ladders)
artifacts = st.builds(
    Artifact,
    id=st.sampled_from(["a1", "a2", "a3"]),
    kind=st.sampled_from(["runbook", "policy", "guide"]),
    state=st.sampled_from(ArtifactState),
    valid_until=days,
    objected=st.sampled_from([False, False, False, True]),
    expected=st.booleans(),
)
signals = st.builds(Signal, id=st.sampled_from(["s1", "s2"]), state=st.sampled_from(SignalState))
supporting = st.one_of(
    artifacts.map(lambda item: replace(item, objected=False)),
    st.sampled_from([state for state in SignalState if state is not SignalState.FAIL]).map(
        lambda state: Signal("new", state)
    ),
)
ROLES = ("architect", "engineer", "analyst")


@st.composite
def claims(draw: st.DrawFn) -> tuple[Claim, ...]:
    made = []
    for role in draw(st.sets(st.sampled_from(ROLES))):
        standing = draw(st.sampled_from([Standing.ANSWERED, Standing.ANSWERED, *Standing]))
        fraction = draw(fractions) if standing is Standing.ANSWERED else None
        made.append(Claim(role, standing, fraction))
    return tuple(made)


@st.composite
def questions(draw: st.DrawFn) -> QuestionFacts:
    return QuestionFacts(
        id="",
        section=draw(st.sampled_from(SECTIONS)).id,
        weight=draw(weights),
        roles_asked=ROLES,
        claims=draw(claims()),
        settlement=draw(st.none() | st.none() | fractions),
        artifacts=tuple(draw(st.lists(artifacts, max_size=4))),
        signals=tuple(draw(st.lists(signals, max_size=2))),
        waived_until=draw(st.none() | days),
    )


question_lists = st.lists(questions(), max_size=6).map(
    lambda drawn: [replace(facts, id=f"q{number}") for number, facts in enumerate(drawn)]
)
some_questions = st.lists(questions(), min_size=1, max_size=6).map(
    lambda drawn: [replace(facts, id=f"q{number}") for number, facts in enumerate(drawn)]
)


def all_fractions(found: AssessmentScore) -> list[float | None]:
    of_questions = [x for one in found.questions.values() for x in (one.claimed, one.proven)]
    of_sections = [
        x for one in (*found.sections.values(), found.overall) for x in (one.claimed, one.proven)
    ]
    return of_questions + of_sections


@given(question_lists, scales, ladders, policies, rules)
def test_proven_never_exceeds_claimed(
    facts: list[QuestionFacts], scale: Scale, ladder: Ladder, policy: Policy, rule: Rule
) -> None:
    found = score(facts, SECTIONS, on=TODAY, scale=scale, ladder=ladder, policy=policy, rule=rule)
    for one in found.questions.values():
        assert one.proven <= (one.claimed or 0)
    for section in (*found.sections.values(), found.overall):
        assert (section.proven or 0) <= (section.claimed or 0) + 1e-12
        assert (section.proven_with_waivers or 0) <= (section.claimed_with_waivers or 0) + 1e-12


@given(some_questions, st.integers(0, 5), supporting, measures, rules)
def test_more_evidence_never_lowers_proven_unless_it_speaks_against(
    facts: list[QuestionFacts],
    number: int,
    item: Artifact | Signal,
    measure: tuple[Scale, Ladder],
    rule: Rule,
) -> None:
    scale, ladder = measure
    at = number % len(facts)
    old = facts[at]
    if isinstance(item, Artifact):
        new = replace(old, artifacts=(*old.artifacts, item))
    else:
        new = replace(old, signals=(*old.signals, item))
    more = [*facts[:at], new, *facts[at + 1 :]]
    before = score(facts, SECTIONS, on=TODAY, scale=scale, ladder=ladder, rule=rule)
    after = score(more, SECTIONS, on=TODAY, scale=scale, ladder=ladder, rule=rule)
    assert after.questions[old.id].proven >= before.questions[old.id].proven
    assert after.questions[old.id].claimed == before.questions[old.id].claimed
    assert (after.overall.proven or 0) >= (before.overall.proven or 0)


@given(some_questions, scales, ladders)
def test_counter_evidence_never_raises_proven(
    facts: list[QuestionFacts], scale: Scale, ladder: Ladder
) -> None:
    fail = Signal("new", SignalState.FAIL)
    against = [replace(one, signals=(*one.signals, fail)) for one in facts]
    before = score(facts, SECTIONS, on=TODAY, scale=scale, ladder=ladder)
    after = score(against, SECTIONS, on=TODAY, scale=scale, ladder=ladder)
    for name, one in after.questions.items():
        assert one.proven <= before.questions[name].proven
        assert one.proven <= scale.floor(ladder.caps[0])


@given(question_lists, policies, rules, st.randoms(use_true_random=False))
def test_the_order_of_answers_and_evidence_does_not_matter(
    facts: list[QuestionFacts], policy: Policy, rule: Rule, chance: random.Random
) -> None:
    shuffled = [
        replace(
            one,
            claims=tuple(chance.sample(one.claims, len(one.claims))),
            artifacts=tuple(chance.sample(one.artifacts, len(one.artifacts))),
            signals=tuple(chance.sample(one.signals, len(one.signals))),
        )
        for one in facts
    ]
    expected = score(facts, SECTIONS, on=TODAY, policy=policy, rule=rule)
    assert score(shuffled, SECTIONS, on=TODAY, policy=policy, rule=rule) == expected


@given(question_lists, rules, st.randoms(use_true_random=False))
def test_the_order_of_questions_and_sections_does_not_change_a_number(
    facts: list[QuestionFacts], rule: Rule, chance: random.Random
) -> None:
    expected = score(facts, SECTIONS, on=TODAY, rule=rule)
    sections = chance.sample(SECTIONS, len(SECTIONS))
    found = score(chance.sample(facts, len(facts)), sections, on=TODAY, rule=rule)
    assert found.questions == expected.questions
    for name, section in found.sections.items():
        same = expected.sections[name]
        assert (section.claimed, section.proven) == (same.claimed, same.proven)
        assert (section.gated, section.coverage) == (same.gated, same.coverage)
    assert (found.overall.claimed, found.overall.proven) == (
        expected.overall.claimed,
        expected.overall.proven,
    )


@given(question_lists, scales, ladders, policies, rules)
def test_every_level_lies_on_its_scale(
    facts: list[QuestionFacts], scale: Scale, ladder: Ladder, policy: Policy, rule: Rule
) -> None:
    found = score(facts, SECTIONS, on=TODAY, scale=scale, ladder=ladder, policy=policy, rule=rule)
    for fraction in all_fractions(found):
        if fraction is not None:
            assert 0 <= fraction <= 1
            assert 0 <= level(fraction, scale) <= scale.maximum
    for section in (*found.sections.values(), found.overall):
        assert section.gated is None or section.gated in {0, *scale.values}
        assert section.coverage is None or 0 <= section.coverage <= 1
        assert sum(section.counts.values()) <= len(facts)


@given(st.lists(questions(), max_size=3), ladders, policies)
def test_a_question_scores_the_same_alone_and_among_others_like_it(
    drawn: list[QuestionFacts], ladder: Ladder, policy: Policy
) -> None:
    facts = [
        replace(one, id=f"q{number}", weight=number + 1.0) for number, one in enumerate(drawn * 2)
    ]
    found = score(facts, SECTIONS, on=TODAY, ladder=ladder, policy=policy).questions
    assert list(found) == [one.id for one in facts]
    for one in facts:
        alone = score_question(one, on=TODAY, scale=DEFAULT_SCALE, ladder=ladder, policy=policy)
        assert found[one.id] == alone


@given(question_lists)
def test_every_mean_lies_between_its_parts(facts: list[QuestionFacts]) -> None:
    found = score(facts, SECTIONS, on=TODAY)
    known: dict[str, QuestionScore | SectionScore] = {**found.questions, **found.sections}
    for section in (*found.sections.values(), found.overall):
        parts = [known[part.id] for part in section.trace.parts]
        proven = [part.proven for part in parts if part.proven is not None]
        claimed = [part.claimed for part in parts if part.claimed is not None]
        assert (section.proven is None) is (not proven)
        assert section.proven is None or min(proven) <= section.proven <= max(proven)
        assert (section.claimed is None) is (not claimed)
        assert section.claimed is None or min(claimed) <= section.claimed <= max(claimed)


@given(question_lists)
def test_the_gated_level_is_never_above_the_mean(facts: list[QuestionFacts]) -> None:
    mean = score(facts, SECTIONS, on=TODAY)
    gated = score(facts, SECTIONS, on=TODAY, rule=Rule.GATED)
    for name, section in mean.sections.items():
        assert (section.gated or 0) / 5 <= (section.proven or 0) + 1e-9
        assert (gated.sections[name].proven or 0) <= (section.proven or 0) + 1e-9


@given(question_lists, ladders, rules)
def test_every_drop_of_the_forecast_is_what_scoring_says_that_day(
    facts: list[QuestionFacts], ladder: Ladder, rule: Rule
) -> None:
    drops = {
        drop.on: drop for drop in forecast(facts, SECTIONS, on=TODAY, ladder=ladder, rule=rule)
    }
    last = proven_on(facts, TODAY, ladder, rule)
    for ahead in range(1, 12):
        day = TODAY + timedelta(days=ahead)
        proven = proven_on(facts, day, ladder, rule)
        assert proven <= last
        if day in drops:
            assert (drops[day].before, drops[day].after) == NEARLY((last, proven))
            assert drops[day].artifacts
            assert drops[day].questions
        else:
            assert proven == NEARLY(last)
        last = proven


def proven_on(facts: list[QuestionFacts], day: date, ladder: Ladder, rule: Rule) -> float:
    return score(facts, SECTIONS, on=day, ladder=ladder, rule=rule).overall.proven or 0.0


@given(question_lists, ladders, rules)
def test_every_next_step_lifts_the_whole_and_the_best_stands_first(
    facts: list[QuestionFacts], ladder: Ladder, rule: Rule
) -> None:
    now = proven_on(facts, TODAY, ladder, rule)
    steps = next_steps(facts, SECTIONS, on=TODAY, ladder=ladder, rule=rule)
    for step in steps:
        assert step.before == now < step.after <= 1
    afters = [round(step.after, 9) for step in steps]
    assert afters == sorted(afters, reverse=True)
