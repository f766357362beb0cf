"""The pages of one assessment, and what its people may do there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import answers, links
from assessments.actions.answers import Said
from assessments.models import (
    Assessment,
    AssessmentState,
    EvidenceLink,
    Milestone,
    Participant,
    Question,
    Settlement,
)
from evidence.models import RevisionState
from organizations.models import User, Workload
from tests.factories import (
    ArtifactFactory,
    AssessmentFactory,
    ParticipantFactory,
    ProbeFactory,
    ReadingFactory,
    RevisionFactory,
    SourceFactory,
    framework_with,
)

SignedIn = Callable[[User], Client]


def at(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=args)


def say(me: Participant, question: Question, level: int) -> None:
    answers.save(
        participant=me, question=question, said=Said("answered", level), seen=0, by=me.user
    )


def test_the_page_shows_both_levels_the_gap_and_the_next_step(
    signed_in: SignedIn,
    review: Assessment,
    bobs: Participant,
    question: Question,
) -> None:
    say(bobs, question, 4)
    artifact = ArtifactFactory.create(organization=review.organization, owner=bobs.user)
    RevisionFactory.create(artifact=artifact, number=1)
    links.link(assessment=review, evidence=artifact, to=question, by=bobs.user)
    body = signed_in(bobs.user).get(review.get_absolute_url()).content.decode()
    assert "1 of 8 answers" in body
    assert f"Review {artifact.title}" in body
    assert "waits for review" in body
    assert "Continue answering" in body


def test_disagreeing_roles_are_listed_with_what_they_said(
    signed_in: SignedIn,
    review: Assessment,
    bobs: Participant,
    lenas: Participant,
    question: Question,
) -> None:
    say(bobs, question, 1)
    say(lenas, question, 5)
    body = signed_in(lenas.user).get(review.get_absolute_url()).content.decode()
    assert "Devops-Engineer: 1 Initial · Developer: 5 Optimizing" in body
    settle = at("settle", review.pk, question.key)
    assert settle in body
    client = signed_in(lenas.user)
    assert "5 Optimizing" in client.get(settle).content.decode()
    refused = client.post(settle, {"value": "3", "reason": " "}).content.decode()
    assert "This field is required" in refused
    assert client.post(settle, {"value": "3", "reason": "We looked."}).status_code == 302
    assert Settlement.objects.get().value == 3
    assert "settled at 3 Defined" in client.get(review.get_absolute_url()).content.decode()
    client.post(at("unsettle", review.pk, question.key))
    assert not Settlement.objects.exists()


def test_a_lead_creates_gives_roles_and_opens(
    signed_in: SignedIn, shop: Workload, lena: User, bob: User
) -> None:
    framework = framework_with()
    client = signed_in(lena)
    sent = {
        "workload": shop.pk,
        "framework": framework.pk,
        "title": "Spring",
        "due_on": "2027-03-31",
        "policy": "lowest",
    }
    response = client.post(at("create"), sent)
    made = Assessment.objects.get(title="Spring")
    assert response.headers["Location"] == at("participants", made.pk)
    opened = client.post(at("move", made.pk), {"step": "open"}, follow=True)
    assert "Give at least one role to somebody first" in opened.content.decode()
    role = framework.roles.first()
    assert role is not None
    people = at("participants", made.pk)
    assert client.post(people, {"user": bob.pk, "role": role.pk}).status_code == 302
    client.post(at("move", made.pk), {"step": "open"})
    made.refresh_from_db()
    assert made.state == AssessmentState.OPEN
    again = client.post(at("create"), sent).content.decode()
    assert "Choose another title" in again


def test_a_role_can_be_taken_away(
    signed_in: SignedIn, review: Assessment, bobs: Participant, lena: User
) -> None:
    signed_in(lena).post(at("remove", review.pk, bobs.pk))
    assert not Participant.objects.exists()


def test_review_approval_and_publication(
    signed_in: SignedIn, review: Assessment, bobs: Participant, lena: User, rita: User
) -> None:
    signed_in(lena).post(at("move", review.pk), {"step": "submit"})
    queue = signed_in(rita).get(at("review")).content.decode()
    assert str(review) in queue
    signed_in(rita).post(at("move", review.pk), {"step": "approve"})
    publish = at("publish", review.pk)
    client = signed_in(lena)
    assert client.get(publish).status_code == 200
    client.post(publish, {"title": "Autumn 2026"})
    milestone = Milestone.objects.get()
    page = client.get(milestone.get_absolute_url()).content.decode()
    assert milestone.sha256 in page
    assert "Order the report" in page
    frozen = client.get(at("document", milestone.pk))
    assert frozen.content.decode() == milestone.document
    assert frozen.headers["ETag"] == f'"{milestone.sha256}"'
    reopen = {"step": "reopen", "comment": "Next round"}
    client.post(at("move", review.pk), reopen)
    review.refresh_from_db()
    assert (review.state, review.state_comment) == (AssessmentState.OPEN, "Next round")
    assert "Next round" in client.get(review.get_absolute_url()).content.decode()


def test_sending_back_needs_a_comment(
    signed_in: SignedIn, review: Assessment, lena: User, rita: User
) -> None:
    Assessment.objects.update(state=AssessmentState.IN_REVIEW)
    client = signed_in(rita)
    response = client.post(at("move", review.pk), {"step": "reopen", "comment": ""})
    assert "This field is required" in response.content.decode()
    review.refresh_from_db()
    assert review.state == AssessmentState.IN_REVIEW


def test_a_member_cannot_move_settle_or_publish(
    signed_in: SignedIn, review: Assessment, bob: User, question: Question
) -> None:
    client = signed_in(bob)
    assert client.post(at("move", review.pk), {"step": "submit"}).status_code == 403
    assert client.get(at("settle", review.pk, question.key)).status_code == 403
    assert client.get(at("publish", review.pk)).status_code == 403


def test_a_new_file_is_attached_and_submitted_in_one_go(
    signed_in: SignedIn, review: Assessment, bobs: Participant, question: Question
) -> None:
    client = signed_in(bobs.user)
    address = at("attach", review.pk)
    assert client.get(f"{address}?question={question.key}").status_code == 200
    sent = {
        "way": "new",
        "question": question.key,
        "role": bobs.role.key,
        "new-title": "Queue runbook",
        "new-kind": "runbook",
        "new-to": "section",
        "new-file": SimpleUploadedFile("runbook.md", b"# Runbook\n\nDrain it.\n"),
    }
    response = client.post(address, sent)
    assert response.headers["Location"].endswith(f"#q-{question.key}-devops-engineer")
    link = EvidenceLink.objects.select_related("artifact").get()
    assert link.section == question.section
    assert link.artifact is not None
    revision = link.artifact.revisions.get()
    assert (revision.state, revision.filename) == (RevisionState.SUBMITTED, "runbook.md")


def test_attaching_nothing_says_what_is_missing_and_keeps_the_rest(
    signed_in: SignedIn, review: Assessment, bobs: Participant, question: Question
) -> None:
    sent = {
        "way": "new",
        "question": question.key,
        "new-title": "Queue runbook",
        "new-kind": "runbook",
        "new-to": "question",
    }
    body = signed_in(bobs.user).post(at("attach", review.pk), sent).content.decode()
    assert "Queue runbook" in body
    assert "needs your attention" in body
    assert not EvidenceLink.objects.exists()


def test_something_from_the_library_and_a_signal_are_attached_and_taken_away(
    signed_in: SignedIn, review: Assessment, bobs: Participant, question: Question
) -> None:
    artifact = ArtifactFactory.create(organization=review.organization, owner=bobs.user)
    source = SourceFactory.create(organization=review.organization)
    probe = ProbeFactory.create(source=source, workload=review.workload, owner=bobs.user)
    client = signed_in(bobs.user)
    address = at("attach", review.pk)
    for way, field, evidence in (
        ("existing", "artifact", artifact),
        ("signal", "probe", probe),
    ):
        sent = {
            "way": way,
            "question": question.key,
            f"{way}-{field}": evidence.pk,
            f"{way}-to": "question",
        }
        assert client.post(address, sent).status_code == 302
    assert EvidenceLink.objects.count() == 2
    for link in EvidenceLink.objects.all():
        client.post(at("unlink", link.pk))
    assert not EvidenceLink.objects.exists()


def test_a_reviewer_objects_and_lifts(
    signed_in: SignedIn, review: Assessment, bobs: Participant, question: Question, rita: User
) -> None:
    artifact = ArtifactFactory.create(organization=review.organization, owner=bobs.user)
    link = links.link(assessment=review, evidence=artifact, to=question, by=bobs.user)
    assert signed_in(bobs.user).get(at("object", link.pk)).status_code == 403
    client = signed_in(rita)
    client.post(at("object", link.pk), {"words": "It describes another system."})
    page = client.get(review.get_absolute_url()).content.decode()
    assert "speaks against it" in page
    assert "It describes another system." in client.get(at("review")).content.decode()
    client.post(at("lift", link.pk))
    link.refresh_from_db()
    assert link.objection == ""


def test_a_reviewer_refuses_a_not_applicable(
    signed_in: SignedIn, review: Assessment, bobs: Participant, question: Question, rita: User
) -> None:
    said = Said("not_applicable", None, "", "We have no queues.")
    answers.save(participant=bobs, question=question, said=said, seen=0, by=bobs.user)
    client = signed_in(rita)
    assert "We have no queues." in client.get(at("review")).content.decode()
    refuse = at("refuse", review.pk, question.key, "devops-engineer")
    assert "We have no queues." in client.get(refuse).content.decode()
    client.post(refuse, {"words": "You have three."})
    assert "We have no queues." not in client.get(at("review")).content.decode()


def test_the_trace_leads_from_the_whole_to_each_claim(
    signed_in: SignedIn, review: Assessment, bobs: Participant, question: Question
) -> None:
    say(bobs, question, 4)
    body = signed_in(bobs.user).get(at("trace", review.pk) + f"?at={question.key}").content.decode()
    assert "Claim of the Devops-Engineer" in body
    assert "Proven is the lower of the claim and the cap" in body


def test_home_shows_what_waits_for_me(
    signed_in: SignedIn, review: Assessment, bobs: Participant, rita: User
) -> None:
    artifact = ArtifactFactory.create(organization=review.organization, owner=bobs.user)
    RevisionFactory.create(
        artifact=artifact, number=1, state="returned", review_comment="Which queue?"
    )
    submitted = ArtifactFactory.create(organization=review.organization, owner=bobs.user)
    RevisionFactory.create(artifact=submitted, number=1)
    mine = signed_in(bobs.user).get(reverse("home")).content.decode()
    assert "Answer 4 questions" in mine
    assert "returned: Which queue?" in mine
    assert submitted.title in signed_in(rita).get(reverse("home")).content.decode()


def _grown(shop: Workload, lena: User, bob: User, size: int) -> Assessment:
    """An assessment with `size` of everything."""
    framework = framework_with(practices=size, questions=size)
    review = AssessmentFactory.create(
        workload=shop, title=f"Of {size}", framework=framework, created_by=lena
    )
    source = SourceFactory.create(organization=shop.organization)
    roles = list(framework.roles.all())
    for role in roles:
        me = ParticipantFactory.create(assessment=review, user=bob, role=role)
        for question in framework.questions.all()[:size]:
            say(me, question, 1 if role == roles[0] else 5)
    for question in framework.questions.all()[:size]:
        artifact = ArtifactFactory.create(organization=shop.organization, owner=bob)
        RevisionFactory.create(artifact=artifact, number=1, state="accepted")
        probe = ProbeFactory.create(source=source, workload=shop, owner=bob)
        probe.latest = ReadingFactory.create(probe=probe)
        probe.save()
        for evidence in (artifact, probe):
            links.link(assessment=review, evidence=evidence, to=question, by=bob)
    return review


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("assessment", 30),
        ("questionnaire", 25),
        ("trace", 20),
        ("participants", 25),
        ("home", 30),
        ("review", 20),
        ("list", 15),
    ],
)
def test_queries_do_not_grow_with_rows(  # noqa: PLR0917
    signed_in: SignedIn, shop: Workload, lena: User, bob: User, name: str, most: int
) -> None:
    counted = []
    for size in (3, 10):
        review = _grown(shop, lena, bob, size)
        args = {
            "questionnaire": [review.pk, "practice-0"],
            "home": [],
            "review": [],
            "list": [],
        }.get(name, [review.pk])
        address = reverse("home") if name == "home" else at(name, *args)
        client = signed_in(lena if name != "questionnaire" else bob)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        counted.append(len(captured))
    assert counted[0] == counted[1]
    assert counted[0] <= most
