"""What the roles say becomes one claim."""

from __future__ import annotations

import pytest

from assessments.claims import (
    all_dont_know,
    all_not_applicable,
    claim_inputs,
    claimed,
    disagreement,
)
from assessments.scoring import DEFAULT_SCALE, Claim, Policy, Scale, Standing
from tests.assessments.scoring_facts import dont_know, not_applicable, refused, said, words


@pytest.mark.parametrize(
    ("claims", "settlement", "lowest", "median"),
    [
        ((), None, None, None),
        ((said(4),), None, 0.8, 0.8),
        ((said(4), said(1), said(2)), None, 0.2, 0.4),
        ((said(4), said(2)), None, 0.4, 0.6),
        ((said(4), dont_know()), None, 0.0, 0.4),
        ((said(4), not_applicable()), None, 0.8, 0.8),
        ((said(4), refused()), None, 0.8, 0.8),
        ((said(4), said(1)), 0.6, 0.6, 0.6),
        ((said(4), said(1)), 0.0, 0.0, 0.0),
        ((), 0.6, 0.6, 0.6),
        ((refused(),), None, None, None),
        ((words(),), None, None, None),
    ],
)
def test_the_claim_is_the_settlement_else_the_policy_over_the_answers(
    claims: tuple[Claim, ...],
    settlement: float | None,
    lowest: float | None,
    median: float | None,
) -> None:
    assert claimed(claims, settlement, Policy.LOWEST) == pytest.approx(lowest)
    assert claimed(claims, settlement, Policy.MEDIAN) == pytest.approx(median)


@pytest.mark.parametrize(
    ("claims", "spread"),
    [
        ((), None),
        ((said(4),), None),
        ((said(4), said(4)), None),
        ((said(4), said(3)), None),
        ((said(3), said(1)), 2.0),
        ((said(4), said(2)), 2.0),
        ((said(5), said(1), said(3)), 4.0),
        ((said(4), said(2.1)), None),
        ((said(4), dont_know()), 4.0),
        ((said(1), dont_know()), None),
        ((said(4), not_applicable()), None),
        ((said(4), refused()), None),
    ],
)
def test_roles_disagree_from_a_spread_of_two_levels(
    claims: tuple[Claim, ...], spread: float | None
) -> None:
    assert disagreement(claims, DEFAULT_SCALE) == spread


def test_roles_disagree_on_a_short_scale_where_the_risks_are_opposite() -> None:
    yes_or_no = Scale((0, 1))
    assert disagreement((said(0, scale=yes_or_no), said(1, scale=yes_or_no)), yes_or_no) == 1.0
    short = Scale((0, 1, 2, 3))
    assert disagreement((said(0, scale=short), said(1, scale=short)), short) is None
    assert disagreement((said(2, scale=short), said(3, scale=short)), short) is None


def test_a_question_does_not_apply_when_every_answer_says_so() -> None:
    assert all_not_applicable((not_applicable("a"), not_applicable("b")))
    assert all_not_applicable((not_applicable("a"), refused("b")))
    assert not all_not_applicable((not_applicable("a"), said(1, "b")))
    assert not all_not_applicable((not_applicable("a"), dont_know("b")))
    assert not all_not_applicable((refused("a"),))
    assert not all_not_applicable(())


def test_nobody_knows_when_every_answer_that_counts_says_so() -> None:
    assert all_dont_know((dont_know("a"), dont_know("b")))
    assert all_dont_know((dont_know("a"), not_applicable("b"), refused("c")))
    assert not all_dont_know((dont_know("a"), said(0, "b")))
    assert not all_dont_know(())


def test_a_refused_not_applicable_is_no_reply() -> None:
    assert [claim.replied for claim in (said(1), dont_know(), not_applicable(), refused())] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("standing", "fraction"),
    [
        (Standing.ANSWERED, 1.1),
        (Standing.ANSWERED, -0.1),
        (Standing.ANSWERED, float("nan")),
        (Standing.DONT_KNOW, 0.0),
        (Standing.NOT_APPLICABLE, 0.5),
        (Standing.NOT_APPLICABLE_REFUSED, 0.5),
    ],
)
def test_a_claim_that_cannot_be_is_refused(standing: Standing, fraction: float) -> None:
    with pytest.raises(ValueError, match="cannot claim"):
        Claim("lead", standing, fraction)


def test_the_inputs_say_who_said_what_in_the_order_of_the_roles_asked() -> None:
    claims = (refused("e"), words("d"), not_applicable("c"), dont_know("b"), said(4, "a"))
    inputs = claim_inputs("abcdef", claims, None, Policy.MEDIAN, DEFAULT_SCALE)
    assert inputs == (
        ("Claim of a", "4.0"),
        ("Claim of b", "don't know, counts 0"),
        ("Claim of c", "not applicable"),
        ("Claim of d", "answered in words"),
        ("Claim of e", "not applicable, refused by a reviewer"),
        ("Claim of f", "not answered"),
        ("When roles differ", "the median answer stands"),
    )


def test_the_inputs_say_what_the_lead_settled() -> None:
    inputs = claim_inputs("a", (said(4, "a"),), 0.6, Policy.LOWEST, DEFAULT_SCALE)
    assert inputs == (("Claim of a", "4.0"), ("Settled by the lead", "3.0"))
