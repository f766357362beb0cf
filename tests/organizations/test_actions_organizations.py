"""Organizations, workloads and tokens: made, changed, revoked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from organizations import audit
from organizations.actions import organizations, tokens, workloads
from organizations.models import AuditEvent, Organization, Rights, Scope, Token, User, Workload
from organizations.models.token import digest_of
from organizations.refusals import Forbidden, Invalid
from tests.factories import MembershipFactory, OrganizationFactory


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_an_operator_creates_an_organization_for_its_owner(operator: User, charlie: User) -> None:
    made = organizations.create(name=" Blue Sky ", owner=charlie, by=operator)
    assert (made.name, made.slug) == ("Blue Sky", "blue-sky")
    assert made.memberships.get().rights == Rights.OWNER
    assert verbs() == ["created the organization"]


def test_plumbline_itself_may_create_one(charlie: User) -> None:
    made = organizations.create(name="Sample", owner=charlie, by=None, is_sample=True)
    assert made.is_sample
    assert AuditEvent.objects.get().actor_email == ""


@pytest.mark.parametrize(
    ("name", "slug"), [("Acme", "acme-2"), ("日本", "organization"), ("Ac", "ac")]
)
def test_the_short_name_is_made_from_the_name_and_free(
    name: str, slug: str, acme: Organization, operator: User
) -> None:
    assert organizations.create(name=name, owner=operator, by=operator).slug == slug


def test_only_an_operator_creates_organizations(alice: User) -> None:
    with pytest.raises(Forbidden):
        organizations.create(name="Mine", owner=alice, by=alice)


@pytest.mark.parametrize(("name", "slug"), [("", "x"), ("X", "acme"), ("X", "not a slug")])
def test_an_organization_that_cannot_be_is_refused(
    name: str, slug: str, acme: Organization, operator: User
) -> None:
    with pytest.raises(Invalid):
        organizations.create(name=name, slug=slug, owner=operator, by=operator)
    assert Organization.objects.count() == 1


def test_an_owner_renames(alice: User, bob: User, acme: Organization) -> None:
    assert organizations.rename(organization=acme, name="Acme Europe", by=alice).slug == "acme"
    organizations.rename(organization=acme, name="Acme Europe", by=alice)
    assert verbs() == ["renamed the organization"]
    with pytest.raises(Forbidden):
        organizations.rename(organization=acme, name="Bob's", by=bob)


def test_a_lead_adds_and_changes_workloads(lena: User, acme: Organization) -> None:
    made = workloads.create(organization=acme, name=" Shop ", by=lena)
    assert made.name == "Shop"
    workloads.change(workload=made, name="Web shop", description="Sells.", by=lena)
    workloads.change(workload=made, name="Web shop", description="Sells.", by=lena)
    assert verbs() == ["created a workload", "changed a workload"]
    assert AuditEvent.objects.latest("pk").detail == {
        "name": {"from": "Shop", "to": "Web shop"},
        "description": {"from": "", "to": "Sells."},
    }


def test_workload_names_are_unique_within_an_organization(
    lena: User, acme: Organization, shop: Workload
) -> None:
    with pytest.raises(Invalid, match="has a workload of that name"):
        workloads.create(organization=acme, name="Shop", by=lena)
    with pytest.raises(Invalid) as refused:
        workloads.create(organization=acme, name="  ", by=lena)
    assert refused.value.field == "name"


def test_a_member_does_not_change_workloads(bob: User, acme: Organization, shop: Workload) -> None:
    with pytest.raises(Forbidden):
        workloads.create(organization=acme, name="X", by=bob)
    with pytest.raises(Forbidden):
        workloads.change(workload=shop, name="X", description="", by=bob)


def test_of_a_token_only_the_digest_is_stored(bob: User) -> None:
    issued = tokens.create(name="CI", scope=Scope.READ, by=bob)
    assert issued.text.startswith("plumb_")
    assert len(issued.text) > 40
    stored = Token.objects.get()
    assert stored.digest == digest_of(issued.text)
    assert issued.text not in str(Token.objects.values())
    assert Token.objects.usable(timezone.now()).with_text(issued.text).get() == issued.token


def test_a_token_is_recorded_in_every_organization_of_its_person(
    bob: User, acme: Organization
) -> None:
    other = OrganizationFactory.create()
    MembershipFactory.create(organization=other, user=bob)
    issued = tokens.create(name="CI", scope=Scope.READ, by=bob)
    tokens.revoke(token=issued.token, by=bob)
    for organization in (acme, other):
        said = organization.audit_events.order_by("sequence").values_list("verb", flat=True)
        assert list(said) == ["made a token", "revoked a token"]
        assert audit.verify(organization) is None


@pytest.mark.parametrize(
    ("name", "scope", "days", "field"),
    [("", "read", 1, "name"), ("CI", "all", 1, "scope"), ("CI", "read", -1, "expires_at")],
)
def test_a_token_that_cannot_be_is_refused(
    name: str, scope: str, days: int, field: str, bob: User
) -> None:
    end = timezone.now() + dt.timedelta(days=days)
    with pytest.raises(Invalid) as refused:
        tokens.create(name=name, scope=scope, expires_at=end, by=bob)
    assert refused.value.field == field


def test_revoking_is_the_users_own_and_final(bob: User, alice: User, operator: User) -> None:
    issued = tokens.create(name="CI", scope=Scope.READ, by=bob)
    with pytest.raises(Forbidden):
        tokens.revoke(token=issued.token, by=alice)
    first = tokens.revoke(token=issued.token, by=operator).revoked_at
    assert first is not None
    assert tokens.revoke(token=issued.token, by=bob).revoked_at == first
    assert not Token.objects.usable(timezone.now()).exists()


def test_an_expired_token_and_one_of_an_inactive_person_open_nothing(bob: User) -> None:
    now = timezone.now()
    tokens.create(name="CI", scope=Scope.READ, by=bob, expires_at=now + dt.timedelta(hours=1))
    assert Token.objects.usable(now).exists()
    assert not Token.objects.usable(now + dt.timedelta(hours=2)).exists()
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert not Token.objects.usable(now).exists()
