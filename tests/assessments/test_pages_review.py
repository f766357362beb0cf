"""What waits for a reviewer."""

from __future__ import annotations

from assessments.pages.review import queue
from organizations.models import Organization, User
from tests.factories import ArtifactFactory, RevisionFactory


def test_submitted_evidence_waits_for_every_reviewer(
    acme: Organization, alice: User, bob: User, rita: User
) -> None:
    revision = RevisionFactory.create(artifact=ArtifactFactory.create(organization=acme, owner=bob))
    assert [queue(user).revisions for user in (alice, rita)] == [[revision], [revision]]
    assert queue(bob).count == 0


def test_ones_own_waits_for_another_reviewer(acme: Organization, alice: User, rita: User) -> None:
    own = RevisionFactory.create(artifact=ArtifactFactory.create(organization=acme, owner=rita))
    assert queue(rita).count == 0
    assert queue(alice).revisions == [own]


def test_ones_own_waits_for_oneself_where_nobody_else_may_decide(
    acme: Organization, alice: User
) -> None:
    own = RevisionFactory.create(artifact=ArtifactFactory.create(organization=acme, owner=alice))
    assert queue(alice).revisions == [own]


def test_strangers_have_nothing_to_decide(acme: Organization, charlie: User) -> None:
    RevisionFactory.create(artifact=ArtifactFactory.create(organization=acme))
    assert queue(charlie).count == 0
