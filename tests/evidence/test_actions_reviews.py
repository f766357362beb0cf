"""What a reviewer decides: once, with a comment where it is owed, never on their own work."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from evidence.actions import artifacts, reviews
from evidence.models import Revision, RevisionState
from organizations.models import Organization, Rights, User
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.factories import ArtifactFactory, MembershipFactory, RevisionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(acme: Organization, bob: User) -> Revision:
    artifact = ArtifactFactory.create(organization=acme, owner=bob)
    return RevisionFactory.create(artifact=artifact, number=1)


def later(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def test_an_accepted_revision_counts_to_the_day_the_reviewer_gave(
    waiting: Revision, rita: User
) -> None:
    revision = reviews.accept(
        revision=waiting, comment=" Tried it. ", valid_until=later(90), by=rita
    )
    assert (revision.state, revision.reviewed_by) == (RevisionState.ACCEPTED, rita)
    assert (revision.valid_until, revision.review_comment) == (later(90), "Tried it.")
    assert revision.reviewed_at is not None


def test_without_a_day_the_proposed_one_stands(waiting: Revision, rita: User) -> None:
    waiting.valid_until = later(7)
    waiting.save()
    assert reviews.accept(revision=waiting, by=rita).valid_until == later(7)


def test_a_day_that_is_over_is_refused(waiting: Revision, rita: User) -> None:
    with pytest.raises(Invalid, match="would expire at once"):
        reviews.accept(revision=waiting, valid_until=later(-1), by=rita)
    waiting.valid_until = later(-1)
    waiting.save()
    with pytest.raises(Invalid, match="would expire at once"):
        reviews.accept(revision=waiting, by=rita)
    assert reviews.accept(revision=waiting, valid_until=later(0), by=rita)


def test_a_decision_is_in_the_audit_log(waiting: Revision, rita: User, acme: Organization) -> None:
    reviews.accept(revision=waiting, comment="Good", valid_until=later(9), by=rita)
    event = acme.audit_events.get()
    assert (event.verb, event.actor_id) == ("accepted a revision", rita.pk)
    assert event.detail == {"comment": "Good", "valid_until": str(later(9))}


def test_a_returned_revision_says_what_is_missing(
    waiting: Revision, rita: User, acme: Organization
) -> None:
    revision = reviews.give_back(revision=waiting, comment="Page 3 is empty.", by=rita)
    assert (revision.state, revision.review_comment) == ("returned", "Page 3 is empty.")
    assert acme.audit_events.get().verb == "returned a revision"


@pytest.mark.parametrize("comment", ["", "   ", "c" * 4001])
def test_a_return_needs_a_comment(comment: str, waiting: Revision, rita: User) -> None:
    with pytest.raises(Invalid) as refusal:
        reviews.give_back(revision=waiting, comment=comment, by=rita)
    assert refusal.value.field == "comment"


def test_of_two_reviewers_with_the_same_page_one_decides(
    waiting: Revision, rita: User, alice: User
) -> None:
    seen_by_rita, seen_by_alice = (Revision.objects.get(pk=waiting.pk) for _ in range(2))
    reviews.accept(revision=seen_by_rita, by=rita)
    with pytest.raises(Conflict, match="was accepted by Rita meanwhile"):
        reviews.give_back(revision=seen_by_alice, comment="No", by=alice)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.review_comment) == (RevisionState.ACCEPTED, "")


def test_what_was_withdrawn_is_no_longer_decided_on(
    waiting: Revision, rita: User, bob: User
) -> None:
    stale = Revision.objects.get(pk=waiting.pk)
    artifacts.withdraw(revision=waiting, reason="Wrong file", by=bob)
    with pytest.raises(Conflict, match="was withdrawn meanwhile"):
        reviews.accept(revision=stale, by=rita)


@pytest.mark.parametrize("who", ["lena", "bob", "ruth", "charlie"])
def test_only_owners_and_reviewers_decide(
    who: str, waiting: Revision, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Forbidden):
        reviews.accept(revision=waiting, by=request.getfixturevalue(who))
    waiting.refresh_from_db()
    assert waiting.state == RevisionState.SUBMITTED


def test_nobody_decides_on_their_own_work_while_another_could(
    acme: Organization, rita: User, alice: User
) -> None:
    artifact = ArtifactFactory.create(organization=acme, owner=rita)
    own = RevisionFactory.create(artifact=artifact)
    with pytest.raises(Forbidden, match="You submitted this revision yourself"):
        reviews.accept(revision=own, by=rita)
    assert reviews.accept(revision=own, by=alice).reviewed_by == alice


def test_the_only_reviewer_decides_on_their_own_work(acme: Organization, bob: User) -> None:
    only = MembershipFactory.create(organization=acme, rights=Rights.REVIEWER).user
    left = MembershipFactory.create(organization=acme, rights=Rights.OWNER).user
    left.is_active = False
    left.save()
    own = RevisionFactory.create(artifact=ArtifactFactory.create(organization=acme, owner=only))
    assert reviews.accept(revision=own, by=only).state == RevisionState.ACCEPTED
