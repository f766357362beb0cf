"""Members: added, changed, removed; always one owner left."""

from __future__ import annotations

import pytest

from organizations.actions import members
from organizations.models import AuditEvent, Membership, Organization, Rights, User
from organizations.refusals import Conflict, Forbidden, Invalid


def membership_of(user: User) -> Membership:
    return Membership.objects.select_related("organization", "user").get(user=user)


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("pk")


def test_a_new_person_gets_an_account_without_a_password(alice: User, acme: Organization) -> None:
    added = members.add(
        organization=acme, email=" Dora@Example.org ", name="Dora", rights="lead", by=alice
    )
    assert added.user.email == "dora@example.org"
    assert added.user.name == "Dora"
    assert not added.user.has_usable_password()
    assert added.rights == Rights.LEAD
    event = last_event()
    assert (event.verb, event.actor) == ("added a member", alice)
    assert event.detail == {"email": "dora@example.org", "rights": "lead"}


def test_a_known_person_keeps_name_and_password(
    alice: User, acme: Organization, charlie: User
) -> None:
    added = members.add(
        organization=acme, email="CHARLIE@example.org", name="X", rights="member", by=alice
    )
    assert added.user == charlie
    assert User.objects.get(pk=charlie.pk).name == "Charlie"


def test_nobody_is_added_twice(alice: User, bob: User, acme: Organization) -> None:
    with pytest.raises(Invalid, match="Bob is a member of Acme already") as refused:
        members.add(organization=acme, email=bob.email, rights="reader", by=alice)
    assert refused.value.field == "email"


@pytest.mark.parametrize(
    ("email", "rights", "field"),
    [("nobody", "member", "email"), ("", "member", "email"), ("d@example.org", "king", "rights")],
)
def test_what_cannot_be_is_refused(
    email: str, rights: str, field: str, alice: User, acme: Organization
) -> None:
    with pytest.raises(Invalid) as refused:
        members.add(organization=acme, email=email, rights=rights, by=alice)
    assert refused.value.field == field
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("who", ["lena", "bob", "rita", "ruth", "charlie"])
def test_only_an_owner_manages_members(
    who: str, alice: User, acme: Organization, request: pytest.FixtureRequest
) -> None:
    person: User = request.getfixturevalue(who)
    owner = membership_of(alice)
    with pytest.raises(Forbidden):
        members.add(organization=acme, email="d@example.org", rights="member", by=person)
    with pytest.raises(Forbidden):
        members.change(membership=owner, rights="reader", by=person)
    with pytest.raises(Forbidden):
        members.remove(membership=owner, by=person)
    assert membership_of(alice).rights == Rights.OWNER


def test_rights_change_and_the_log_says_from_what(alice: User, bob: User) -> None:
    changed = members.change(membership=membership_of(bob), rights="reviewer", by=alice)
    assert changed.rights == membership_of(bob).rights == Rights.REVIEWER
    assert last_event().detail == {
        "email": "bob@example.org",
        "from": "member",
        "to": "reviewer",
    }


def test_the_same_rights_again_are_no_event(alice: User, bob: User) -> None:
    members.change(membership=membership_of(bob), rights="member", by=alice)
    assert not AuditEvent.objects.exists()


def test_the_last_owner_stays(alice: User) -> None:
    with pytest.raises(Invalid, match="last owner of Acme"):
        members.change(membership=membership_of(alice), rights="member", by=alice)
    with pytest.raises(Invalid, match="last owner of Acme"):
        members.remove(membership=membership_of(alice), by=alice)
    assert membership_of(alice).rights == Rights.OWNER


def test_an_owner_who_cannot_sign_in_does_not_count(alice: User, bob: User) -> None:
    members.change(membership=membership_of(bob), rights="owner", by=alice)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    with pytest.raises(Invalid, match="last owner"):
        members.remove(membership=membership_of(alice), by=alice)


def test_an_owner_may_go_when_there_is_another(alice: User, bob: User) -> None:
    members.change(membership=membership_of(bob), rights="owner", by=alice)
    members.remove(membership=membership_of(alice), by=alice)
    assert not Membership.objects.filter(user=alice).exists()
    assert last_event().verb == "removed a member"
    assert User.objects.filter(pk=alice.pk).exists()


def test_a_member_who_is_gone_already_is_a_conflict(alice: User, bob: User) -> None:
    stale = membership_of(bob)
    members.remove(membership=membership_of(bob), by=alice)
    with pytest.raises(Conflict, match="Bob was removed in between"):
        members.remove(membership=stale, by=alice)
    with pytest.raises(Conflict):
        members.change(membership=stale, rights="lead", by=alice)
