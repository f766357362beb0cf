"""Adding evidence, keeping it current, taking it back: by whom, and what is recorded."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from evidence.actions import artifacts
from evidence.models import Artifact, ArtifactKind, Revision, RevisionState
from organizations import audit
from organizations.models import Organization, User, Workload
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.evidence import samples
from tests.factories import (
    ArtifactFactory,
    AssessmentFactory,
    MembershipFactory,
    OrganizationFactory,
    RevisionFactory,
    WorkloadFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

TOMORROW = dt.timedelta(days=1)


def add(by: User, organization: Organization, **given: Any) -> Artifact:
    given.setdefault("url", "https://wiki.example.org/runbook")
    fields = {"title": "Queue runbook", "kind": ArtifactKind.RUNBOOK, "owner": by, "workload": None}
    return artifacts.add(organization=organization, by=by, **{**fields, **given})


def pdf(name: str = "runbook.pdf") -> ContentFile[bytes]:
    return ContentFile(samples.PDF, name=name)


def test_an_artifact_begins_with_a_submitted_revision(
    acme: Organization, bob: User, shop: Workload
) -> None:
    until = timezone.localdate() + TOMORROW
    artifact = add(
        bob,
        acme,
        title="  Queue runbook ",
        file=pdf(),
        url="",
        workload=shop,
        valid_until=until,
        note="First version",
    )
    revision = artifact.revisions.get()
    assert (artifact.title, artifact.owner, artifact.workload) == ("Queue runbook", bob, shop)
    assert (revision.number, revision.state) == (1, RevisionState.SUBMITTED)
    assert (revision.filename, revision.content_type) == ("runbook.pdf", "application/pdf")
    assert (revision.submitted_by, revision.valid_until) == (bob, until)
    assert revision.size == len(samples.PDF)
    assert revision.file.read() == samples.PDF


def test_what_was_added_is_in_the_audit_log(acme: Organization, bob: User) -> None:
    artifact = add(bob, acme, file=pdf(), url="")
    event = acme.audit_events.get()
    assert (event.verb, event.actor_id) == ("added an artifact", bob.pk)
    assert event.detail["artifact"] == artifact.pk
    assert event.detail["sha256"] == artifact.revisions.get().sha256
    assert audit.verify(acme) is None


def test_an_address_is_stored_and_not_fetched(acme: Organization, bob: User) -> None:
    revision = add(bob, acme, url=" https://wiki.example.org/a ").revisions.get()
    assert revision.url == "https://wiki.example.org/a"
    assert (revision.file.name, revision.sha256, revision.size) == ("", "", None)


@pytest.mark.parametrize("who", ["alice", "lena", "bob", "rita"])
def test_members_who_do_more_than_read_add_evidence(
    who: str, acme: Organization, request: pytest.FixtureRequest
) -> None:
    assert add(request.getfixturevalue(who), acme).pk


@pytest.mark.parametrize("who", ["ruth", "charlie"])
def test_readers_and_strangers_add_nothing(
    who: str, acme: Organization, request: pytest.FixtureRequest, storage: Path
) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(Forbidden):
        add(person, acme, file=pdf(), url="")
    assert not Artifact.objects.exists()
    assert list(storage.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "t" * 161}, "title"),
        ({"kind": "poem"}, "kind"),
        ({"description": "d" * 4001}, "description"),
        ({"note": "n" * 301}, "note"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": ""}, "file"),
        ({"file": ContentFile(b"both", name="a.txt")}, "file"),
        ({"url": "", "file": ContentFile(b"", name="a.txt")}, "file"),
        ({"url": "", "file": ContentFile(samples.PROGRAM, name="a.pdf")}, "file"),
        ({"valid_until": dt.date(2020, 1, 1)}, "valid_until"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    given: dict[str, Any], field: str, acme: Organization, bob: User, storage: Path
) -> None:
    with pytest.raises(Invalid) as refusal:
        add(bob, acme, **given)
    assert refusal.value.field == field
    assert not Artifact.objects.exists()
    assert [path for path in storage.rglob("*") if path.is_file()] == []


def test_the_workload_is_one_of_the_organization(acme: Organization, bob: User) -> None:
    with pytest.raises(Invalid, match="does not belong to Acme"):
        add(bob, acme, workload=WorkloadFactory.create())


def test_the_owner_is_a_member(acme: Organization, bob: User, charlie: User) -> None:
    with pytest.raises(Invalid, match="must be a member of Acme"):
        add(bob, acme, owner=charlie)


def test_nothing_is_left_when_the_audit_event_fails(
    acme: Organization, bob: User, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**event: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(DatabaseError):
        add(bob, acme, file=pdf(), url="")
    assert not Artifact.objects.exists()
    assert [path for path in storage.rglob("*") if path.is_file()] == []


def test_a_new_revision_waits_beside_the_accepted_one(acme: Organization, bob: User) -> None:
    artifact = add(bob, acme)
    Revision.objects.update(state=RevisionState.ACCEPTED)
    second = artifacts.revise(artifact=artifact, file=pdf(), note="Now with pictures", by=bob)
    assert (second.number, second.state) == (2, RevisionState.SUBMITTED)
    assert artifact.revisions.get(number=1).state == RevisionState.ACCEPTED
    assert artifact.standing == artifact.revisions.get(number=1)
    assert artifact.latest == second


def test_a_new_revision_replaces_one_that_still_waits(
    acme: Organization, bob: User, alice: User
) -> None:
    artifact = add(bob, acme)
    artifacts.revise(artifact=artifact, url="https://wiki.example.org/b", by=alice)
    first = artifact.revisions.get(number=1)
    assert (first.state, first.withdrawn_by) == (RevisionState.WITHDRAWN, alice)
    assert first.withdrawal_reason == "Replaced by revision 2."
    assert list(Revision.objects.waiting()) == [artifact.revisions.get(number=2)]


def test_two_people_who_hold_the_same_page_get_two_numbers(
    acme: Organization, bob: User, alice: User
) -> None:
    artifact = add(bob, acme)
    seen_by_alice, seen_by_bob = (Artifact.objects.get(pk=artifact.pk) for _ in range(2))
    artifacts.revise(artifact=seen_by_alice, file=pdf(), by=alice)
    artifacts.revise(artifact=seen_by_bob, file=pdf(), by=bob)
    assert sorted(artifact.revisions.values_list("number", flat=True)) == [1, 2, 3]


def test_the_database_holds_a_number_to_one_revision() -> None:
    first = RevisionFactory.create(number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        RevisionFactory.create(artifact=first.artifact, number=1)


def test_a_reader_adds_no_revision(acme: Organization, bob: User, ruth: User) -> None:
    with pytest.raises(Forbidden):
        artifacts.revise(artifact=add(bob, acme), url="https://example.org/", by=ruth)


def changed(artifact: Artifact, by: User, **given: Any) -> Artifact:
    fields = {
        "title": artifact.title,
        "kind": artifact.kind,
        "description": artifact.description,
        "owner": artifact.owner,
        "workload": artifact.workload,
    }
    return artifacts.change(artifact=artifact, by=by, **{**fields, **given})


def test_evidence_in_an_assessment_does_not_move_to_another_workload(
    acme: Organization, bob: User, shop: Workload
) -> None:
    artifact = add(bob, acme, workload=shop)
    review = AssessmentFactory.create(workload=shop, created_by=bob)
    section = review.framework.sections.all()[0]
    artifact.links.create(assessment=review, section=section, linked_by=bob)
    other = WorkloadFactory.create(organization=acme)
    with pytest.raises(Invalid, match="in an assessment of another workload"):
        changed(artifact, bob, workload=other)
    assert Artifact.objects.get().workload == shop
    assert changed(artifact, bob, workload=None).workload is None
    assert changed(artifact, bob, workload=shop, title="Runbook").workload == shop


def test_a_change_is_recorded_with_what_stood_before(
    acme: Organization, bob: User, alice: User, shop: Workload
) -> None:
    artifact = add(bob, acme)
    after = changed(artifact, bob, title="Runbook of the queue", owner=alice, workload=shop)
    assert (after.title, after.owner, after.workload) == ("Runbook of the queue", alice, shop)
    event = acme.audit_events.latest("sequence")
    assert event.verb == "changed an artifact"
    assert event.detail == {
        "title": ["Queue runbook", "Runbook of the queue"],
        "owner": [bob.pk, alice.pk],
        "workload": [None, shop.pk],
    }


def test_a_change_of_nothing_leaves_no_trace(acme: Organization, bob: User) -> None:
    changed(add(bob, acme), bob)
    assert acme.audit_events.count() == 1


def test_a_change_is_checked_as_an_addition_is(acme: Organization, bob: User) -> None:
    artifact = add(bob, acme)
    with pytest.raises(Invalid):
        changed(artifact, bob, title="")
    with pytest.raises(Invalid):
        changed(artifact, bob, workload=WorkloadFactory.create())
    artifact.refresh_from_db()
    assert (artifact.title, artifact.workload) == ("Queue runbook", None)


def test_the_kind_of_accepted_evidence_is_changed_by_reviewers_only(
    acme: Organization, bob: User, rita: User
) -> None:
    artifact = add(bob, acme)
    changed(artifact, bob, kind=ArtifactKind.GUIDE)
    Revision.objects.update(state=RevisionState.ACCEPTED)
    with pytest.raises(Forbidden, match="review evidence"):
        changed(artifact, bob, kind=ArtifactKind.POLICY)
    assert changed(artifact, rita, kind=ArtifactKind.POLICY).kind == ArtifactKind.POLICY


@pytest.mark.parametrize("who", ["alice", "lena", "rita"])
def test_leads_and_reviewers_keep_the_evidence_of_others(
    who: str, acme: Organization, bob: User, request: pytest.FixtureRequest
) -> None:
    artifact = add(bob, acme)
    keeper = request.getfixturevalue(who)
    assert changed(artifact, keeper, title="Kept").title == "Kept"
    revision = artifact.revisions.get()
    assert artifacts.withdraw(revision=revision, reason="Wrong file", by=keeper).withdrawn_by


def test_members_leave_the_evidence_of_others_alone(acme: Organization, alice: User) -> None:
    artifact = add(alice, acme)
    other = MembershipFactory.create(organization=acme).user
    with pytest.raises(Forbidden):
        changed(artifact, other, title="Mine")
    with pytest.raises(Forbidden):
        artifacts.withdraw(revision=artifact.revisions.get(), reason="No", by=other)


def test_who_submitted_a_revision_withdraws_it_and_it_stays_with_its_reason(
    acme: Organization, bob: User, alice: User
) -> None:
    artifact = add(bob, acme, owner=alice)
    revision = artifacts.withdraw(
        revision=artifact.revisions.get(), reason=" The wrong file ", by=bob
    )
    assert revision.state == RevisionState.WITHDRAWN
    assert (revision.withdrawal_reason, revision.withdrawn_by) == ("The wrong file", bob)
    assert acme.audit_events.latest("sequence").verb == "withdrew a revision"


def test_a_withdrawn_accepted_revision_keeps_the_word_of_its_reviewer(
    acme: Organization, bob: User, rita: User
) -> None:
    revision = add(bob, acme).revisions.get()
    reviewed = {"reviewed_by": rita, "review_comment": "Good"}
    Revision.objects.update(state=RevisionState.ACCEPTED, **reviewed)
    artifacts.withdraw(revision=revision, reason="The service is gone", by=bob)
    assert (revision.reviewed_by, revision.review_comment) == (rita, "Good")


@pytest.mark.parametrize("reason", ["", "  ", "r" * 301])
def test_a_withdrawal_says_why(reason: str, acme: Organization, bob: User) -> None:
    with pytest.raises(Invalid, match="Say why"):
        artifacts.withdraw(revision=add(bob, acme).revisions.get(), reason=reason, by=bob)


def test_a_revision_is_withdrawn_once(acme: Organization, bob: User) -> None:
    revision = add(bob, acme).revisions.get()
    artifacts.withdraw(revision=revision, reason="Wrong file", by=bob)
    with pytest.raises(Conflict, match="does not count any more"):
        artifacts.withdraw(revision=revision, reason="Again", by=bob)
    revision.refresh_from_db()
    assert revision.withdrawal_reason == "Wrong file"


def test_an_artifact_of_another_organization_is_nobody_else_s(charlie: User) -> None:
    artifact = ArtifactFactory.create(organization=OrganizationFactory.create())
    with pytest.raises(Forbidden):
        artifacts.revise(artifact=artifact, url="https://example.org/", by=charlie)
