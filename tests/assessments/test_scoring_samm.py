"""The roll-up of OWASP SAMM: streams, levels, practices, functions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import (
    AssessmentScore,
    ChoiceFacts,
    Claim,
    QuestionFacts,
    Rule,
    Scale,
    SectionFacts,
    Standing,
    score,
)
from tests.assessments.scoring_facts import TODAY, artifact, not_applicable, question, signal

MATURITY = Scale((0, 1, 2, 3))
TREE = (
    SectionFacts("function", None),
    SectionFacts("practice", "function"),
    SectionFacts("A", "practice"),
    SectionFacts("B", "practice"),
    SectionFacts("other", "function"),
    SectionFacts("C", "other"),
    SectionFacts("second", None),
)
FULL = (artifact(), artifact("policy"), signal())


def stream(name: str, *fractions: float | None, full: bool = True) -> list[QuestionFacts]:
    """A question per level; None is not answered."""
    return [
        question(
            f"{name}{tier}",
            *(() if said is None else (Claim("lead", Standing.ANSWERED, said),)),
            section=name,
            roles=("lead",),
            evidence=FULL if full else (),
            tier=tier,
        )
        for tier, said in enumerate(fractions, 1)
    ]


def scored(*questions: QuestionFacts, tree: tuple[SectionFacts, ...] = TREE) -> AssessmentScore:
    return score(questions, tree, on=TODAY, scale=MATURITY, rule=Rule.SAMM)


def test_a_practice_is_the_sum_of_its_levels_which_are_means_of_its_streams() -> None:
    found = scored(*stream("A", 1, 0.5, 0.25), *stream("B", 0.5, 0.25, 0))
    practice = found.sections["practice"]
    assert practice.claimed == practice.proven == pytest.approx(1.25 / 3)
    assert found.sections["A"].claimed == pytest.approx(1.75 / 3)
    assert found.sections["B"].claimed == pytest.approx(0.75 / 3)


def test_a_function_is_the_mean_of_its_practices_and_the_whole_that_of_its_functions() -> None:
    found = scored(
        *stream("A", 1, 0.5, 0.25),
        *stream("B", 0.5, 0.25, 0),
        *stream("C", 1, 1, 1),
        question("plain", Claim("lead", Standing.ANSWERED, 0), section="second"),
    )
    assert found.sections["function"].claimed == pytest.approx((1.25 / 3 + 1) / 2)
    assert found.overall.claimed == pytest.approx((1.25 / 3 + 1) / 4)


def test_what_does_not_apply_leaves_its_level_and_an_empty_level_leaves_the_sum() -> None:
    half = scored(
        *stream("A", 1, 0.5, 0.25)[:2],
        question("A3", not_applicable(), section="A", tier=3),
        *stream("B", 0.5, 0.25, 0),
    )
    assert half.sections["practice"].claimed == pytest.approx((0.75 + 0.375 + 0) / 3)
    empty = scored(
        *stream("A", 1, 0.5),
        question("A3", not_applicable(), section="A", tier=3),
        *stream("B", 0.5, 0.25),
        question("B3", not_applicable(), section="B", tier=3),
    )
    assert empty.sections["practice"].claimed == pytest.approx((0.75 + 0.375) / 2)


def test_several_questions_of_a_stream_on_one_level_count_as_their_mean() -> None:
    more = question("A1b", Claim("lead", Standing.ANSWERED, 0), section="A", tier=1, evidence=FULL)
    found = scored(*stream("A", 1, 1, 1), more)
    assert found.sections["practice"].claimed == pytest.approx((0.5 + 1 + 1) / 3)


def test_within_a_practice_with_an_answer_the_unanswered_count_0_in_claimed_too() -> None:
    found = scored(*stream("A", 1, None, None), *stream("B", None, None, None))
    assert found.sections["practice"].claimed == pytest.approx(0.5 / 3)
    assert found.sections["practice"].proven == pytest.approx(0.5 / 3)
    assert found.sections["B"].claimed == 0


def test_a_practice_without_an_answer_claims_nothing_and_leaves_the_claim_of_its_function() -> None:
    found = scored(*stream("A", None, None, None), *stream("C", 1, 1, 1))
    practice = found.sections["practice"]
    assert (practice.claimed, practice.proven) == (None, 0)
    assert found.sections["function"].claimed == 1
    assert found.sections["function"].proven == 0.5


def test_a_waived_question_leaves_its_level_in_the_figures_with_waivers() -> None:
    waived = question(
        "A2",
        section="A",
        roles=("lead",),
        tier=2,
        waived_until=TODAY,
    )
    practice = scored(*stream("A", 1), waived).sections["practice"]
    assert practice.claimed == 0.5
    assert practice.claimed_with_waivers == 1


def test_a_section_of_streams_and_other_things_falls_back_to_the_mean() -> None:
    plain = question("plain", Claim("lead", Standing.ANSWERED, 1), section="practice")
    found = scored(*stream("A", 0, 0), *stream("B", 1), plain)
    assert found.sections["practice"].claimed == pytest.approx((0 + 1 + 1) / 3)
    assert found.sections["practice"].trace.rule.startswith("The weighted mean")


def test_streams_at_the_top_are_no_practice() -> None:
    flat = (SectionFacts("A", None), SectionFacts("B", None))
    found = scored(*stream("A", 1, 1), *stream("B", 0), tree=flat)
    assert found.overall.claimed == 0.5


def test_without_tiers_samm_is_the_mean() -> None:
    facts = [
        question(name, Claim("lead", Standing.ANSWERED, said), section=section, weight=weight)
        for name, said, section, weight in (("a", 1, "A", 2), ("b", 0.5, "A", 1), ("c", 0, "C", 1))
    ]
    mean = score(facts, TREE, on=TODAY, rule=Rule.MEAN)
    assert score(facts, TREE, on=TODAY, rule=Rule.SAMM) == mean


def test_the_account_says_the_rule_and_the_levels() -> None:
    found = scored(*stream("A", 1, 0.5, full=False), *stream("B", 0.5, 0.25, full=False))
    trace = found.sections["practice"].trace
    assert trace.rule.startswith("Each level of the practice, 0 to 1, is the mean of its streams.")
    assert trace.inputs == (
        ("Questions scored", "4"),
        ("Level 1", "0.00 proven, 0.75 claimed"),
        ("Level 2", "0.00 proven, 0.38 claimed"),
    )
    assert found.sections["A"].trace.rule.startswith("The sum of the stream's levels")
    assert found.sections["function"].trace.rule.startswith("The weighted mean")


def test_the_account_of_a_practice_without_an_answer_says_that_nothing_is_claimed() -> None:
    inputs = scored(*stream("A", None)).sections["practice"].trace.inputs
    assert inputs[-1] == ("Level 1", "0.00 proven, nothing claimed")


answers = st.none() | st.sampled_from([0, 0.25, 0.5, 1]) | st.floats(0, 1)


@given(st.lists(st.tuples(answers, answers), min_size=1, max_size=4))
def test_with_a_question_per_level_a_practice_is_the_mean_of_its_questions(
    pairs: list[tuple[float | None, float | None]],
) -> None:
    facts = [*stream("A", *(a for a, _ in pairs)), *stream("B", *(b for _, b in pairs))]
    practice = scored(*facts).sections["practice"]
    said = [each for pair in pairs for each in pair]
    if any(each is not None for each in said):
        expected = sum(each or 0 for each in said) / len(said)
        assert practice.claimed == pytest.approx(expected)
        assert practice.proven == pytest.approx(expected)
    else:
        assert practice.claimed is None


def test_an_answer_of_choices_can_stand_on_a_level() -> None:
    facts = QuestionFacts(
        id="A1",
        section="A",
        weight=1,
        roles_asked=("lead",),
        claims=(Claim("lead", Standing.DONT_KNOW),),
        choices=(ChoiceFacts("a", 1),),
        tier=1,
    )
    assert scored(facts, *stream("B", 1)).sections["practice"].claimed == 0.5
