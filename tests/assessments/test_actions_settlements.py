"""The lead's decision where roles disagree."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assessments.actions import answers, settlements
from assessments.actions.answers import Said
from assessments.models import (
    Answer,
    Assessment,
    AssessmentState,
    Participant,
    Question,
    Settlement,
)
from assessments.picture import take
from organizations.models import User
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.factories import framework_with

pytestmark = pytest.mark.django_db

SETTLED_IN = [AssessmentState.OPEN, AssessmentState.IN_REVIEW]


def settle(assessment: Assessment, question: Question, by: User, value: int = 2) -> Settlement:
    return settlements.settle(
        assessment=assessment, question=question, value=value, reason=" The plan says so. ", by=by
    )


def test_the_settlement_is_the_claim_and_the_answers_stay(
    bobs: Participant, lenas: Participant, question: Question
) -> None:
    for me, level in ((bobs, 1), (lenas, 5)):
        said = Said("answered", level)
        answers.save(participant=me, question=question, said=said, seen=0, by=me.user)
    assert take(bobs.assessment).score.questions[question.key].claimed == 1 / 5
    settled = settle(bobs.assessment, question, lenas.user, 4)
    assert take(bobs.assessment).score.questions[question.key].claimed == 4 / 5
    assert (settled.reason, settled.settled_by) == ("The plan says so.", lenas.user)
    assert set(Answer.objects.values_list("value", flat=True)) == {1, 5}


def test_a_new_settlement_replaces_the_old_and_the_audit_log_keeps_both(
    review: Assessment, question: Question, lena: User, alice: User
) -> None:
    first = settle(review, question, lena, 2)
    second = settle(review, question, alice, 3)
    assert first.pk == second.pk
    assert (second.value, second.settled_by) == (3, alice)
    assert second.settled_at > first.settled_at
    kept = review.organization.audit_events.order_by("sequence").values_list("detail", flat=True)
    assert [detail["value"] for detail in kept] == [2, 3]


@pytest.mark.parametrize("state", list(AssessmentState))
def test_disagreements_are_settled_while_it_is_open_or_in_review(
    review: Assessment, question: Question, lena: User, state: AssessmentState
) -> None:
    Assessment.objects.filter(pk=review.pk).update(state=state)
    if state in SETTLED_IN:
        settlement = settle(review, question, lena)
        settlements.withdraw(settlement=settlement, by=lena)
    else:
        with pytest.raises(Conflict, match="open or in review"):
            settle(review, question, lena)
    assert not Settlement.objects.exists()


@pytest.mark.parametrize("who", ["bob", "rita", "ruth", "charlie"])
def test_only_a_lead_settles_and_withdraws(
    review: Assessment, question: Question, cast: Mapping[str, User], who: str
) -> None:
    settlement = settle(review, question, cast["lena"])
    with pytest.raises(Forbidden):
        settle(review, question, cast[who], 5)
    with pytest.raises(Forbidden):
        settlements.withdraw(settlement=settlement, by=cast[who])
    assert Settlement.objects.get().value == 2


@pytest.mark.parametrize(
    ("value", "reason", "field"), [(6, "Why", "value"), (-1, "Why", "value"), (3, "  ", "reason")]
)
def test_a_settlement_needs_a_level_and_a_reason(
    review: Assessment, question: Question, lena: User, *, value: int, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        settlements.settle(
            assessment=review, question=question, value=value, reason=reason, by=lena
        )
    assert refused.value.field == field


def test_a_question_of_another_framework_is_refused(review: Assessment, lena: User) -> None:
    with pytest.raises(Invalid, match="not one of this framework's"):
        settle(review, framework_with().questions.all()[0], lena)


def test_a_withdrawn_settlement_lets_the_policy_decide_again(
    bobs: Participant, question: Question, lena: User
) -> None:
    said = Said("answered", 3)
    answers.save(participant=bobs, question=question, said=said, seen=0, by=bobs.user)
    settlement = settle(bobs.assessment, question, lena, 0)
    settlements.withdraw(settlement=settlement, by=lena)
    assert take(bobs.assessment).score.questions[question.key].claimed == 3 / 5
    event = bobs.assessment.organization.audit_events.order_by("-sequence")[0]
    assert event.verb == "withdrew a settlement"
    assert event.detail == {"question": question.key, "value": 0}
