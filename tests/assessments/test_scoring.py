"""Numbers of questions become numbers of sections and of the whole."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.scoring import (
    AssessmentScore,
    Part,
    PartKind,
    Policy,
    QuestionFacts,
    QuestionState,
    Rating,
    Rule,
    Scale,
    SectionFacts,
    level,
    score,
)
from tests.assessments.scoring_facts import (
    TODAY,
    artifact,
    dont_know,
    not_applicable,
    question,
    refused,
    said,
    signal,
    words,
)

PRACTICE = (SectionFacts("practice", None),)
PILLARS = (
    SectionFacts("pillar", None),
    SectionFacts("strong", "pillar", weight=3),
    SectionFacts("weak", "pillar"),
    SectionFacts("empty", "pillar"),
)
FULL = (artifact(), artifact("policy"), signal())


def scored(
    *questions: QuestionFacts,
    sections: tuple[SectionFacts, ...] = PRACTICE,
    rule: Rule = Rule.MEAN,
    policy: Policy = Policy.LOWEST,
) -> AssessmentScore:
    return score(questions, sections, on=TODAY, rule=rule, policy=policy)


def pillars(rule: Rule) -> AssessmentScore:
    """Two practices in a pillar, one strong, one weak."""
    return scored(
        question("a", said(5), section="strong", evidence=FULL),
        question("b", said(4), section="strong", evidence=FULL),
        question("c", said(4), section="weak", evidence=(artifact(),)),
        question("d", said(2), section="weak", evidence=(artifact(),)),
        sections=PILLARS,
        rule=rule,
    )


def test_a_section_has_the_weighted_mean_of_its_questions() -> None:
    practice = scored(
        question("a", said(5), weight=3, evidence=FULL),
        question("b", said(3)),
    ).sections["practice"]
    assert practice.claimed == pytest.approx(0.9)
    assert practice.proven == pytest.approx(0.8)
    assert practice.rating is Rating.LARGELY
    assert practice.gated == 4


def test_the_whole_has_the_weighted_mean_of_its_sections() -> None:
    found = pillars(Rule.MEAN)
    assert found.sections["strong"].proven == pytest.approx(0.9)
    assert found.sections["weak"].claimed == pytest.approx(0.6)
    assert found.sections["weak"].proven == pytest.approx(0.5)
    assert found.overall.proven == pytest.approx((3 * 0.9 + 0.5) / 4)
    assert found.overall.claimed == pytest.approx((3 * 0.9 + 0.6) / 4)
    assert found.sections["pillar"].proven == found.overall.proven
    assert found.overall.id is None


def test_the_weakest_practice_gates_the_level_whatever_the_rule() -> None:
    found = pillars(Rule.MEAN)
    assert {name: one.gated for name, one in found.sections.items()} == {
        "pillar": 2,
        "strong": 4,
        "weak": 2,
        "empty": None,
    }
    assert found.overall.gated == 2


def test_by_the_gated_rule_a_section_has_the_level_that_all_below_it_reach() -> None:
    found = pillars(Rule.GATED)
    assert found.sections["strong"].proven == pytest.approx(0.9)
    assert found.sections["weak"].proven == pytest.approx(0.5)
    assert found.sections["pillar"].proven == 0.4
    assert found.sections["pillar"].claimed == 0.6
    assert found.overall.proven == 0.4
    assert found.overall.trace.rule.startswith("The highest level that every section")
    assert found.sections["weak"].trace.rule.startswith("The weighted mean")
    assert found.sections["empty"].proven is None


def test_a_section_can_hold_questions_and_sections() -> None:
    sections = (SectionFacts("practice", None), SectionFacts("part", "practice", weight=3))
    facts = (question("a", said(1)), question("b", said(0), section="part"))
    mean = scored(*facts, sections=sections).sections["practice"]
    gated = scored(*facts, sections=sections, rule=Rule.GATED).sections["practice"]
    assert mean.claimed == pytest.approx(0.05)
    assert gated.claimed == 0.0
    assert mean.trace.parts == (
        Part(PartKind.QUESTION, "a", 1),
        Part(PartKind.SECTION, "part", 3),
    )


def test_three_levels_of_3_have_reached_level_3() -> None:
    facts = [question(name, said(3), weight=0.1, evidence=(artifact(),)) for name in "abc"]
    found = scored(*facts)
    assert found.overall.gated == 3
    assert found.overall.proven == 0.6


def test_the_policy_is_that_of_the_assessment() -> None:
    facts = question("a", said(1, "x"), said(2, "y"), said(5, "z"))
    assert scored(facts).questions["a"].claimed == 0.2
    assert scored(facts, policy=Policy.MEDIAN).questions["a"].claimed == 0.4


def test_the_scale_is_that_of_the_framework() -> None:
    short = Scale((0, 1, 2, 3))
    facts = question("a", said(3, scale=short), evidence=(artifact(),))
    found = score([facts], PRACTICE, on=TODAY, scale=short)
    assert level(found.questions["a"].proven, short) == 1.0


def test_unanswered_counts_0_in_proven_and_is_left_out_of_claimed() -> None:
    practice = scored(
        question("a", said(4), evidence=FULL), question("b", roles=("lead",))
    ).sections["practice"]
    assert practice.claimed == 0.8
    assert practice.proven == 0.4
    assert practice.coverage == 0.5


def test_a_section_that_nobody_answered_claims_nothing_and_proves_0() -> None:
    overall = scored(question("a", roles=("lead",))).overall
    assert (overall.claimed, overall.proven, overall.coverage) == (None, 0.0, 0.0)
    assert (overall.gated, overall.rating) == (0, Rating.NOT)


def test_not_applicable_and_unscored_leave_the_mean() -> None:
    practice = scored(
        question("a", said(4), evidence=FULL),
        question("b", not_applicable()),
        question("c", words(), scored=False),
    ).sections["practice"]
    assert (practice.claimed, practice.proven) == (0.8, 0.8)
    assert [part.id for part in practice.trace.parts] == ["a"]


def test_a_section_where_nothing_counts_has_no_figures_and_leaves_the_mean() -> None:
    found = scored(
        question("a", said(4), section="strong", evidence=FULL),
        question("b", not_applicable(), section="weak"),
        sections=PILLARS,
    )
    weak = found.sections["weak"]
    assert (weak.claimed, weak.proven, weak.gated, weak.rating, weak.coverage) == (None,) * 5
    assert found.overall.proven == 0.8
    assert [part.id for part in found.sections["pillar"].trace.parts] == ["strong"]


def test_an_assessment_without_questions_has_no_figures() -> None:
    overall = score([], [], on=TODAY).overall
    assert (overall.claimed, overall.proven, overall.coverage) == (None, None, None)


def test_what_weighs_nothing_is_scored_but_counts_nowhere() -> None:
    sections = (SectionFacts("practice", None), SectionFacts("extra", None, weight=0))
    found = scored(
        question("a", said(4), evidence=FULL),
        question("b", said(0), weight=0),
        question("c", said(0), section="extra"),
        sections=sections,
    )
    assert found.questions["b"].claimed == 0.0
    assert found.sections["extra"].claimed == 0.0
    assert (found.overall.claimed, found.overall.gated) == (0.8, 4)


def test_a_waived_question_is_in_the_figures_without_waivers_only() -> None:
    practice = scored(
        question("a", said(4), evidence=FULL),
        question("b", said(2), waived_until=date(2027, 3, 1)),
        question("c", waived_until=date(2027, 1, 5)),
    ).sections["practice"]
    assert practice.claimed == pytest.approx(0.6)
    assert practice.proven == pytest.approx(1 / 3)
    assert practice.claimed_with_waivers == 0.8
    assert practice.proven_with_waivers == 0.8
    assert practice.next_waiver_end == date(2027, 1, 5)


def test_a_waiver_of_a_question_that_does_not_apply_is_no_waiver_to_renew() -> None:
    overall = scored(question("a", not_applicable(), waived_until=TODAY)).overall
    assert overall.next_waiver_end is None


def test_coverage_is_of_answers_by_role_over_applicable_questions() -> None:
    overall = scored(
        question("a", said(4, "x"), refused("y"), dont_know("z")),
        question("b", not_applicable("x"), roles=("x", "y")),
        question("c", words("x"), roles=("x", "y"), scored=False),
    ).overall
    assert (overall.asked, overall.answered, overall.dont_know) == (5, 3, 1)
    assert overall.coverage == 0.6


def test_every_state_is_counted_apart() -> None:
    overall = scored(
        question("a", said(4)),
        question("b", said(3)),
        question("c", not_applicable()),
        question("d", roles=("lead",)),
        question("e", dont_know()),
        question("f", said(1), waived_until=TODAY),
        question("g", words(), scored=False),
    ).overall
    assert overall.counts == {
        QuestionState.SCORED: 2,
        QuestionState.NOT_APPLICABLE: 1,
        QuestionState.UNANSWERED: 1,
        QuestionState.DONT_KNOW: 1,
        QuestionState.WAIVED: 1,
        QuestionState.UNSCORED: 1,
    }
    assert overall.trace.inputs == (
        ("Questions scored", "2"),
        ("Questions unanswered, 0 in proven", "1"),
        ("Questions answered “don't know”, 0", "1"),
        ("Questions waived", "1"),
        ("Questions not applicable, left out", "1"),
        ("Questions answered in words, left out", "1"),
    )


def test_states_that_no_question_is_in_stay_out_of_the_account() -> None:
    assert scored(question("a", said(4))).overall.trace.inputs == (("Questions scored", "1"),)


def test_disagreements_are_listed_up_to_the_whole() -> None:
    found = scored(
        question("a", said(4, "x"), said(1, "y"), section="weak"),
        question("b", said(4, "x"), said(4, "y"), section="strong"),
        sections=PILLARS,
    )
    assert found.sections["weak"].disagreements == ("a",)
    assert found.sections["strong"].disagreements == ()
    assert found.overall.disagreements == ("a",)


@pytest.mark.parametrize(
    ("questions", "sections", "message"),
    [
        ([question("a"), question("a")], PRACTICE, "twice: a"),
        ([], PRACTICE * 2, "twice: practice"),
        ([question("a", section="gone")], PRACTICE, "no section gone"),
        ([], [SectionFacts("a", "gone")], "no section gone"),
        ([], [SectionFacts("a", "b"), SectionFacts("b", "a")], "above themselves: a, b"),
        ([], [SectionFacts("a", "a")], "above themselves: a"),
    ],
)
def test_sections_that_are_no_tree_are_refused(
    questions: list[QuestionFacts], sections: list[SectionFacts], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        score(questions, sections, on=TODAY)


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf")])
def test_a_section_cannot_weigh_less_than_nothing(weight: float) -> None:
    with pytest.raises(ValueError, match="weigh"):
        SectionFacts("a", None, weight)
