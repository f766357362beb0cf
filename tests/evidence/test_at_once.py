"""Reviewers and owners who act in the same moment."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from evidence import integrity
from evidence.actions import artifacts, reviews
from evidence.models import Artifact, ArtifactKind, Revision
from organizations import audit
from organizations.models import Organization, Rights, User
from organizations.refusals import Conflict
from tests.at_once import at_once
from tests.evidence import samples
from tests.factories import MembershipFactory, OrganizationFactory

LARGE = samples.PDF + b"%" * 300_000

# The rows are made before the connections are, which then see them.
pytestmark = pytest.mark.usefixtures("revision", "many_connections")


@pytest.fixture
def people(transactional_db: None, settings: Settings, tmp_path: Path) -> list[User]:
    """A member, then three reviewers, of one organization."""
    settings.MEDIA_ROOT = tmp_path / "files"
    organization = OrganizationFactory.create(name="Acme", slug="acme")
    rights = [Rights.MEMBER, *[Rights.REVIEWER] * 3]
    return [MembershipFactory.create(organization=organization, rights=r).user for r in rights]


@pytest.fixture
def revision(people: list[User]) -> Revision:
    """The member's, waiting for review."""
    return add(people[0], samples.PDF).revisions.get()


def add(by: User, content: bytes) -> Artifact:
    return artifacts.add(
        organization=Organization.objects.get(),
        workload=None,
        title="Queue runbook",
        kind=ArtifactKind.RUNBOOK,
        owner=by,
        by=by,
        file=ContentFile(content, name="runbook.pdf"),
    )


def test_of_reviewers_who_decide_at_once_one_does(people: list[User], revision: Revision) -> None:
    def decide(by: User, index: int) -> Revision:
        row = Revision.objects.get(pk=revision.pk)
        if index % 2:
            return reviews.accept(revision=row, by=by)
        return reviews.give_back(revision=row, comment="Page 3 is empty.", by=by)

    results = at_once(*[functools.partial(decide, by, i) for i, by in enumerate(people[1:])])
    assert sum(isinstance(result, Revision) for result in results) == 1, results
    assert sum(isinstance(result, Conflict) for result in results) == 2, results
    # One event of the addition, one of the decision.
    assert at_once(lambda: Organization.objects.get().audit_length) == [2]


def test_new_revisions_at_once_get_a_number_each(people: list[User], revision: Revision) -> None:
    def revise(by: User) -> int:
        artifact = Artifact.objects.get()
        return artifacts.revise(artifact=artifact, url="https://example.org/", by=by).number

    def states() -> list[str]:
        return list(Revision.objects.order_by("number").values_list("state", flat=True))

    assert set(at_once(*[functools.partial(revise, by) for by in people])) == {2, 3, 4, 5}
    assert at_once(states) == [["withdrawn"] * 4 + ["submitted"]]
    assert at_once(lambda: audit.verify(Organization.objects.get())) == [None]


def test_the_same_file_added_at_once_is_whole_for_everybody(people: list[User]) -> None:
    def whole() -> list[bool]:
        return [integrity.verify(each) for each in Revision.objects.all()]

    results = at_once(*[functools.partial(add, by, LARGE) for by in people])
    assert all(isinstance(result, Artifact) for result in results), results
    assert at_once(whole) == [[True] * 5]
