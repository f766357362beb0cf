"""Publishing: a frozen, hashed copy that never changes."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db import DatabaseError, transaction

from assessments import snapshot
from assessments.actions import answers, assessments, milestones
from assessments.actions.answers import Said
from assessments.models import Assessment, AssessmentState, Milestone, Participant, Question
from organizations import audit
from organizations.models import Organization, User
from organizations.models.audit import AppendOnlyError
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(bobs: Participant, question: Question, lena: User, rita: User) -> Assessment:
    """Bob answered one question with 3."""
    said = Said("answered", 3)
    answers.save(participant=bobs, question=question, said=said, seen=0, by=bobs.user)
    return approve(bobs.assessment, lena, rita)


def approve(assessment: Assessment, lead: User, reviewer: User) -> Assessment:
    assessments.submit(assessment=assessment, by=lead)
    return assessments.approve(assessment=assessment, by=reviewer)


def publish(assessment: Assessment, by: User, title: str = "Autumn 2026") -> Milestone:
    return milestones.publish(assessment=assessment, title=title, by=by)


def test_the_hash_is_of_the_bytes_of_canonical_json(approved: Assessment, lena: User) -> None:
    stored = Milestone.objects.get(pk=publish(approved, lena).pk)
    assert hashlib.sha256(stored.document.encode()).hexdigest() == stored.sha256
    values = json.loads(stored.document)
    assert snapshot.canonical(values) == stored.document
    assert values["milestone"] == {
        "number": 1,
        "title": "Autumn 2026",
        "published_by": "Lena",
    }
    assert values["assessment"]["state"] == "published"


def test_the_figures_beside_the_document_are_those_in_it(approved: Assessment, lena: User) -> None:
    made = publish(approved, lena)
    overall = json.loads(made.document)["overall"]
    assert (made.claimed, made.proven) == (overall["claimed"], overall["proven"]) == (3.0, 0.25)


def test_it_carries_the_head_of_the_audit_chain_and_the_chain_its_hash(
    approved: Assessment, lena: User
) -> None:
    made = publish(approved, lena)
    published, frozen = approved.organization.audit_events.order_by("-sequence")[:2][::-1]
    document = json.loads(made.document)
    assert (published.verb, frozen.verb) == ("published", "made a milestone")
    assert made.audit_head == document["audit_head"] == published.hash
    assert document["audit_length"] == published.sequence
    assert frozen.detail == {"number": 1, "sha256": made.sha256}
    assert audit.verify(Organization.objects.get(pk=approved.organization_id)) is None


def test_the_next_one_is_numbered_on_and_knows_the_one_before(
    approved: Assessment, lena: User, rita: User
) -> None:
    first = publish(approved, lena)
    assessments.reopen(assessment=approved, comment="The next round.", by=lena)
    second = publish(approve(approved, lena, rita), lena, "Winter 2027")
    assert (first.number, second.number) == (1, 2)
    previous = json.loads(second.document)["previous"]
    assert previous["number"] == 1
    assert previous["overall"] == {"claimed": first.claimed, "proven": first.proven}
    assert set(previous["sections"]) == {"practice-0", "practice-1"}


def test_nothing_but_a_new_one_follows_what_was_published(
    approved: Assessment, question: Question, lena: User, bob: User
) -> None:
    made = publish(approved, lena)
    assessments.reopen(assessment=approved, comment="The next round.", by=lena)
    me = approved.participants.get(user=bob)
    said = Said("answered", 0)
    answers.save(participant=me, question=question, said=said, seen=1, by=bob)
    assert Milestone.objects.get().document == made.document


def test_the_database_refuses_to_change_one(approved: Assessment, lena: User) -> None:
    made = publish(approved, lena)
    made.title = "Another"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        made.save()
    with pytest.raises(AppendOnlyError):
        Milestone.objects.update(title="Another")
    assert Milestone.objects.get().title == "Autumn 2026"


def test_an_approved_assessment_is_published_once(approved: Assessment, lena: User) -> None:
    publish(approved, lena)
    with pytest.raises(Conflict, match="is published, so it cannot"):
        publish(approved, lena)
    assert Milestone.objects.count() == 1


def test_it_needs_a_title_and_a_lead(approved: Assessment, lena: User, rita: User) -> None:
    with pytest.raises(Invalid) as refused:
        publish(approved, lena, "  ")
    assert refused.value.field == "title"
    with pytest.raises(Forbidden):
        publish(approved, rita)
    assert Assessment.objects.get(pk=approved.pk).state == AssessmentState.APPROVED


def test_what_fails_in_the_middle_leaves_it_approved(
    approved: Assessment, lena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(text: str) -> str:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(snapshot, "digest", fail)
    with pytest.raises(RuntimeError):
        publish(approved, lena)
    assert Assessment.objects.get(pk=approved.pk).state == AssessmentState.APPROVED
    assert audit.verify(Organization.objects.get(pk=approved.organization_id)) is None


@pytest.fixture
def ready(transactional_db: None, review: Assessment, lena: User) -> Assessment:
    Assessment.objects.filter(pk=review.pk).update(state=AssessmentState.APPROVED)
    return review


@pytest.mark.usefixtures("ready", "many_connections")
def test_two_who_publish_at_once_make_one_milestone(ready: Assessment, lena: User) -> None:
    def one() -> Milestone:
        return publish(Assessment.objects.with_subject().get(pk=ready.pk), lena)

    def counted() -> tuple[int, audit.Flaw | None]:
        organization = Organization.objects.get(pk=ready.organization_id)
        return Milestone.objects.count(), audit.verify(organization)

    results = at_once(one, one)
    assert sum(isinstance(result, Milestone) for result in results) == 1, results
    assert sum(isinstance(result, Conflict) for result in results) == 1, results
    assert at_once(counted) == [(1, None)]
