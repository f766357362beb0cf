"""The card of every kind of question: by htmx, by an ordinary submit, in conflict, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions import answers, links
from assessments.models import Answer, Assessment, AssessmentState, Choice, Participant, Reading
from assessments.said import Pick, PickState, Said
from organizations.models import User
from tests.assessments.saying import (
    ALARMS,
    DEAD,
    NONE,
    ONE_OF_EACH,
    PEAKS,
    excused,
    say,
    ticks,
)
from tests.factories import ArtifactFactory, FrameworkFactory, ParticipantFactory

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}

SENT: dict[str, dict[str, Any]] = {
    "level": {"said": "3"},
    "single": {"said": "choice:some"},
    "multiple": {"said": "", "ticked": [PEAKS, ALARMS], f"about:{PEAKS}": "", f"about:{DEAD}": ""},
    "boolean": {"said": "1"},
    "number": {"said": "", "number": "412.5"},
    "text": {"said": "", "text": "Mail, and the nightly import."},
}


def address(me: Participant, key: str, name: str = "answer") -> str:
    return reverse(f"assessments:{name}", args=[me.assessment_id, key, me.role.key])


def page(me: Participant) -> str:
    return reverse("assessments:questionnaire", args=[me.assessment_id, "practice-0"])


def card(client: Client, me: Participant, key: str) -> str:
    """The part of the page that holds this question."""
    body = client.get(page(me)).content.decode()
    start = body.index(f'id="q-{key}-{me.role.key}"')
    return " ".join(body[start : body.index("</form>", start)].split())


def below(client: Client, me: Participant, key: str) -> str:
    """What stands below the question after a save."""
    return " ".join(client.get(address(me, key, "state")).content.decode().split())


@pytest.mark.parametrize("kind", sorted(SENT))
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["submit", "htmx"])
def test_every_kind_is_answered(
    signed_in: SignedIn, me: Participant, kind: str, headers: dict[str, str]
) -> None:
    client = signed_in(me.user)
    sent = {**SENT[kind], "seen": "0", "note": ""}
    response = client.post(address(me, kind), sent, headers=headers)
    assert response.status_code == (200 if headers else 302)
    assert Said.of(Answer.objects.get()) == ONE_OF_EACH[kind]
    again = client.post(address(me, kind), {**sent, "seen": "1"}, headers=HTMX)
    assert (again.status_code, Answer.objects.get().version) == (200, 1)


@pytest.mark.parametrize("kind", sorted(ONE_OF_EACH))
def test_the_card_shows_what_was_said(signed_in: SignedIn, me: Participant, kind: str) -> None:
    client = signed_in(me.user)
    mark = {"number": 'value="412.5"', "text": "nightly import"}.get(kind, " checked")
    marks = card(client, me, kind).count(mark)
    say(me, kind, ONE_OF_EACH[kind])
    more = {"multiple": 2}.get(kind, 1)
    assert card(client, me, kind).count(mark) == marks + more


def test_notes_and_exceptions_of_single_choices_are_saved(
    signed_in: SignedIn, me: Participant
) -> None:
    sent = {
        "ticked": [PEAKS],
        "excused": [DEAD],
        f"about:{PEAKS}": "Since\r\nMarch.",
        f"about:{DEAD}": "",
        f"about:{ALARMS}": "Next month.",
        "seen": "0",
    }
    client = signed_in(me.user)
    client.post(address(me, "multiple"), sent)
    assert Said.of(Answer.objects.get()).picks == (
        Pick(PEAKS, note="Since\nMarch."),
        Pick(ALARMS, PickState.OPEN, "Next month."),
        excused(DEAD),
    )
    shown = card(client, me, "multiple")
    assert 'name="excused" value="queue_dead" checked' in shown
    assert "Next month." in shown


@pytest.mark.parametrize(
    ("kind", "sent", "words"),
    [
        ("single", {"said": "choice:never"}, "is no choice of this question"),
        ("single", {"said": "some"}, "Choose one"),
        ("multiple", {"ticked": [PEAKS], "excused": [PEAKS]}, "is said twice: choose one"),
        ("multiple", {"said": "", "note": ""}, "Tick what you have"),
        ("multiple", {"excused": [NONE]}, "always applies"),
        ("boolean", {"said": "2"}, "yes (1) or no (0)"),
        ("number", {"number": "many"}, "Give a number"),
        ("number", {"number": ""}, "Give a number"),
        ("text", {"text": " "}, "Write your answer"),
        ("text", {"text": "x" * 4001}, "up to 4,000 characters"),
        ("level", {"said": "3", "note": "x" * 4001}, "up to 4,000 characters"),
        ("number", {"said": "not_applicable", "number": "4"}, "Say why"),
    ],
)
def test_what_cannot_be_saved_says_why_and_keeps_what_was_typed(
    signed_in: SignedIn, me: Participant, kind: str, sent: dict[str, Any], words: str
) -> None:
    client = signed_in(me.user)
    sent = {"note": "typed already", **sent, "seen": "0"}
    fragment = client.post(address(me, kind), sent, headers=HTMX)
    assert (fragment.status_code, words in fragment.content.decode()) == (422, True)
    whole = client.post(address(me, kind), sent)
    body = whole.content.decode()
    assert (whole.status_code, words in body, sent["note"] in body) == (422, True, True)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"ticked": ["a\0b"]},
        {"about:queue_peaks": "a\0b", "ticked": [PEAKS]},
        {"text": "a\0b"},
        {"ticked": [PEAKS], "seen": "-1"},
    ],
)
def test_a_form_that_no_browser_sends_is_refused(
    signed_in: SignedIn, me: Participant, sent: dict[str, Any]
) -> None:
    response = signed_in(me.user).post(address(me, "multiple"), {"seen": "0", **sent})
    assert response.status_code == 400
    assert not Answer.objects.exists()


@pytest.mark.parametrize("kind", ["number", "text"])
def test_an_emptied_field_takes_the_answer_back(
    signed_in: SignedIn, me: Participant, kind: str
) -> None:
    say(me, kind, ONE_OF_EACH[kind])
    client = signed_in(me.user)
    emptied = {**SENT[kind], kind: "", "seen": "1", "note": "Later."}
    assert client.post(address(me, kind), emptied, headers=HTMX).status_code == 200
    assert (Answer.objects.get().standing, Answer.objects.get().note) == ("open", "Later.")
    assert "0 of 6 questions answered" in below(client, me, kind)


def test_unticking_everything_takes_the_answer_back(signed_in: SignedIn, me: Participant) -> None:
    say(me, "multiple", ONE_OF_EACH["multiple"])
    client = signed_in(me.user)
    sent = {"said": "", "seen": "1", f"about:{PEAKS}": "Since March."}
    assert client.post(address(me, "multiple"), sent, headers=HTMX).status_code == 200
    assert Answer.objects.get().standing == "open"
    assert "0 of 6 questions answered" in below(client, me, "multiple")
    assert "Since March." in card(client, me, "multiple")


@pytest.mark.parametrize("kind", sorted(SENT))
def test_an_answer_is_taken_back_with_a_button(
    signed_in: SignedIn, me: Participant, kind: str
) -> None:
    client = signed_in(me.user)
    assert 'name="clear"' not in card(client, me, kind)
    say(me, kind, ONE_OF_EACH[kind])
    assert 'name="clear"' in card(client, me, kind)
    sent = {**SENT[kind], "clear": "1", "seen": "1", "note": "I was wrong."}
    response = client.post(address(me, kind), sent, headers=HTMX)
    assert response.headers["HX-Retarget"] == f"#q-{kind}-devops-engineer"
    assert response.headers["HX-Reswap"] == "outerHTML"
    body = response.content.decode()
    assert "0 of 6 questions answered" in body
    assert "I was wrong." in body
    assert f'id="seen-{kind}-devops-engineer" value="2"' in body
    assert (Answer.objects.get().standing, Answer.objects.get().version) == ("open", 2)


def test_without_script_an_answer_is_taken_back_too(signed_in: SignedIn, me: Participant) -> None:
    say(me, "level", ONE_OF_EACH["level"])
    sent = {"said": "3", "clear": "1", "seen": "1"}
    assert signed_in(me.user).post(address(me, "level"), sent).status_code == 302
    assert Answer.objects.get().standing == "open"


def test_ticks_are_there_again_when_the_question_applies(
    signed_in: SignedIn, me: Participant
) -> None:
    client = signed_in(me.user)
    sent = {"said": "not_applicable", "reason": "No queue.", "ticked": [PEAKS], "seen": "0"}
    client.post(address(me, "multiple"), sent)
    assert f'value="{PEAKS}" checked' in card(client, me, "multiple")
    client.post(address(me, "multiple"), {"said": "", "ticked": [PEAKS], "seen": "1"})
    assert Said.of(Answer.objects.get()) == ticks(PEAKS)


@pytest.mark.parametrize(
    ("kind", "rival", "words"),
    [
        ("single", ticks("no"), "No"),
        ("multiple", Said("answered", picks=(excused(DEAD, "Dropped."),)), "0 of 3 ticked"),
        ("boolean", Said("answered", 0), "No"),
        ("number", Said("answered", number=1234567.25), "1,234,567.25"),
        ("text", Said("answered", text="Long. " * 60), "Long. Long."),
    ],
)
def test_both_versions_of_a_conflict_are_read_for_every_kind(
    signed_in: SignedIn, me: Participant, rita: User, *, kind: str, rival: Said, words: str
) -> None:
    colleague = ParticipantFactory.create(assessment=me.assessment, user=rita, role=me.role)
    say(colleague, kind, rival)
    client = signed_in(me.user)
    sent = {**SENT[kind], "seen": "0"}
    for headers in ({}, HTMX):
        response = client.post(address(me, kind), sent, headers=headers)
        body = response.content.decode()
        assert response.status_code == 409
        assert words in body
        assert 'name="over" value="1"' in body
    mine = {**sent, "over": "1", "keep": "mine"}
    assert client.post(address(me, kind), mine).status_code == 302
    assert Said.of(Answer.objects.get()) == ONE_OF_EACH[kind]


def test_a_conflict_marks_the_choices_on_which_two_differ(
    signed_in: SignedIn, me: Participant, rita: User
) -> None:
    colleague = ParticipantFactory.create(assessment=me.assessment, user=rita, role=me.role)
    say(colleague, "multiple", Said("answered", picks=(Pick(PEAKS), excused(DEAD, "Dropped."))))
    sent = {"ticked": [PEAKS, ALARMS], "seen": "0", f"about:{NONE}": ""}
    response = signed_in(me.user).post(address(me, "multiple"), sent, headers=HTMX)
    body = " ".join(response.content.decode().split())
    assert body.count("ticked differs") == 1
    assert body.count("not_applicable differs") == 1
    assert "Dropped." in body


def test_what_comes_of_the_ticks_shows_once_they_are_made(
    signed_in: SignedIn, me: Participant, developer: Participant
) -> None:
    say(developer, "multiple", ticks(PEAKS))
    client = signed_in(me.user)
    before = card(client, me, "multiple")
    for hidden in ("Claimed risk", "What to do about", "How this is read"):
        assert hidden not in before
    say(me, "multiple", ticks(PEAKS, ALARMS))
    shown = below(client, me, "multiple")
    assert "Claimed risk" in shown
    assert "Proven risk" in shown
    assert "Your answer claims 2.5 of 5." in shown
    assert "What to do about 1 not ticked" in shown
    assert "Give each its own." in shown
    assert "Begin with the slowest call." not in shown
    assert "What other roles said (1)" in shown


def test_what_is_read_differs_with_the_reading(signed_in: SignedIn, me: Participant) -> None:
    say(me, "multiple", ticks(PEAKS, NONE))
    client = signed_in(me.user)
    shown = below(client, me, "multiple")
    assert "“None of these” is ticked beside others." in shown
    assert "as the AWS Well-Architected Tool does" in shown
    Assessment.objects.update(reading=Reading.STRICT)
    assert "This assessment reads strictly" in below(client, me, "multiple")


def test_a_number_shows_its_unit_and_what_it_claims(signed_in: SignedIn, me: Participant) -> None:
    client = signed_in(me.user)
    shown = card(client, me, "number").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "below 300 s:</span> 5 Optimizing" in shown
    assert "from 300 s on:</span> 2 Repeatable" in shown
    say(me, "number", ONE_OF_EACH["number"])
    assert "Your answer claims 2.0 of 5." in below(client, me, "number")


def test_evidence_behind_a_choice_stands_beside_it(signed_in: SignedIn, me: Participant) -> None:
    artifact = ArtifactFactory.create(
        organization=me.assessment.organization, title="Alarm on message age"
    )
    choice = Choice.objects.get(question__framework=me.assessment.framework, key=ALARMS)
    links.link(assessment=me.assessment, evidence=artifact, to=choice, by=me.user)
    shown = card(signed_in(me.user), me, "multiple")
    assert shown.count("Alarm on message age") == 1
    assert shown.index(ALARMS) < shown.index("Alarm on message age") < shown.index(DEAD)
    attach = f"?question=multiple&amp;choice={ALARMS}&amp;role=devops-engineer"
    assert attach in shown


def test_help_with_a_choice_is_a_link_that_leads_nowhere_unsafe(
    signed_in: SignedIn, me: Participant
) -> None:
    shown = card(signed_in(me.user), me, "multiple")
    assert '<a href="https://example.org/queue" rel="nofollow noopener">What to queue' in shown


def test_frozen_answers_of_every_kind_can_be_read_and_not_changed(
    signed_in: SignedIn, me: Participant
) -> None:
    for kind, said in ONE_OF_EACH.items():
        say(me, kind, said)
    noted = Said("answered", picks=(Pick(PEAKS, note="Since March."), excused(DEAD)))
    say(me, "multiple", noted, seen=1)
    Assessment.objects.update(state=AssessmentState.IN_REVIEW)
    body = signed_in(me.user).get(page(me)).content.decode()
    assert "Since March." in body
    assert 'name="clear"' not in body
    assert "Attach evidence" not in body
    fields = [one for one in body.split("<input ")[1:] if 'type="radio"' in one.split(">")[0]]
    assert fields
    assert all(" disabled" in one.split(">")[0] for one in fields)


def test_what_keeps_an_answer_from_counting_is_said(
    signed_in: SignedIn, me: Participant, rita: User
) -> None:
    Assessment.objects.update(reading=Reading.STRICT)
    client = signed_in(me.user)
    answer = say(me, "multiple", Said("not_applicable", reason="No queue."))
    assert "counts once it is approved" in below(client, me, "multiple")
    answers.approve(answer=answer, by=rita)
    assert "A reviewer approved that it does not apply." in below(client, me, "multiple")
    other = say(me, "level", ONE_OF_EACH["level"])
    Answer.objects.filter(pk=other.pk).update(carried_from=FrameworkFactory.create())
    shown = card(client, me, "level")
    assert "The question has changed since" in shown
    client.post(address(me, "level"), {"said": "3", "seen": "1"}, headers=HTMX)
    assert "The question has changed since" not in below(client, me, "level")


def test_where_no_choice_applies_the_strict_reading_waits_for_a_reviewer(
    signed_in: SignedIn, me: Participant
) -> None:
    Assessment.objects.update(reading=Reading.STRICT)
    client = signed_in(me.user)
    sent = {"excused": [PEAKS, ALARMS, DEAD], "seen": "0"}
    assert client.post(address(me, "multiple"), sent, headers=HTMX).status_code == 200
    assert "counts once it is approved" in below(client, me, "multiple")
    again = {**sent, "ticked": [PEAKS], "excused": [ALARMS, DEAD], "seen": "1"}
    assert client.post(address(me, "multiple"), again, headers=HTMX).status_code == 200
    assert Answer.objects.get().standing == "answered"


def test_the_history_says_every_kind_in_full(signed_in: SignedIn, me: Participant) -> None:
    say(me, "multiple", ticks(PEAKS))
    say(me, "multiple", Said("answered", picks=(excused(DEAD, "Dropped."),), note="N."), seen=1)
    say(me, "multiple", Said("open"), seen=2)
    body = signed_in(me.user).get(address(me, "multiple", "history")).content.decode()
    first, second, third = (
        body.index(words)
        for words in ("Not answered", "0 of 3 ticked, 1 not applicable", "1 of 3 ticked")
    )
    assert first < second < third
    assert "Dropped." in body
