"""Findings over REST."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from assessments.actions.following import follow_signals
from assessments.models import Assessment, Finding, Question
from evidence.models import Probe
from organizations.models import Scope, User
from tests.assessments.rest import Rest
from tests.assessments.signals import read, watched

pytestmark = pytest.mark.django_db


@pytest.fixture
def probe(review: Assessment, question: Question, bob: User) -> Probe:
    return watched(review, question, owner=bob, name="Oldest message")


@pytest.fixture
def finding(probe: Probe) -> Finding:
    read(probe, "fail")
    follow_signals(now=timezone.now())
    return Finding.objects.get()


def test_they_are_listed_and_narrowed(finding: Finding, probe: Probe, bob: User) -> None:
    script = Rest(bob, Scope.READ)
    (one,) = script.get("findings/").json()["results"]
    assert (one["id"], one["probe"], one["owner"]) == (finding.pk, probe.pk, "bob@example.org")
    assert (one["question"], one["state"], one["opened_by"]) == ("question-0", "open", None)
    for query in ("state=open", "owner=BOB@example.org", "overdue=false", f"probe={probe.pk}"):
        assert len(script.get(f"findings/?{query}").json()["results"]) == 1
    for query in ("state=resolved", "owner=x@example.org", "overdue=true", "organization=other"):
        assert script.get(f"findings/?{query}").json()["results"] == []


def test_a_stranger_finds_nothing(finding: Finding, charlie: User) -> None:
    script = Rest(charlie)
    assert script.get("findings/").json()["results"] == []
    assert script.get(f"findings/{finding.pk}/").status_code == 404
    assert script.patch(f"findings/{finding.pk}/", {"note": "x"}).status_code == 404


def test_one_is_opened_by_hand(
    review: Assessment, question: Question, lena: User, bob: User
) -> None:
    script = Rest(lena)
    given = {"assessment": review.pk, "question": question.key, "title": "Nobody reads it"}
    made = script.post("findings/", given)
    assert made.status_code == 201
    due = timezone.localdate() + dt.timedelta(days=14)
    assert (made.json()["due_on"], made.json()["owner"]) == (due.isoformat(), None)
    assert made.json()["opened_by"] == "lena@example.org"
    planned = given | {"owner": "bob@example.org", "due_on": "2027-01-01", "seen": "No consumer."}
    made = script.post("findings/", planned)
    assert (made.json()["owner"], made.json()["due_on"]) == ("bob@example.org", "2027-01-01")
    assert bob.findings.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "question"),
        ({"question": "nothing"}, "question"),
        ({"section": "nothing"}, "section"),
        ({"question": "question-0", "section": "practice-0"}, "question"),
        ({"question": "question-0", "choice": "nothing"}, "choice"),
        ({"section": "practice-0", "choice": "nothing"}, "choice"),
        ({"question": "question-0", "owner": "nobody@example.org"}, "owner"),
    ],
)
def test_what_cannot_be_opened_is_refused_at_its_field(
    review: Assessment, lena: User, given: dict[str, str], field: str
) -> None:
    sent = {"assessment": review.pk, "title": "So"} | given
    refused = Rest(lena).post("findings/", sent)
    assert refused.status_code == 400
    assert field in str(refused.json())


def test_a_section_and_a_choice_can_have_one(kinds: Assessment, lena: User) -> None:
    asked = kinds.framework.questions.get(key="multiple")
    script = Rest(lena)
    sent = {"assessment": kinds.pk, "title": "So"}
    one = script.post("findings/", sent | {"section": asked.section.key}).json()
    assert (one["section"], one["question"]) == (asked.section.key, None)
    chosen = asked.choices.all()[0].key
    two = script.post("findings/", sent | {"question": "multiple", "choice": chosen}).json()
    assert (two["question"], two["choice"]) == ("multiple", chosen)


def test_it_is_planned_in_part(finding: Finding, bob: User) -> None:
    script, place = Rest(bob), f"findings/{finding.pk}/"
    first = script.patch(place, {"ticket": "https://tickets.example.org/1"}).json()
    assert (first["ticket"], first["owner"]) == ("https://tickets.example.org/1", "bob@example.org")
    assert script.patch(place, {"ticket": "ftp://x"}).status_code == 400
    assert script.patch(place, {"due_on": None}).json()["due_on"] is None
    assert script.patch(place, {"owner": None}).json()["owner"] is None
    assert script.patch(place, {"note": "Mine no more."}).status_code == 403


def test_it_is_resolved_and_reopened(finding: Finding, lena: User, bob: User) -> None:
    script, place = Rest(lena), f"findings/{finding.pk}/"
    assert Rest(bob).post(f"{place}resolve/", {"reason": "Done."}).status_code == 403
    assert script.post(f"{place}resolve/", {}).status_code == 400
    done = script.post(f"{place}resolve/", {"reason": "Done."}).json()
    assert (done["state"], done["resolved_how"], done["resolution"]) == (
        "resolved",
        "person",
        "Done.",
    )
    assert script.post(f"{place}resolve/", {"reason": "Done."}).status_code == 409
    assert script.post(f"{place}reopen/", {"reason": "No."}).json()["state"] == "open"
