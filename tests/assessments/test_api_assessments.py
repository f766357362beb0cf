"""Assessments, their people, settlements, evidence links, milestones and traces over REST."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
from organizations.models import Organization, User, Workload
from tests.assessments.rest import Rest
from tests.factories import (
    ArtifactFactory,
    AssessmentFactory,
    ProbeFactory,
    RevisionFactory,
    SourceFactory,
    framework_with,
)

pytestmark = pytest.mark.django_db

ASSESSMENTS = "assessments/"


@pytest.fixture(autouse=True)
def no_requests_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def at(assessment: Assessment, rest: str = "") -> str:
    return f"{ASSESSMENTS}{assessment.pk}/{rest}"


def say(me: Participant, question: Question, level: int = 3) -> None:
    said = Said("answered", level)
    answers.save(participant=me, question=question, said=said, seen=0, by=me.user)


def test_a_lead_creates_a_draft_and_gives_roles(shop: Workload, lena: User, bob: User) -> None:
    framework = framework_with()
    rest = Rest(lena)
    made = rest.post(
        ASSESSMENTS,
        {
            "workload": shop.pk,
            "framework": framework.pk,
            "title": "Autumn review",
            "due_on": "2026-11-30",
            "policy": "median",
        },
    )
    body = made.json()
    assert made.status_code == 201
    assert (body["state"], body["policy"], body["due_on"]) == ("draft", "median", "2026-11-30")
    assert (body["organization"], body["created_by"]) == ("acme", "lena@example.org")
    people = f"{ASSESSMENTS}{body['id']}/participants/"
    given = rest.post(people, {"user": "bob@example.org", "role": "developer"})
    assert given.status_code == 201
    assert (given.json()["user"], given.json()["role"]) == ("bob@example.org", "developer")
    listed = rest.get(people).json()["results"]
    assert [one["name"] for one in listed] == ["Bob"]
    assert rest.get(f"{people}{listed[0]['id']}/").json() == listed[0]
    assert rest.delete(f"{people}{listed[0]['id']}/").status_code == 204
    assert not Participant.objects.exists()


def test_what_cannot_be_created_is_refused_at_its_field(
    shop: Workload, review: Assessment, lena: User
) -> None:
    theirs = framework_with(organization=AssessmentFactory.create().organization)
    good = {"workload": shop.pk, "framework": review.framework_id, "title": "New"}
    rest = Rest(lena)
    for change, pointer in (
        ({"title": ""}, "#/title"),
        ({"title": review.title}, "#/title"),
        ({"title": "x" * 161}, "#/title"),
        ({"framework": theirs.pk}, "#/framework"),
        ({"workload": 0}, "#/workload"),
        ({"workload": 10**30}, "#/workload"),
        ({"due_on": "soon"}, "#/due_on"),
        ({"policy": "highest"}, "#/policy"),
    ):
        refused = rest.post(ASSESSMENTS, good | change)
        assert refused.status_code == 400, change
        assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


def test_an_assessment_is_changed_field_by_field(review: Assessment, lena: User, bob: User) -> None:
    assert Rest(bob).patch(at(review), {"title": "Mine"}).status_code == 403
    rest = Rest(lena)
    assert rest.patch(at(review), {"due_on": "2027-01-31"}).json()["title"] == "Autumn review"
    changed = rest.patch(at(review), {"title": "Winter review"}).json()
    assert (changed["title"], changed["due_on"]) == ("Winter review", "2027-01-31")
    assert rest.patch(at(review), {"due_on": None}).json()["due_on"] is None
    assert rest.patch(at(review), {"state": "published"}).json()["state"] == "open"


def test_assessments_are_listed_and_filtered(
    acme: Organization, review: Assessment, draft: Assessment, bob: User, charlie: User
) -> None:
    rest = Rest(bob)
    for query, found in (
        ("", {review.pk, draft.pk}),
        ("?state=draft", {draft.pk}),
        (f"?framework={review.framework_id}", {review.pk}),
        (f"?workload={review.workload_id}", {review.pk, draft.pk}),
        ("?organization=other", set()),
    ):
        results = rest.get(ASSESSMENTS + query).json()["results"]
        assert {one["id"] for one in results} == found, query
    assert Rest(charlie).get(ASSESSMENTS).json()["results"] == []
    assert Rest(charlie).get(at(review)).status_code == 404


def test_an_assessment_goes_round_by_those_who_may(
    bobs: Participant, lena: User, rita: User
) -> None:
    Assessment.objects.update(state=AssessmentState.DRAFT)
    lead, reviewer = Rest(lena), Rest(rita)
    steps = [
        (lead, "open", None, "open"),
        (lead, "submit", None, "in_review"),
        (reviewer, "reopen", {"comment": "More evidence."}, "open"),
        (lead, "submit", None, "in_review"),
        (reviewer, "approve", {}, "approved"),
    ]
    for rest, step, data, reached in steps:
        answer = rest.post(at(bobs.assessment, f"{step}/"), data)
        assert (answer.status_code, answer.json()["state"]) == (200, reached), step
    published = lead.post(at(bobs.assessment, "publish/"), {"title": "Autumn 2026"})
    assert published.status_code == 201
    assert published.json()["number"] == 1
    assert lead.post(at(bobs.assessment, "publish/"), {"title": "Again"}).status_code == 409
    assert lead.post(at(bobs.assessment, "reopen/"), {}).status_code == 400


@pytest.mark.parametrize("step", ["open", "submit", "approve", "reopen", "publish"])
@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("ruth", 403), ("charlie", 404)])
def test_others_move_nothing(
    review: Assessment, cast: Mapping[str, User], *, step: str, who: str, status: int
) -> None:
    data = {"comment": "Back.", "title": "Now"}
    assert Rest(cast[who]).post(at(review, f"{step}/"), data).status_code == status
    assert Assessment.objects.get(pk=review.pk).state == "open"


def test_the_scores_are_in_levels_with_their_trace(
    bobs: Participant, question: Question, ruth: User
) -> None:
    say(bobs, question, 4)
    score = Rest(ruth).get(at(bobs.assessment)).json()["score"]
    assert score["maximum"] == 5
    overall = score["overall"]
    assert (overall["key"], overall["claimed"], overall["proven"]) == (None, 4.0, 0.25)
    assert (overall["counts"]["scored"], overall["counts"]["unanswered"]) == (1, 3)
    assert [part["id"] for part in overall["trace"]["parts"]] == ["practice-0", "practice-1"]
    first = score["questions"][0]
    assert (first["key"], first["claimed"], first["proven"], first["cap"]) == (
        question.key,
        4.0,
        1.0,
        1.0,
    )
    assert {"name": "Claim of devops-engineer", "value": "4.0"} in first["trace"]["inputs"]


def test_a_member_sees_the_score_of_a_question_after_answering_it(
    bobs: Participant, lenas: Participant, question: Question
) -> None:
    say(lenas, question, 5)
    rest, trace = Rest(bobs.user), at(bobs.assessment, f"trace/?at={question.key}")
    assert rest.get(at(bobs.assessment)).json()["score"]["questions"] == []
    refused = rest.get(trace)
    assert refused.status_code == 403
    assert "once you have answered it" in refused.json()["detail"]
    say(bobs, question, 2)
    shown = rest.get(at(bobs.assessment)).json()["score"]["questions"]
    assert [one["key"] for one in shown] == [question.key]
    assert rest.get(trace).json()["claimed"] == 2.0


def test_every_number_has_its_trace(review: Assessment, question: Question, lena: User) -> None:
    rest = Rest(lena)
    for query, kind, key in (
        ("", "assessment", None),
        ("?at=practice-1", "section", "practice-1"),
        (f"?at={question.key}", "question", question.key),
    ):
        number = rest.get(at(review, f"trace/{query}")).json()
        assert (number["kind"], number["key"]) == (kind, key)
        assert number["trace"]["rule"]
    assert rest.get(at(review, "trace/?at=nothing")).status_code == 404


def test_the_queries_of_one_assessment_do_not_grow_with_its_questions(
    acme: Organization, lena: User
) -> None:
    rest, counted = Rest(lena), []
    rest.get("me/")
    for number in (3, 10):
        made = AssessmentFactory.create(
            workload__organization=acme, framework=framework_with(practices=1, questions=number)
        )
        with CaptureQueriesContext(connection) as captured:
            rest.get(at(made))
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 15


def test_a_role_goes_to_members_only_and_is_one_of_the_framework(
    draft: Assessment, lena: User, bob: User, charlie: User
) -> None:
    rest = Rest(lena)
    for data, pointer in (
        ({"user": charlie.email, "role": "developer"}, "#/user"),
        ({"user": "nobody@example.org", "role": "developer"}, "#/user"),
        ({"user": bob.email, "role": "baker"}, "#/role"),
        ({"role": "developer"}, "#/user"),
    ):
        refused = rest.post(at(draft, "participants/"), data)
        assert refused.status_code == 400
        assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    given = {"user": bob.email, "role": "developer"}
    assert Rest(bob).post(at(draft, "participants/"), given).status_code == 403
    assert Rest(charlie).get(at(draft, "participants/")).status_code == 404


def test_a_lead_settles_and_withdraws(review: Assessment, question: Question, lena: User) -> None:
    rest, address = Rest(lena), at(review, f"settlements/{question.key}/")
    settled = rest.put(address, {"value": 2, "reason": "The plan says so."})
    assert settled.status_code == 200
    assert (settled.json()["value"], settled.json()["settled_by"]) == (2, "lena@example.org")
    assert rest.get(at(review, "settlements/")).json()["results"] == [settled.json()]
    assert rest.put(address, {"value": 9, "reason": "So."}).status_code == 400
    assert rest.put(address, {"value": 2}).status_code == 400
    assert rest.delete(address).status_code == 204
    assert rest.delete(address).status_code == 404
    assert not Settlement.objects.exists()


def test_others_settle_nothing(
    review: Assessment, question: Question, bob: User, charlie: User
) -> None:
    data = {"value": 2, "reason": "So."}
    address = at(review, f"settlements/{question.key}/")
    assert Rest(bob).put(address, data).status_code == 403
    assert Rest(charlie).put(address, data).status_code == 404
    assert Rest(bob).put(at(review, "settlements/none/"), data).status_code == 404


def test_evidence_is_linked_and_taken_away(
    review: Assessment, question: Question, bob: User
) -> None:
    artifact = ArtifactFactory.create(organization=review.organization)
    source = SourceFactory.create(organization=review.organization)
    probe = ProbeFactory.create(source=source, workload=review.workload)
    rest = Rest(bob)
    first = rest.post(
        "evidence-links/",
        {"assessment": review.pk, "artifact": artifact.pk, "question": question.key},
    )
    second = rest.post(
        "evidence-links/",
        {"assessment": review.pk, "probe": probe.pk, "section": question.section.key},
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.json()["artifact"], first.json()["question"]) == (artifact.pk, question.key)
    assert (second.json()["probe"], second.json()["section"]) == (probe.pk, "practice-0")
    found = rest.get(f"evidence-links/?assessment={review.pk}&artifact={artifact.pk}").json()
    assert found["results"] == [first.json()]
    assert rest.delete(f"evidence-links/{first.json()['id']}/").status_code == 204
    assert EvidenceLink.objects.get().pk == second.json()["id"]


def test_what_cannot_be_linked_is_refused_at_its_field(
    review: Assessment, question: Question, bob: User
) -> None:
    artifact = ArtifactFactory.create(organization=review.organization)
    good = {"assessment": review.pk, "artifact": artifact.pk, "question": question.key}
    rest = Rest(bob)
    for change, without, pointer in (
        ({"artifact": ArtifactFactory.create().pk}, "", "#/artifact"),
        ({"assessment": AssessmentFactory.create().pk}, "", "#/assessment"),
        ({"question": "none"}, "", "#/question"),
        ({"section": "practice-0"}, "", "#/question"),
        ({"section": "none"}, "question", "#/section"),
        ({}, "artifact", "#/artifact"),
    ):
        sent = {name: value for name, value in (good | change).items() if name != without}
        refused = rest.post("evidence-links/", sent)
        assert refused.status_code == 400
        assert [error["pointer"] for error in refused.json()["errors"]] == [pointer], change


def test_a_reviewer_objects_and_lifts(
    review: Assessment, question: Question, bob: User, rita: User, charlie: User
) -> None:
    artifact = ArtifactFactory.create(organization=review.organization)
    link = links.link(assessment=review, evidence=artifact, to=question, by=bob)
    address = f"evidence-links/{link.pk}/"
    assert Rest(charlie).get(address).status_code == 404
    assert Rest(bob).post(f"{address}object/", {"objection": "No."}).status_code == 403
    rest = Rest(rita)
    assert rest.post(f"{address}object/", {}).status_code == 400
    objected = rest.post(f"{address}object/", {"objection": "It says the contrary."})
    assert objected.json()["objected_by"] == "rita@example.org"
    assert Rest(bob).delete(address).status_code == 409
    assert rest.post(f"{address}lift/").json()["objection"] == ""
    assert rest.post(f"{address}lift/").status_code == 409


@pytest.fixture
def milestone(bobs: Participant, question: Question, lena: User) -> Milestone:
    say(bobs, question)
    artifact = ArtifactFactory.create(organization=bobs.assessment.organization)
    RevisionFactory.create(artifact=artifact, state=RevisionState.ACCEPTED)
    links.link(assessment=bobs.assessment, evidence=artifact, to=question, by=lena)
    Assessment.objects.update(state=AssessmentState.APPROVED)
    rest = Rest(lena)
    made = rest.post(at(bobs.assessment, "publish/"), {"title": "Autumn 2026"}).json()
    return Milestone.objects.get(pk=made["id"])


def test_a_milestones_document_is_given_byte_for_byte(milestone: Milestone, ruth: User) -> None:
    rest, address = Rest(ruth), f"milestones/{milestone.pk}/document/"
    answer = rest.get(address)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.content == milestone.document.encode()
    assert hashlib.sha256(answer.content).hexdigest() == milestone.sha256
    assert answer.headers["ETag"] == f'"{milestone.sha256}"'
    assert rest.get(address, If_None_Match=answer.headers["ETag"]).status_code == 304


def test_milestones_are_listed_without_and_given_with_their_document(
    milestone: Milestone, ruth: User
) -> None:
    rest = Rest(ruth)
    (listed,) = rest.get(f"milestones/?assessment={milestone.assessment_id}").json()["results"]
    assert (listed["sha256"], listed["published_by"]) == (milestone.sha256, "lena@example.org")
    assert "document" not in listed
    whole = rest.get(f"milestones/{milestone.pk}/").json()
    assert whole["document"] == json.loads(milestone.document)
    assert rest.get("milestones/?organization=other").json()["results"] == []
    assert rest.get(f"milestones/?workload={milestone.assessment.workload_id}").json()["results"]


def test_a_stranger_meets_no_milestone(milestone: Milestone, charlie: User) -> None:
    rest = Rest(charlie)
    assert rest.get("milestones/").json()["results"] == []
    for address in ("", "document/"):
        assert rest.get(f"milestones/{milestone.pk}/{address}").status_code == 404
