"""People who act in the same moment."""

from __future__ import annotations

import functools

import pytest
from django.db import transaction

from organizations import audit
from organizations.actions import members
from organizations.models import Membership, Organization, Rights, User
from organizations.refusals import Refused
from tests.at_once import at_once
from tests.factories import MembershipFactory, OrganizationFactory

EACH = 5


@pytest.fixture
def organization(transactional_db: None) -> Organization:
    made = OrganizationFactory.create(name="Acme", slug="acme")
    for _ in range(2):
        MembershipFactory.create(organization=made, rights=Rights.OWNER)
    return made


@pytest.fixture
def owners(organization: Organization) -> list[Membership]:
    rows = Membership.objects.select_related("organization", "user")
    return list(rows.filter(organization=organization))


def record_some(organization: Organization) -> None:
    for _ in range(EACH):
        with transaction.atomic():
            audit.record(organization=organization, by=None, verb="x", subject=organization)


def state_of(organization: Organization) -> tuple[int, audit.Flaw | None, int]:
    """How long the chain is, its flaw, and how many owners there are."""
    now = Organization.objects.get(pk=organization.pk)
    owners = now.memberships.filter(rights=Rights.OWNER).count()
    return now.audit_length, audit.verify(now), owners


@pytest.mark.usefixtures("owners", "many_connections")
def test_events_of_many_writers_form_one_chain(organization: Organization) -> None:
    writers = [functools.partial(record_some, organization) for _ in range(6)]
    assert at_once(*writers) == [None] * 6
    assert at_once(lambda: state_of(organization)) == [(6 * EACH, None, 2)]


@pytest.mark.usefixtures("owners", "many_connections")
def test_two_owners_who_remove_each_other_leave_one(
    organization: Organization, owners: list[Membership]
) -> None:
    def remove(target: Membership, by: User) -> None:
        members.remove(membership=target, by=by)

    first, second = owners
    results = at_once(lambda: remove(first, second.user), lambda: remove(second, first.user))
    refusals = [result for result in results if isinstance(result, Refused)]
    assert len(refusals) == 1, results
    assert at_once(lambda: state_of(organization)) == [(1, None, 1)]


@pytest.mark.usefixtures("owners", "many_connections")
def test_one_address_added_twice_at_once_is_one_member(
    organization: Organization, owners: list[Membership]
) -> None:
    def add() -> Membership:
        return members.add(
            organization=organization, email="d@example.org", rights="member", by=owners[0].user
        )

    results = at_once(add, add)
    assert sum(isinstance(result, Membership) for result in results) == 1, results
    assert sum(isinstance(result, Refused) for result in results) == 1, results


@pytest.fixture
def elsewhere(owners: list[Membership]) -> Membership:
    other = OrganizationFactory.create(name="Globex", slug="globex")
    return MembershipFactory.create(organization=other, rights=Rights.OWNER)


@pytest.mark.usefixtures("elsewhere", "many_connections")
def test_one_address_added_to_two_organizations_at_once_is_one_account(
    owners: list[Membership], elsewhere: Membership
) -> None:
    def add(owner: Membership) -> Membership:
        return members.add(
            organization=owner.organization, email="d@example.org", rights="member", by=owner.user
        )

    results = at_once(lambda: add(owners[0]), lambda: add(elsewhere))
    assert len({one.user_id for one in results if isinstance(one, Membership)}) == 1, results
    assert all(isinstance(one, Membership) for one in results), results
