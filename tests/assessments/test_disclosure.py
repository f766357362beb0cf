"""On every face: what others said to a question is seen after one's own answer, so that nobody
anchors, and by everybody once no answers can be given."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions import answers
from assessments.actions.answers import Said
from assessments.models import Assessment, AssessmentState, Participant, Question
from organizations.models import User
from tests.assessments.rest import Rest

SignedIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db

HIDDEN = "shown once you have answered"
SAID = "Developer: 5 Optimizing"


def say(me: Participant, question: Question, level: int) -> None:
    what = Said("answered", level, "Ask the on-call.")
    answers.save(participant=me, question=question, said=what, seen=0, by=me.user)


def trace(signed_in: SignedIn, user: User, question: Question, review: Assessment) -> str:
    address = reverse("assessments:trace", args=[review.pk])
    return signed_in(user).get(f"{address}?at={question.key}").content.decode()


def test_the_trace_says_what_others_said_after_ones_own_answer(
    signed_in: SignedIn,
    review: Assessment,
    bobs: Participant,
    lenas: Participant,
    question: Question,
) -> None:
    say(lenas, question, 5)
    before = trace(signed_in, bobs.user, question, review)
    assert HIDDEN in before
    assert "Claim of the Developer" not in before
    assert "Claim of the Developer" in trace(signed_in, lenas.user, question, review)
    say(bobs, question, 1)
    assert "Claim of the Developer" in trace(signed_in, bobs.user, question, review)


def test_roles_that_disagree_are_named_before_ones_own_answer_and_quoted_after_it(
    signed_in: SignedIn,
    review: Assessment,
    bobs: Participant,
    lenas: Participant,
    question: Question,
) -> None:
    bob = bobs.user
    say(lenas, question, 5)
    say(bobs, question, 1)
    page = review.get_absolute_url()
    assert SAID in signed_in(bob).get(page).content.decode()
    bobs.assessment.participants.filter(user=bob).delete()
    body = signed_in(bob).get(page).content.decode()
    assert "Roles disagree" in body
    assert SAID not in body
    assert "You see what they said once you have answered." in body


@pytest.mark.parametrize("state", [one for one in AssessmentState if one != AssessmentState.OPEN])
def test_what_was_said_is_everybodys_once_answers_are_frozen(
    signed_in: SignedIn,
    bobs: Participant,
    lenas: Participant,
    question: Question,
    state: AssessmentState,
) -> None:
    review = lenas.assessment
    say(lenas, question, 5)
    Assessment.objects.filter(pk=review.pk).update(state=state)
    assert "Claim of the Developer" in trace(signed_in, bobs.user, question, review)
    listed = Rest(bobs.user).get(f"assessments/{review.pk}/answers/").json()["results"]
    assert [one["value"] for one in listed] == [5]


def test_the_audit_log_does_not_say_what_was_said(
    signed_in: SignedIn, review: Assessment, bob: User, lenas: Participant, question: Question
) -> None:
    say(lenas, question, 5)
    (event,) = Rest(bob).get("audit-events/?verb=answered").json()["results"]
    assert not {"standing", "value", "note", "reason"} & set(event["detail"])
    assert "on-call" not in json.dumps(event)
