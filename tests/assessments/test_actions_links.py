"""Putting evidence behind a question or a section, and objecting to it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assessments.actions import links
from assessments.models import Assessment, AssessmentState, EvidenceLink, Question
from evidence.models import Artifact, Probe
from organizations.models import User
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.factories import (
    ArtifactFactory,
    ProbeFactory,
    SourceFactory,
    WorkloadFactory,
    framework_with,
)

pytestmark = pytest.mark.django_db

CHANGEABLE = [AssessmentState.DRAFT, AssessmentState.OPEN]


@pytest.fixture
def runbook(review: Assessment, bob: User) -> Artifact:
    return ArtifactFactory.create(organization=review.organization, owner=bob, title="Runbook")


@pytest.fixture
def probe(review: Assessment) -> Probe:
    source = SourceFactory.create(organization=review.organization)
    return ProbeFactory.create(source=source, workload=review.workload)


@pytest.fixture
def linked(review: Assessment, runbook: Artifact, question: Question, bob: User) -> EvidenceLink:
    return links.link(assessment=review, evidence=runbook, to=question, by=bob)


def test_an_artifact_and_a_probe_go_behind_a_question_and_a_section(
    review: Assessment, runbook: Artifact, probe: Probe, question: Question, bob: User
) -> None:
    for evidence in (runbook, probe):
        for subject in (question, question.section):
            made = links.link(assessment=review, evidence=evidence, to=subject, by=bob)
            assert (made.artifact or made.probe) == evidence
            assert (made.question or made.section) == subject
    assert EvidenceLink.objects.count() == 4


def test_linking_what_is_linked_returns_the_link_that_is_there(
    review: Assessment, linked: EvidenceLink, runbook: Artifact, question: Question, rita: User
) -> None:
    again = links.link(assessment=review, evidence=runbook, to=question, by=rita)
    assert (again, again.linked_by) == (linked, linked.linked_by)
    assert review.organization.audit_events.count() == 1


def test_linking_is_recorded(review: Assessment, linked: EvidenceLink, question: Question) -> None:
    event = review.organization.audit_events.get()
    assert (event.verb, event.subject_id) == ("linked evidence", str(linked.pk))
    assert event.detail == {
        "assessment": review.pk,
        "evidence": "Runbook",
        "to": question.key,
        "objection": "",
    }


@pytest.mark.parametrize("state", list(AssessmentState))
def test_evidence_is_linked_while_it_is_a_draft_or_open(
    review: Assessment, runbook: Artifact, question: Question, bob: User, *, state: AssessmentState
) -> None:
    Assessment.objects.filter(pk=review.pk).update(state=state)
    if state in CHANGEABLE:
        made = links.link(assessment=review, evidence=runbook, to=question, by=bob)
        links.unlink(link=made, by=bob)
    else:
        with pytest.raises(Conflict, match="while the assessment is a draft or open"):
            links.link(assessment=review, evidence=runbook, to=question, by=bob)
    assert not EvidenceLink.objects.exists()


@pytest.mark.parametrize("who", ["ruth", "charlie"])
def test_readers_and_strangers_link_nothing(
    linked: EvidenceLink, probe: Probe, question: Question, cast: Mapping[str, User], who: str
) -> None:
    with pytest.raises(Forbidden):
        links.link(assessment=linked.assessment, evidence=probe, to=question, by=cast[who])
    with pytest.raises(Forbidden):
        links.unlink(link=linked, by=cast[who])
    assert list(EvidenceLink.objects.all()) == [linked]


def test_evidence_of_others_is_refused(review: Assessment, question: Question, bob: User) -> None:
    theirs = ArtifactFactory.create()
    with pytest.raises(Invalid, match="another organization") as refused:
        links.link(assessment=review, evidence=theirs, to=question, by=bob)
    assert refused.value.field == "evidence"


def test_evidence_of_another_workload_is_refused_and_that_of_all_is_taken(
    review: Assessment, question: Question, bob: User
) -> None:
    other = WorkloadFactory.create(organization=review.organization)
    tied = ArtifactFactory.create(organization=review.organization, workload=other)
    with pytest.raises(Invalid, match="evidence of another workload"):
        links.link(assessment=review, evidence=tied, to=question, by=bob)
    own = ArtifactFactory.create(organization=review.organization, workload=review.workload)
    assert links.link(assessment=review, evidence=own, to=question, by=bob).pk


def test_a_question_of_another_framework_is_refused(
    review: Assessment, runbook: Artifact, bob: User
) -> None:
    question = framework_with().questions.all()[0]
    for subject in (question, question.section):
        with pytest.raises(Invalid, match="not one of this assessment's"):
            links.link(assessment=review, evidence=runbook, to=subject, by=bob)


def test_what_is_taken_away_twice_is_recorded_once(
    review: Assessment, linked: EvidenceLink, bob: User
) -> None:
    again = EvidenceLink.objects.get(pk=linked.pk)
    links.unlink(link=linked, by=bob)
    links.unlink(link=again, by=bob)
    assert review.organization.audit_events.filter(verb="unlinked evidence").count() == 1


def test_what_is_unlinked_stays_in_the_library(
    linked: EvidenceLink, runbook: Artifact, rita: User
) -> None:
    links.unlink(link=linked, by=rita)
    assert not EvidenceLink.objects.exists()
    assert Artifact.objects.get() == runbook
    assert runbook.organization.audit_events.order_by("-sequence")[0].verb == "unlinked evidence"


def test_a_new_artifact_is_added_and_linked_in_one(
    review: Assessment, question: Question, bob: User
) -> None:
    made = links.add_and_link(
        assessment=review,
        to=question,
        by=bob,
        title="Queue policy",
        kind="policy",
        url="https://example.org/policy",
    )
    artifact = made.artifact
    assert artifact is not None
    assert (artifact.owner, artifact.workload) == (bob, review.workload)


def test_neither_is_kept_where_the_link_is_refused(review: Assessment, bob: User) -> None:
    elsewhere = framework_with().questions.first()
    assert elsewhere is not None
    with pytest.raises(Invalid):
        links.add_and_link(
            assessment=review,
            to=elsewhere,
            by=bob,
            title="Queue policy",
            kind="policy",
            url="https://example.org/policy",
        )
    assert not Artifact.objects.exists()
    assert not review.organization.audit_events.exists()


def test_a_reviewer_objects_and_lifts(linked: EvidenceLink, rita: User, alice: User) -> None:
    objected = links.object_to(link=linked, objection=" It says the contrary. ", by=rita)
    assert (objected.objection, objected.objected_by) == ("It says the contrary.", rita)
    assert objected.objected_at is not None
    lifted = links.lift(link=linked, by=alice)
    assert (lifted.objection, lifted.objected_by, lifted.objected_at) == ("", None, None)
    events = linked.assessment.organization.audit_events.order_by("sequence")
    assert list(events.values_list("verb", flat=True)) == [
        "linked evidence",
        "objected to evidence",
        "lifted an objection",
    ]
    assert events[2].detail["objection"] == "It says the contrary."


@pytest.mark.parametrize("who", ["lena", "bob", "ruth", "charlie"])
def test_only_a_reviewer_objects_and_lifts(
    linked: EvidenceLink, cast: Mapping[str, User], who: str
) -> None:
    with pytest.raises(Forbidden):
        links.object_to(link=linked, objection="No.", by=cast[who])
    links.object_to(link=linked, objection="No.", by=cast["rita"])
    with pytest.raises(Forbidden):
        links.lift(link=linked, by=cast[who])
    assert EvidenceLink.objects.get().objection == "No."


def test_an_objection_has_words_and_stands_alone(linked: EvidenceLink, rita: User) -> None:
    with pytest.raises(Invalid, match="what speaks against"):
        links.object_to(link=linked, objection="  ", by=rita)
    with pytest.raises(Conflict, match="no objection to lift"):
        links.lift(link=linked, by=rita)
    links.object_to(link=linked, objection="No.", by=rita)
    with pytest.raises(Conflict, match="already"):
        links.object_to(link=linked, objection="No again.", by=rita)


def test_evidence_with_an_objection_cannot_be_taken_away(linked: EvidenceLink, rita: User) -> None:
    links.object_to(link=linked, objection="No.", by=rita)
    with pytest.raises(Conflict, match="has to be lifted first"):
        links.unlink(link=linked, by=rita)
    links.unlink(link=links.lift(link=linked, by=rita), by=rita)
