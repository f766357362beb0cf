"""Saving what a role says: versions, two people at once, frozen answers, refusals."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from assessments.actions import answers, assessments, participants
from assessments.actions.answers import AnswerConflict, Said
from assessments.models import (
    Answer,
    AnswerVersion,
    Assessment,
    AssessmentState,
    Framework,
    Participant,
    Question,
)
from organizations import audit
from organizations.models import Membership, Organization, User
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.at_once import at_once
from tests.factories import ParticipantFactory, framework_with

pytestmark = pytest.mark.django_db

THREE = Said("answered", 3, "The pattern is written down.")
FROZEN = [state for state in AssessmentState if state != AssessmentState.OPEN]


def say(me: Participant, question: Question, said: Said = THREE, *, seen: int = 0) -> Answer:
    return answers.save(participant=me, question=question, said=said, seen=seen, by=me.user)


@pytest.fixture
def colleague(bobs: Participant, rita: User) -> Participant:
    """Rita, in the same role as bob."""
    return ParticipantFactory.create(assessment=bobs.assessment, user=rita, role=bobs.role)


def test_the_first_answer_is_version_one(bobs: Participant, question: Question) -> None:
    answer = say(bobs, question)
    assert (answer.version, answer.value, answer.note) == (1, 3, "The pattern is written down.")
    assert (answer.said_by, answer.role) == (bobs.user, bobs.role)
    assert answer.versions.get().value == 3


def test_every_change_is_a_version_of_its_own(bobs: Participant, question: Question) -> None:
    say(bobs, question)
    say(bobs, question, Said("dont_know"), seen=1)
    now = say(bobs, question, Said("not_applicable", reason="No queue here."), seen=2)
    assert (now.version, now.standing, now.value) == (3, "not_applicable", None)
    history = list(now.versions.values_list("version", "standing", "value", "reason"))
    assert history == [
        (3, "not_applicable", None, "No queue here."),
        (2, "dont_know", None, ""),
        (1, "answered", 3, ""),
    ]
    assert Answer.objects.count() == 1


def test_saying_the_same_again_adds_nothing(bobs: Participant, question: Question) -> None:
    first = say(bobs, question)
    for seen in (0, 1, 7):
        again = say(
            bobs, question, Said("answered", 3, "  The pattern is written down. "), seen=seen
        )
        assert (again.pk, again.version) == (first.pk, 1)
    assert AnswerVersion.objects.count() == 1
    assert bobs.assessment.organization.audit_events.count() == 1


def test_the_second_of_two_gets_both_versions_and_nothing_is_lost(
    bobs: Participant, colleague: Participant, question: Question
) -> None:
    say(bobs, question)
    with pytest.raises(AnswerConflict, match="Bob saved this answer while you were writing") as it:
        say(colleague, question, Said("answered", 1, "Not any more."))
    assert (it.value.current.value, it.value.current.version) == (3, 1)
    assert it.value.attempted == Said("answered", 1, "Not any more.")
    assert Answer.objects.get().value == 3
    chosen = say(colleague, question, it.value.attempted, seen=it.value.current.version)
    assert (chosen.version, chosen.value, chosen.said_by) == (2, 1, colleague.user)


def test_two_who_say_the_same_do_not_conflict(
    bobs: Participant, colleague: Participant, question: Question
) -> None:
    say(bobs, question)
    assert say(colleague, question).said_by == bobs.user


def test_a_version_that_never_was_is_refused(bobs: Participant, question: Question) -> None:
    with pytest.raises(Conflict, match="never saved"):
        say(bobs, question, seen=4)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (Said("answered", 0), Said("answered", 0)),
        (Said("answered", 5, " n ", "r"), Said("answered", 5, "n")),
        (Said("dont_know", 4, "n", "r"), Said("dont_know", None, "n")),
        (Said("not_applicable", 4, "n", " r "), Said("not_applicable", None, "n", "r")),
    ],
)
def test_only_what_belongs_to_the_kind_of_answer_is_kept(
    bobs: Participant, question: Question, said: Said, kept: Said
) -> None:
    assert Said.of(say(bobs, question, said)) == kept


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("answered"), "value"),
        (Said("answered", 6), "value"),
        (Said("answered", -1), "value"),
        (Said("not_applicable"), "reason"),
        (Said("not_applicable", reason="   "), "reason"),
        (Said("perhaps", 3), "standing"),
        (Said("answered", 3, "x" * 4001), "note"),
        (Said("not_applicable", reason="x" * 2001), "note"),
    ],
)
def test_what_is_no_answer_is_refused_at_its_field(
    bobs: Participant, question: Question, said: Said, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        say(bobs, question, said)
    assert refused.value.field == field
    assert not Answer.objects.exists()


@pytest.mark.parametrize("who", ["alice", "lena", "rita", "ruth", "charlie", "operator"])
def test_nobody_answers_in_the_role_of_another(
    bobs: Participant, question: Question, cast: Mapping[str, User], who: str
) -> None:
    with pytest.raises(Forbidden, match="not asked of you"):
        answers.save(participant=bobs, question=question, said=THREE, seen=0, by=cast[who])


def test_a_question_that_is_not_asked_of_the_role_cannot_be_answered(
    unasked: Participant,
) -> None:
    question = unasked.assessment.framework.questions.get(key="question-0")
    with pytest.raises(Forbidden, match="not asked of you as Devops-Engineer"):
        say(unasked, question)


def test_a_question_of_another_framework_cannot_be_answered(bobs: Participant) -> None:
    other: Framework = framework_with()
    with pytest.raises(Forbidden):
        say(bobs, other.questions.all()[0])


def test_who_is_no_longer_a_member_cannot_answer(bobs: Participant, question: Question) -> None:
    Membership.objects.filter(user=bobs.user).delete()
    with pytest.raises(Forbidden):
        say(bobs, question)


def test_who_became_a_reader_cannot_answer(bobs: Participant, question: Question) -> None:
    Membership.objects.filter(user=bobs.user).update(rights="reader")
    with pytest.raises(Forbidden):
        say(bobs, question)


@pytest.mark.parametrize("state", FROZEN)
def test_answers_are_frozen_unless_the_assessment_is_open(
    bobs: Participant, question: Question, state: AssessmentState
) -> None:
    Assessment.objects.filter(pk=bobs.assessment_id).update(state=state)
    with pytest.raises(Conflict, match="frozen"):
        say(bobs, question)
    assert not Answer.objects.exists()


def test_saving_an_answer_is_recorded(bobs: Participant, question: Question) -> None:
    answer = say(bobs, question)
    event = bobs.assessment.organization.audit_events.get()
    assert (event.verb, event.actor, event.subject_id) == ("answered", bobs.user, str(answer.pk))
    assert event.detail == {
        "assessment": bobs.assessment_id,
        "question": question.pk,
        "version": 1,
        "sha256": answers.seal(answer.versions.get()),
    }


def test_the_record_seals_what_was_said_without_saying_it(
    bobs: Participant, question: Question
) -> None:
    version = say(bobs, question).versions.get()
    seals = {answers.seal(version)}
    for field, other in (("standing", "dont_know"), ("value", 4), ("note", "No."), ("reason", "x")):
        changed = AnswerVersion.objects.get()
        setattr(changed, field, other)
        seals.add(answers.seal(changed))
    assert len(seals) == 5


def test_saving_takes_few_queries(
    bobs: Participant, question: Question, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    me = Participant.objects.select_related(
        "role", "user", "assessment__framework", "assessment__organization"
    ).get(pk=bobs.pk)
    for seen in (0, 1):
        # The savepoint of the action is one, the rest is eight.
        with django_assert_max_num_queries(10):
            say(me, question, Said("answered", seen), seen=seen)


def test_the_history_cannot_be_altered(bobs: Participant, question: Question) -> None:
    say(bobs, question)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AnswerVersion.objects.update(value=5)
    assert AnswerVersion.objects.get().value == 3


def claim_nothing(me: Participant, question: Question) -> Answer:
    return say(me, question, Said("not_applicable", reason="We have no queue."))


def test_a_reviewer_refuses_a_not_applicable_with_a_reason(
    bobs: Participant, question: Question, rita: User
) -> None:
    answer = answers.refuse(answer=claim_nothing(bobs, question), reason=" You do. ", by=rita)
    assert (answer.refused_by, answer.refusal) == (rita, "You do.")
    assert answer.refused_at is not None
    event = bobs.assessment.organization.audit_events.order_by("-sequence")[0]
    assert event.verb == "refused a not applicable"
    assert event.detail == {"question": question.key, "reason": "You do."}


def test_an_answer_after_a_refusal_clears_it(
    bobs: Participant, question: Question, rita: User
) -> None:
    said = Said("not_applicable", reason="We have no queue.")
    answers.refuse(answer=claim_nothing(bobs, question), reason="You do.", by=rita)
    again = say(bobs, question, said, seen=1)
    assert (again.version, again.refused_at, again.refused_by, again.refusal) == (2, None, None, "")
    again.refresh_from_db()
    assert again.refused_at is None


@pytest.mark.parametrize("who", ["lena", "bob", "ruth", "charlie"])
def test_only_a_reviewer_refuses(
    bobs: Participant, question: Question, cast: Mapping[str, User], who: str
) -> None:
    answer = claim_nothing(bobs, question)
    with pytest.raises(Forbidden):
        answers.refuse(answer=answer, reason="You do.", by=cast[who])


def test_what_is_refused(bobs: Participant, question: Question, rita: User) -> None:
    level = say(bobs, question)
    with pytest.raises(Conflict, match="has changed since"):
        answers.refuse(answer=level, reason="You do.", by=rita)
    answer = say(bobs, question, Said("not_applicable", reason="No queue."), seen=1)
    with pytest.raises(Invalid, match="why it does apply"):
        answers.refuse(answer=answer, reason=" ", by=rita)
    answers.refuse(answer=answer, reason="You do.", by=rita)
    with pytest.raises(Conflict, match="refused already"):
        answers.refuse(answer=answer, reason="Again.", by=rita)


def test_an_answer_that_changed_since_is_not_refused(
    bobs: Participant, question: Question, rita: User
) -> None:
    seen = claim_nothing(bobs, question)
    say(bobs, question, Said("not_applicable", reason="Another reason."), seen=1)
    with pytest.raises(Conflict, match="has changed since"):
        answers.refuse(answer=seen, reason="You do.", by=rita)
    assert Answer.objects.get().refused_at is None


@pytest.mark.parametrize("state", [AssessmentState.APPROVED, AssessmentState.PUBLISHED])
def test_a_signed_off_answer_is_not_refused(
    bobs: Participant, question: Question, rita: User, state: AssessmentState
) -> None:
    answer = claim_nothing(bobs, question)
    Assessment.objects.filter(pk=answer.assessment_id).update(state=state)
    with pytest.raises(Conflict, match="while the assessment is open or in review"):
        answers.refuse(answer=answer, reason="You do.", by=rita)


def colleagues(assessment: Assessment, users: list[User]) -> list[Participant]:
    role = assessment.framework.roles.get(key="devops-engineer")
    lead = assessment.created_by
    for user in users:
        participants.add(assessment=assessment, user=user, role=role, by=lead)
    rows = Participant.objects.select_related(
        "role", "user", "assessment__framework", "assessment__organization"
    )
    return list(rows.order_by("pk"))


@pytest.fixture
def pair(transactional_db: None, review: Assessment, bob: User, rita: User) -> list[Participant]:
    return colleagues(review, [bob, rita])


def state_of(organization: Organization) -> tuple[int, int, audit.Flaw | None]:
    fresh = Organization.objects.get(pk=organization.pk)
    return Answer.objects.count(), AnswerVersion.objects.count(), audit.verify(fresh)


@pytest.mark.usefixtures("pair", "many_connections")
def test_two_first_answers_at_once_make_one_and_a_conflict(
    acme: Organization, pair: list[Participant], question: Question
) -> None:
    first, second = pair
    results = at_once(
        lambda: say(first, question, Said("answered", 3)),
        lambda: say(second, question, Said("answered", 1)),
    )
    saved = [one for one in results if isinstance(one, Answer)]
    refused = [one for one in results if isinstance(one, AnswerConflict)]
    assert (len(saved), len(refused)) == (1, 1), results
    assert {saved[0].value, refused[0].attempted.value} == {3, 1}
    assert refused[0].current.value == saved[0].value
    assert at_once(lambda: state_of(acme)) == [(1, 1, None)]


@pytest.mark.usefixtures("pair", "many_connections")
def test_a_submit_and_a_save_at_once_never_cross(
    acme: Organization, pair: list[Participant], question: Question, lena: User
) -> None:
    found = pair[0].assessment

    def submit() -> object:
        return assessments.submit(assessment=found, by=lena)

    def save() -> object:
        return say(pair[1], question)

    results = at_once(submit, save)
    assert isinstance(results[0], Assessment)
    said, refused = isinstance(results[1], Answer), isinstance(results[1], Conflict)
    assert said or refused, results
    counted = at_once(lambda: state_of(acme))
    assert counted == [(int(said), int(said), None)]
