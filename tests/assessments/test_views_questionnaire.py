"""Answering on the web: saved as you go, by an ordinary submit, and two people at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions import answers
from assessments.actions.answers import Said
from assessments.models import Answer, Assessment, AssessmentState, Participant, Question
from organizations.models import User
from tests.factories import ParticipantFactory

SignedIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


def address(me: Participant, question: Question, name: str = "answer") -> str:
    return reverse(f"assessments:{name}", args=[me.assessment_id, question.key, me.role.key])


def page(me: Participant, question: Question) -> str:
    return reverse("assessments:questionnaire", args=[me.assessment_id, question.section.key])


def say(me: Participant, question: Question, level: int, seen: int = 0) -> Answer:
    return answers.save(
        participant=me, question=question, said=Said("answered", level), seen=seen, by=me.user
    )


def test_start_leads_to_my_first_unanswered_question(
    signed_in: SignedIn, bobs: Participant, question: Question
) -> None:
    for one in question.section.questions.all():
        say(bobs, one, 2)
    response = signed_in(bobs.user).get(reverse("assessments:start", args=[bobs.assessment_id]))
    assert response.headers["Location"].endswith("/answer/practice-1/")


def test_someone_without_a_role_is_told_so(
    signed_in: SignedIn, review: Assessment, rita: User, question: Question
) -> None:
    client = signed_in(rita)
    for name, rest in (("start", []), ("questionnaire", [question.section.key])):
        response = client.get(reverse(f"assessments:{name}", args=[review.pk, *rest]))
        assert "Nothing is asked of you here" in response.content.decode()


def test_an_ordinary_submit_saves_and_returns_to_the_question(
    signed_in: SignedIn, bobs: Participant, question: Question
) -> None:
    sent = {"said": "3", "note": "The pattern is written.", "seen": "0"}
    response = signed_in(bobs.user).post(address(bobs, question), sent)
    assert response.status_code == 302
    assert response.headers["Location"] == (
        f"{page(bobs, question)}?at={question.key}#q-{question.key}-devops-engineer"
    )
    saved = Answer.objects.get()
    assert (saved.value, saved.note, saved.version) == (3, "The pattern is written.", 1)


def test_a_save_by_htmx_returns_the_new_version_only(
    signed_in: SignedIn, bobs: Participant, question: Question
) -> None:
    response = signed_in(bobs.user).post(
        address(bobs, question), {"said": "3", "seen": "0"}, headers=HTMX
    )
    assert response.headers["HX-Trigger"] == '{"answer-saved": {}}'
    assert f'id="seen-{question.key}-devops-engineer" value="1"' in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"said": "7"}, "Choose a level: 0, 1, 2, 3, 4, 5."),
        ({"said": "many"}, "Choose a level: 0, 1, 2, 3, 4, 5."),
        ({"said": ""}, "Choose a level: 0, 1, 2, 3, 4, 5."),
        ({"said": "not_applicable"}, "Say why the question does not apply."),
    ],
)
def test_what_cannot_be_saved_says_why_and_keeps_what_was_typed(
    signed_in: SignedIn,
    bobs: Participant,
    question: Question,
    sent: dict[str, str],
    words: str,
) -> None:
    client = signed_in(bobs.user)
    sent = {**sent, "note": "typed already", "seen": "0"}
    fragment = client.post(address(bobs, question), sent, headers=HTMX)
    assert (fragment.status_code, words in fragment.content.decode()) == (422, True)
    whole = client.post(address(bobs, question), sent)
    body = whole.content.decode()
    assert (whole.status_code, words in body, "typed already" in body) == (422, True, True)
    assert not Answer.objects.exists()


def test_a_form_without_its_version_is_refused(
    signed_in: SignedIn, bobs: Participant, question: Question
) -> None:
    assert signed_in(bobs.user).post(address(bobs, question), {"said": "3"}).status_code == 400


def test_the_second_of_two_people_sees_both_versions_and_chooses(
    signed_in: SignedIn, bobs: Participant, question: Question, rita: User
) -> None:
    rival = ParticipantFactory.create(assessment=bobs.assessment, user=rita, role=bobs.role)
    say(rival, question, 1)
    client = signed_in(bobs.user)
    sent = {"said": "4", "note": "mine", "seen": "0"}
    for headers in ({}, HTMX):
        response = client.post(address(bobs, question), sent, headers=headers)
        body = response.content.decode()
        assert response.status_code == 409
        assert "Rita changed this answer" in body
        assert "4 Measured" in body
        assert "1 Initial" in body
        assert 'name="over" value="1"' in body
    assert Answer.objects.get().value == 1

    mine = {**sent, "over": "1", "keep": "mine"}
    assert client.post(address(bobs, question), mine).status_code == 302
    answer = Answer.objects.get()
    assert (answer.value, answer.version) == (4, 2)
    assert [v.value for v in answer.versions.order_by("version")] == [1, 4]


def test_keeping_theirs_changes_nothing(
    signed_in: SignedIn, bobs: Participant, question: Question
) -> None:
    say(bobs, question, 1)
    client = signed_in(bobs.user)
    sent = {"said": "4", "seen": "0", "over": "1", "keep": "theirs"}
    assert client.post(address(bobs, question), sent).status_code == 302
    again = client.post(address(bobs, question), sent, headers=HTMX)
    assert (again.status_code, again.headers["HX-Refresh"]) == (204, "true")
    assert Answer.objects.get().value == 1


def test_a_third_save_in_between_is_a_conflict_again(
    signed_in: SignedIn, bobs: Participant, question: Question
) -> None:
    say(bobs, question, 1)
    say(bobs, question, 2, seen=1)
    sent = {"said": "4", "seen": "0", "over": "1", "keep": "mine"}
    response = signed_in(bobs.user).post(address(bobs, question), sent)
    assert response.status_code == 409
    assert Answer.objects.get().value == 2


def test_others_answers_show_only_after_mine(
    signed_in: SignedIn, bobs: Participant, lenas: Participant, question: Question
) -> None:
    answers.save(
        participant=lenas,
        question=question,
        said=Said("answered", 5, "Every flow is evented."),
        seen=0,
        by=lenas.user,
    )
    client = signed_in(bobs.user)
    before = client.get(page(bobs, question)).content.decode()
    assert "1 other role answered. You see what they said once you have." in before
    assert "Every flow is evented." not in before
    hidden = client.get(address(bobs, question, "state")).content.decode()
    assert "Every flow is evented." not in hidden
    say(bobs, question, 2)
    shown = client.get(address(bobs, question, "state")).content.decode()
    assert "Every flow is evented." in shown
    assert "1 of 4 questions answered" in shown


def test_a_refused_not_applicable_counts_as_unanswered_below_the_question_too(
    signed_in: SignedIn, bobs: Participant, question: Question, rita: User
) -> None:
    nothing = Said("not_applicable", reason="No queue.")
    mine = answers.save(participant=bobs, question=question, said=nothing, seen=0, by=bobs.user)
    answers.refuse(answer=mine, reason="You do.", by=rita)
    shown = signed_in(bobs.user).get(address(bobs, question, "state")).content.decode()
    assert "0 of 4 questions answered" in shown


def test_answers_are_frozen_in_review(
    signed_in: SignedIn, bobs: Participant, question: Question
) -> None:
    say(bobs, question, 2)
    Assessment.objects.update(state=AssessmentState.IN_REVIEW)
    client = signed_in(bobs.user)
    response = client.post(address(bobs, question), {"said": "5", "seen": "1"}, headers=HTMX)
    assert response.status_code == 422
    assert "Answers are frozen" in response.content.decode()
    assert "disabled" in client.get(page(bobs, question)).content.decode()
    assert Answer.objects.get().value == 2


def test_a_question_not_asked_of_my_role_cannot_be_answered(
    signed_in: SignedIn, unasked: Participant
) -> None:
    question = unasked.assessment.framework.questions.get(key="question-0")
    client = signed_in(unasked.user)
    response = client.post(address(unasked, question), {"said": "3", "seen": "0"})
    assert response.status_code == 403
    assert client.get(address(unasked, question, "state")).status_code == 404


def test_another_role_cannot_be_spoken_for(
    signed_in: SignedIn, bobs: Participant, lenas: Participant, question: Question
) -> None:
    client = signed_in(bobs.user)
    assert client.post(address(lenas, question), {"said": "3", "seen": "0"}).status_code == 404


def test_the_history_shows_every_version_newest_first(
    signed_in: SignedIn, bobs: Participant, question: Question
) -> None:
    say(bobs, question, 1)
    say(bobs, question, 4, seen=1)
    body = signed_in(bobs.user).get(address(bobs, question, "history")).content.decode()
    assert body.index("4 Measured") < body.index("1 Initial")


def test_a_refused_not_applicable_asks_again(
    signed_in: SignedIn, bobs: Participant, question: Question, rita: User
) -> None:
    answer = answers.save(
        participant=bobs,
        question=question,
        said=Said("not_applicable", None, "", "We have no queues."),
        seen=0,
        by=bobs.user,
    )
    answers.refuse(answer=answer, reason="You have three.", by=rita)
    body = signed_in(bobs.user).get(page(bobs, question)).content.decode()
    assert "You have three." in body
    assert "0 of 4 questions answered" in body
