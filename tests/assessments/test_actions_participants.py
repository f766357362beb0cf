"""Giving roles to people, and taking them away."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assessments.actions import answers, participants
from assessments.actions.answers import Said
from assessments.models import (
    Answer,
    Assessment,
    AssessmentState,
    Participant,
    Question,
    Role,
)
from organizations.models import User
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.factories import framework_with

pytestmark = pytest.mark.django_db

LOCKED = [AssessmentState.IN_REVIEW, AssessmentState.APPROVED, AssessmentState.PUBLISHED]


@pytest.fixture
def role(draft: Assessment) -> Role:
    return draft.framework.roles.get(key="developer")


def test_a_lead_gives_a_role_once(draft: Assessment, role: Role, lena: User, bob: User) -> None:
    first = participants.add(assessment=draft, user=bob, role=role, by=lena)
    again = participants.add(assessment=draft, user=bob, role=role, by=lena)
    assert first == again
    event = draft.organization.audit_events.get()
    assert event.verb == "gave a role"
    assert event.detail == {"to": "bob@example.org", "role": "developer"}


def test_one_person_has_several_roles_and_one_role_several_people(
    draft: Assessment, lena: User, bob: User, rita: User
) -> None:
    for user in (bob, rita):
        for role in draft.framework.roles.all():
            participants.add(assessment=draft, user=user, role=role, by=lena)
    assert draft.participants.count() == 4


@pytest.mark.parametrize("who", ["bob", "rita", "ruth", "charlie"])
def test_nobody_else_gives_or_takes_roles(
    draft: Assessment, role: Role, cast: Mapping[str, User], who: str
) -> None:
    given = participants.add(assessment=draft, user=cast["bob"], role=role, by=cast["lena"])
    with pytest.raises(Forbidden):
        participants.add(assessment=draft, user=cast["rita"], role=role, by=cast[who])
    with pytest.raises(Forbidden):
        participants.remove(participant=given, by=cast[who])
    assert list(draft.participants.all()) == [given]


@pytest.mark.parametrize("who", ["ruth", "charlie", "operator"])
def test_a_role_goes_only_to_somebody_who_may_answer_here(
    draft: Assessment, role: Role, cast: Mapping[str, User], who: str
) -> None:
    with pytest.raises(Invalid, match="may not answer in Acme") as refused:
        participants.add(assessment=draft, user=cast[who], role=role, by=cast["lena"])
    assert refused.value.field == "user"


def test_a_role_of_another_framework_is_refused(draft: Assessment, lena: User, bob: User) -> None:
    role = framework_with().roles.all()[0]
    with pytest.raises(Invalid, match="not one of this framework's"):
        participants.add(assessment=draft, user=bob, role=role, by=lena)


@pytest.mark.parametrize("state", LOCKED)
def test_roles_are_settled_once_answers_are_reviewed(
    bobs: Participant, lena: User, rita: User, state: AssessmentState
) -> None:
    Assessment.objects.filter(pk=bobs.assessment_id).update(state=state)
    with pytest.raises(Conflict):
        participants.add(assessment=bobs.assessment, user=rita, role=bobs.role, by=lena)
    with pytest.raises(Conflict):
        participants.remove(participant=bobs, by=lena)


def test_what_was_said_stays_when_the_role_is_taken_away(
    bobs: Participant, question: Question, lena: User, bob: User
) -> None:
    said = Said("answered", 3)
    answers.save(participant=bobs, question=question, said=said, seen=0, by=bob)
    participants.remove(participant=bobs, by=lena)
    assert Answer.objects.get().said_by == bob
    assert not Participant.objects.exists()
    with pytest.raises(Forbidden):
        answers.save(participant=bobs, question=question, said=said, seen=1, by=bob)
