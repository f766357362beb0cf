"""Frameworks and assessments in the admin: read, imported, reviewed; nothing immutable changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions import answers, findings, frameworks, links, milestones, settlements
from assessments.actions.answers import Said
from assessments.models import (
    Answer,
    Assessment,
    AssessmentState,
    EvidenceLink,
    Framework,
    Milestone,
    Move,
    Participant,
    Question,
    Settlement,
    Upload,
)
from organizations.models import Organization, User
from tests.assessments.framework_files import MULTIPLE
from tests.factories import (
    ArtifactFactory,
    AssessmentFactory,
    ParticipantFactory,
    framework_with,
)

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
MODELS = [model._meta.model_name or "" for model in apps.get_app_config("assessments").get_models()]


def address(model: str, what: str = "changelist", *args: object) -> str:
    return reverse(f"admin:assessments_{model}_{what}", args=args)


def text_of(response: Response) -> str:
    return " ".join(response.content.decode().split())


def chosen(action: str, *rows: Any, **given: str) -> dict[str, Any]:
    return {"action": action, "_selected_action": [row.pk for row in rows], **given}


@pytest.fixture
def as_operator(signed_in: SignIn, operator: User) -> Client:
    return signed_in(operator)


@pytest.fixture
def as_reviewer(signed_in: SignIn, rita: User) -> Client:
    """Rita, who may look into the admin."""
    rita.is_staff = True
    rita.save()
    rita.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return signed_in(rita)


@pytest.fixture
def rows(bobs: Participant, question: Question, lena: User, rita: User) -> Assessment:
    """At least one row of every model."""
    frameworks.import_library()
    file: dict[str, Any] = {
        "data": MULTIPLE.encode(),
        "filename": "queues.yaml",
        "organization": None,
    }
    chosen = frameworks.import_framework(**file, by=None).framework
    Upload.objects.create(**file, uploaded_by=rita)
    said = Said("not_applicable", reason="No queue.")
    answers.save(participant=bobs, question=question, said=said, seen=0, by=bobs.user)
    review = bobs.assessment
    settlements.settle(assessment=review, question=question, value=2, reason="So.", by=lena)
    artifact = ArtifactFactory.create(organization=review.organization)
    links.link(assessment=review, evidence=artifact, to=question, by=lena)
    findings.open_by_hand(
        assessment=review, about=question, title="Nobody reads the queue", seen="", by=rita
    )
    Assessment.objects.filter(pk=review.pk).update(state=AssessmentState.APPROVED)
    milestone = milestones.publish(assessment=review, title="Autumn", by=lena)
    Move.objects.create(
        assessment=review,
        origin=chosen,
        target=review.framework,
        milestone=milestone,
        counts={},
        moved_by=lena,
        undo_until=timezone.localdate(),
    )
    return in_state(review, AssessmentState.OPEN)


def in_state(assessment: Assessment, state: AssessmentState) -> Assessment:
    Assessment.objects.filter(pk=assessment.pk).update(state=state)
    return Assessment.objects.with_subject().get(pk=assessment.pk)


def test_every_model_is_there() -> None:
    missing = [
        model.__name__
        for model in apps.get_app_config("assessments").get_models()
        if not admin.site.is_registered(model)
    ]
    assert missing == []


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens_is_searched_and_leads_to_a_row(model: str, as_operator: Client) -> None:
    listed = as_operator.get(address(model))
    assert listed.status_code == 200
    assert as_operator.get(address(model), {"q": "queue"}).status_code == 200
    first = listed.context["cl"].queryset.first()
    assert as_operator.get(address(model, "change", first.pk)).status_code == 200


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("model", MODELS)
def test_staff_see_the_rows_of_their_own_organizations(model: str, as_reviewer: Client) -> None:
    elsewhere = AssessmentFactory.create(
        framework=framework_with(organization=AssessmentFactory.create().organization)
    )
    participant = ParticipantFactory.create(assessment=elsewhere)
    listed = as_reviewer.get(address(model)).context["cl"].queryset
    assert listed.exists()
    hidden = {"assessment": elsewhere, "framework": elsewhere.framework, "participant": participant}
    assert model not in hidden or hidden[model] not in listed


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("model", [name for name in MODELS if name != "assessment"])
def test_nothing_is_added_typed_over_or_deleted(model: str, as_operator: Client) -> None:
    first = as_operator.get(address(model)).context["cl"].queryset.first()
    assert as_operator.get(address(model, "add")).status_code == 403
    assert as_operator.post(address(model, "change", first.pk), {"title": "X"}).status_code == 403
    if model != "framework":
        assert (
            as_operator.post(address(model, "delete", first.pk), {"post": "yes"}).status_code == 403
        )


@pytest.mark.parametrize(
    "model", ["answer", "assessment", "evidencelink", "finding", "framework", "question"]
)
def test_the_queries_of_a_list_do_not_grow(model: str, as_operator: Client, lena: User) -> None:
    counted = []
    for _ in range(2):
        for _ in range(3):
            _one_more(lena)
        with CaptureQueriesContext(connection) as captured:
            as_operator.get(address(model))
        counted.append(len(captured))
    assert counted[0] == counted[1]


def _one_more(lead: User) -> None:
    made = AssessmentFactory.create(workload__organization=lead.memberships.get().organization)
    question = made.framework.questions.all()[0]
    me = ParticipantFactory.create(assessment=made, user=lead)
    said = Said("answered", 3)
    answers.save(participant=me, question=question, said=said, seen=0, by=lead)
    artifact = ArtifactFactory.create(organization=made.organization)
    links.link(assessment=made, evidence=artifact, to=question, by=lead)
    findings.open_by_hand(assessment=made, about=question, title="So", seen="", by=lead)


def test_an_unused_framework_is_deleted_and_a_used_one_stays(
    acme: Organization, as_operator: Client
) -> None:
    unused, used = framework_with(organization=acme), framework_with(organization=acme)
    AssessmentFactory.create(framework=used, workload__organization=acme)
    gone = as_operator.post(address("framework", "delete", unused.pk), {"post": "yes"})
    assert gone.status_code == 302
    as_operator.post(address("framework", "delete", used.pk), {"post": "yes"})
    assert list(Framework.objects.all()) == [used]
    assert acme.audit_events.get().verb == "deleted a framework"


def test_an_assessment_is_named_anew_through_the_action(
    review: Assessment, as_operator: Client
) -> None:
    page = address("assessment", "change", review.pk)
    sent = {"title": "Winter", "policy": "median", "due_on": ""} | {
        f"participants-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    as_operator.post(page, sent)
    review.refresh_from_db()
    assert (review.title, review.policy) == ("Winter", "median")
    event = review.organization.audit_events.get()
    assert event.detail["before"]["title"] == "Autumn review"
    in_state(review, AssessmentState.APPROVED)
    refused = as_operator.post(page, sent | {"title": "Spring"}, follow=True)
    assert "while it is a draft or open" in text_of(refused)
    assert Assessment.objects.get().title == "Winter"


def test_a_reviewer_approves_what_is_in_review(review: Assessment, as_reviewer: Client) -> None:
    in_state(review, AssessmentState.IN_REVIEW)
    other = AssessmentFactory.create(workload=review.workload, framework=review.framework)
    page = as_reviewer.post(address("assessment"), chosen("approve", review, other), follow=True)
    assert f"{review}: approved." in text_of(page)
    assert f"{other}: The assessment is open, so it cannot become approved." in text_of(page)
    assert Assessment.objects.get(pk=review.pk).state == AssessmentState.APPROVED


def test_an_assessment_is_reopened_with_a_comment(review: Assessment, as_reviewer: Client) -> None:
    in_state(review, AssessmentState.IN_REVIEW)
    asked = as_reviewer.post(address("assessment"), chosen("reopen", review))
    assert "What has to change" in text_of(asked)
    empty = as_reviewer.post(address("assessment"), chosen("reopen", review, asked="yes"))
    assert "This field is required." in text_of(empty)
    given = chosen("reopen", review, asked="yes", comment="More evidence.")
    as_reviewer.post(address("assessment"), given)
    now = Assessment.objects.get()
    assert (now.state, now.state_comment) == (AssessmentState.OPEN, "More evidence.")


def test_an_approved_assessment_is_published(review: Assessment, as_operator: Client) -> None:
    in_state(review, AssessmentState.APPROVED)
    asked = as_operator.post(address("assessment"), chosen("publish", review))
    assert "Name of the milestone" in text_of(asked)
    given = chosen("publish", review, asked="yes", title="Autumn 2026")
    as_operator.post(address("assessment"), given)
    assert Milestone.objects.get().title == "Autumn 2026"


def test_a_reviewer_cannot_publish(review: Assessment, as_reviewer: Client) -> None:
    in_state(review, AssessmentState.APPROVED)
    given = chosen("publish", review, asked="yes", title="Autumn 2026")
    page = as_reviewer.post(address("assessment"), given, follow=True)
    assert "do not allow you to lead assessments" in text_of(page)
    assert not Milestone.objects.exists()


def test_a_not_applicable_is_refused_with_its_reason(rows: Assessment, as_reviewer: Client) -> None:
    answer = rows.answers.get()
    page = text_of(as_reviewer.get(address("answer", "change", answer.pk)))
    assert "No queue." in page
    as_reviewer.post(address("answer"), chosen("refuse", answer, asked="yes", words="You do."))
    assert Answer.objects.get().refusal == "You do."


def test_evidence_is_objected_to_and_the_objection_lifted(
    rows: Assessment, as_reviewer: Client
) -> None:
    link = rows.links.get()
    given = chosen("object_to", link, asked="yes", words="It says the contrary.")
    as_reviewer.post(address("evidencelink"), given)
    assert EvidenceLink.objects.get().objection == "It says the contrary."
    as_reviewer.post(address("evidencelink"), chosen("lift", link))
    assert EvidenceLink.objects.get().objection == ""


def test_a_finding_is_resolved_and_opened_again(rows: Assessment, as_reviewer: Client) -> None:
    finding = rows.findings.get()
    asked = as_reviewer.post(address("finding"), chosen("resolve", finding))
    assert "In your words" in text_of(asked)
    as_reviewer.post(address("finding"), chosen("resolve", finding, asked="yes", words="Done."))
    finding.refresh_from_db()
    assert (finding.state, finding.resolution) == ("resolved", "Done.")
    given = chosen("reopen", finding, asked="yes", words="It is not.")
    as_reviewer.post(address("finding"), given)
    finding.refresh_from_db()
    assert finding.state == "open"
    again = as_reviewer.post(address("finding"), given, follow=True)
    assert "The finding is open already." in text_of(again)
    page = text_of(as_reviewer.get(address("finding", "change", finding.pk)))
    assert "resolved a finding, rita@example.org" in page


def test_a_settlement_is_withdrawn(rows: Assessment, as_operator: Client) -> None:
    as_operator.post(address("settlement"), chosen("withdraw", rows.settlements.get()))
    assert not Settlement.objects.exists()


def test_the_hash_of_a_milestone_is_checked(rows: Assessment, as_operator: Client) -> None:
    whole = rows.milestones.get()
    fields = {"assessment": rows, "number": 2, "title": "Forged", "document": "{}"}
    forged = Milestone.objects.create(
        **fields, sha256="0" * 64, audit_head="", proven=5, published_by=rows.created_by
    )
    page = as_operator.post(address("milestone"), chosen("check_hash", whole, forged), follow=True)
    assert f"{whole}: unchanged." in text_of(page)
    assert f"{forged}: altered." in text_of(page)
