"""Approving a “not applicable”, confirming what was carried over, sealing every kind of answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pytest

from assessments.actions import answers
from assessments.models import Answer, AnswerVersion, Assessment, AssessmentState, Participant
from assessments.pages.review import queue
from assessments.said import Pick, PickState, Said
from organizations.models import User, Workload
from organizations.refusals import Conflict, Forbidden
from tests.assessments.saying import ONE_OF_EACH, PEAKS, say, ticks
from tests.factories import AssessmentFactory, FrameworkFactory, ParticipantFactory, every_kind

pytestmark = pytest.mark.django_db

NOTHING = Said("not_applicable", reason="We have no queue.")


def test_a_reviewer_approves_a_not_applicable(me: Participant, rita: User) -> None:
    answer = answers.approve(answer=say(me, "multiple", NOTHING), by=rita)
    assert answer.approved_by == rita
    assert answer.approved_at is not None
    event = me.assessment.organization.audit_events.order_by("-sequence")[0]
    assert (event.verb, event.actor) == ("approved a not applicable", rita)
    assert event.detail == {"question": "multiple"}


def test_it_waits_for_a_reviewer_until_it_is_decided(me: Participant, rita: User) -> None:
    answer = say(me, "level", NOTHING)
    assert queue(rita).claims == [answer]
    answers.approve(answer=answer, by=rita)
    assert queue(rita).claims == []


def test_ones_own_waits_for_another_reviewer(kinds: Assessment, alice: User, rita: User) -> None:
    role = kinds.framework.roles.get(key="developer")
    own = ParticipantFactory.create(assessment=kinds, user=rita, role=role)
    answer = say(own, "level", NOTHING)
    assert (queue(rita).claims, queue(alice).claims) == ([], [answer])
    with pytest.raises(Forbidden, match="another reviewer decides"):
        answers.approve(answer=answer, by=rita)
    assert answers.approve(answer=answer, by=alice).approved_by == alice


@pytest.mark.parametrize("who", ["lena", "bob", "ruth", "charlie"])
def test_only_a_reviewer_approves(me: Participant, cast: Mapping[str, User], who: str) -> None:
    answer = say(me, "level", NOTHING)
    with pytest.raises(Forbidden):
        answers.approve(answer=answer, by=cast[who])
    assert Answer.objects.get().approved_at is None


def test_what_cannot_be_approved(me: Participant, rita: User) -> None:
    with pytest.raises(Conflict, match="has changed since"):
        answers.approve(answer=say(me, "level", ONE_OF_EACH["level"]), by=rita)
    seen = say(me, "boolean", NOTHING)
    say(me, "boolean", Said("not_applicable", reason="Another reason."), seen=1)
    with pytest.raises(Conflict, match="has changed since"):
        answers.approve(answer=seen, by=rita)
    answer = Answer.objects.get(question__key="boolean")
    answers.approve(answer=answer, by=rita)
    with pytest.raises(Conflict, match="was approved"):
        answers.approve(answer=answer, by=rita)
    refused = answers.refuse(answer=say(me, "text", NOTHING), reason="You do.", by=rita)
    with pytest.raises(Conflict):
        answers.approve(answer=refused, by=rita)


@pytest.mark.parametrize("state", [AssessmentState.APPROVED, AssessmentState.PUBLISHED])
def test_a_signed_off_answer_is_not_approved(
    me: Participant, rita: User, state: AssessmentState
) -> None:
    answer = say(me, "level", NOTHING)
    Assessment.objects.filter(pk=answer.assessment_id).update(state=state)
    with pytest.raises(Conflict, match="while the assessment is open or in review"):
        answers.approve(answer=answer, by=rita)


def test_an_approval_is_of_one_version(me: Participant, rita: User) -> None:
    answers.approve(answer=say(me, "level", NOTHING), by=rita)
    same = say(me, "level", NOTHING, seen=1)
    assert (same.version, same.approved_by) == (1, rita)
    other = say(me, "level", Said("not_applicable", reason="None at all."), seen=1)
    other.refresh_from_db()
    assert (other.version, other.approved_by, other.approved_at) == (2, None, None)


def test_a_reviewer_may_refuse_what_was_approved(me: Participant, rita: User) -> None:
    answer = answers.approve(answer=say(me, "level", NOTHING), by=rita)
    answers.refuse(answer=answer, reason="You bought one.", by=rita)
    answer.refresh_from_db()
    assert (answer.approved_at, answer.approved_by, answer.refused_by) == (None, None, rita)


def carried(me: Participant, said: Said) -> Answer:
    """An answer that a move brought along, to a question that has changed."""
    answer = say(me, "multiple", said)
    before = FrameworkFactory.create(organization=me.assessment.organization)
    Answer.objects.filter(pk=answer.pk).update(carried_from=before)
    answer.refresh_from_db()
    return answer


def test_saying_the_same_again_confirms_what_was_carried_over(me: Participant) -> None:
    said = ticks(PEAKS)
    assert not carried(me, said).counts
    now = say(me, "multiple", said, seen=1)
    now.refresh_from_db()
    assert (now.version, now.carried_from, now.counts) == (2, None, True)
    assert now.versions.count() == 2


def test_what_waits_to_be_confirmed_is_not_put_to_a_reviewer(me: Participant, rita: User) -> None:
    answer = carried(me, NOTHING)
    assert queue(rita).claims == []
    with pytest.raises(Conflict):
        answers.approve(answer=answer, by=rita)


def test_a_question_of_a_group_that_is_not_chosen_cannot_be_answered(
    shop: Workload, bob: User
) -> None:
    framework = every_kind()
    few, many = (
        framework.groups.create(key=key, name=key, position=place)
        for place, key in enumerate(("few", "many"))
    )
    framework.questions.get(key="level").groups.add(many)
    assessment = AssessmentFactory.create(workload=shop, framework=framework)
    mine = ParticipantFactory.create(assessment=assessment, user=bob)
    assessment.groups.add(few)
    with pytest.raises(Forbidden, match="not asked of you"):
        say(mine, "level", ONE_OF_EACH["level"])
    assert say(mine, "text", ONE_OF_EACH["text"]).counts
    assessment.groups.add(many)
    assert say(mine, "level", ONE_OF_EACH["level"]).counts


def test_the_seal_of_a_level_is_what_it_was_before_there_were_other_kinds(me: Participant) -> None:
    version = say(me, "level", Said("answered", 3, "Written down.")).versions.get()
    text = (
        f'{{"at":"{version.said_at.isoformat()}","by":{version.said_by_id},'
        '"note":"Written down.","reason":"","standing":"answered","value":3}'
    )
    assert answers.seal(version) == hashlib.sha256(text.encode()).hexdigest()


def test_the_seal_covers_what_every_kind_says(me: Participant) -> None:
    version = say(me, "multiple", ticks(PEAKS)).versions.get()
    seals = {answers.seal(version)}
    others: dict[str, object] = {
        "picks": [{"choice": PEAKS, "state": PickState.TICKED.value, "note": "No."}],
        "number": 0.0,
        "text": "Words.",
        "value": 0,
    }
    for field, other in others.items():
        changed = AnswerVersion.objects.get()
        setattr(changed, field, other)
        seals.add(answers.seal(changed))
    assert len(seals) == 5


def test_the_event_names_no_choice(me: Participant) -> None:
    say(me, "multiple", Said("answered", picks=(Pick(PEAKS, note="A secret."),)))
    event = me.assessment.organization.audit_events.get()
    assert set(event.detail) == {"assessment", "question", "version", "sha256"}
