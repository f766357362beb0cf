"""The settings pages: members, workloads, tokens, the audit log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from organizations import audit, invitations
from organizations.actions import tokens, workloads
from organizations.models import Membership, Organization, Rights, Token, User, Workload
from tests.factories import MembershipFactory, OrganizationFactory, WorkloadFactory

SignIn = Callable[[User], Client]


def membership_of(user: User) -> Membership:
    return Membership.objects.select_related("organization", "user").get(user=user)


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"organizations:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_settings_lead_to_ones_first_organization(
    signed_in: SignIn, alice: User, acme: Organization
) -> None:
    response = signed_in(alice).get(reverse("organizations:settings"))
    assert response.headers["Location"] == "/settings/acme/members/"


def test_settings_lead_somebody_without_organization_to_their_tokens(
    signed_in: SignIn, operator: User
) -> None:
    client = signed_in(operator)
    assert client.get("/settings/").headers["Location"] == "/settings/tokens/"
    assert "No token yet" in page(client, "tokens")


def test_an_owner_sees_what_can_be_changed_and_a_reader_does_not(
    signed_in: SignIn, alice: User, ruth: User, acme: Organization
) -> None:
    for_owner = page(signed_in(alice), "members", "acme")
    assert "Add a member" in for_owner
    assert "ruth@example.org" in for_owner
    assert f"/members/{membership_of(ruth).pk}/" in for_owner
    for_reader = page(signed_in(ruth), "members", "acme")
    assert "alice@example.org" in for_reader
    assert "Add a member" not in for_reader
    assert f"/members/{membership_of(alice).pk}/" not in for_reader


def test_somebody_of_two_organizations_can_go_from_one_to_the_other(
    signed_in: SignIn, alice: User
) -> None:
    other = OrganizationFactory.create(name="Zoo", slug="zoo")
    MembershipFactory.create(organization=other, user=alice)
    client = signed_in(alice)
    for name in ("members", "workloads", "audit"):
        assert f'href="/settings/zoo/{name}/"' in page(client, name, "acme")


def test_an_owner_adds_a_member_and_they_get_a_mail(
    signed_in: SignIn, alice: User, charlie: User, acme: Organization
) -> None:
    address = reverse("organizations:member_add", args=["acme"])
    data = {"email": "charlie@example.org", "rights": "lead"}
    response = signed_in(alice).post(address, data, follow=True)
    assert "Charlie is a member now. A mail to charlie@example.org says so." in (
        response.content.decode()
    )
    assert Membership.objects.get(organization=acme, user=charlie).rights == Rights.LEAD
    (sent,) = mail.outbox
    assert "Sign in as usual:" in str(sent.body)


def test_a_member_whose_mail_does_not_go_out_is_a_member_all_the_same(
    signed_in: SignIn, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(invitations, "send_mail", down)
    address = reverse("organizations:member_add", args=["acme"])
    data = {"email": "dora@example.org", "rights": "member"}
    response = signed_in(alice).post(address, data, follow=True)
    assert "could not be sent" in response.content.decode()
    assert Membership.objects.filter(user__email="dora@example.org").exists()


def test_a_refused_member_stays_in_the_form_with_the_reason_at_the_field(
    signed_in: SignIn, alice: User, bob: User
) -> None:
    address = reverse("organizations:member_add", args=["acme"])
    response = signed_in(alice).post(address, {"email": bob.email, "rights": "lead"})
    shown = response.content.decode()
    assert "Bob is a member of Acme already." in shown
    assert 'value="bob@example.org"' in shown
    assert response.context["form"].errors["email"]


def test_an_owner_changes_rights(signed_in: SignIn, alice: User, bob: User) -> None:
    address = reverse("organizations:member", args=["acme", membership_of(bob).pk])
    client = signed_in(alice)
    assert '<option value="member" selected>' in client.get(address).content.decode()
    response = client.post(address, {"rights": "reviewer"}, follow=True)
    assert "The rights of Bob: reviewer." in response.content.decode()
    assert membership_of(bob).rights == Rights.REVIEWER


def test_the_last_owner_cannot_step_down_and_is_told_why(signed_in: SignIn, alice: User) -> None:
    client = signed_in(alice)
    pk = membership_of(alice).pk
    stepped = client.post(f"/settings/acme/members/{pk}/", {"rights": "reader"})
    assert "Make somebody else an owner first." in stepped.content.decode()
    removed = client.post(f"/settings/acme/members/{pk}/remove/", follow=True)
    assert "Make somebody else an owner first." in removed.content.decode()


def test_removal_asks_first(signed_in: SignIn, alice: User, bob: User) -> None:
    client = signed_in(alice)
    address = reverse("organizations:member_remove", args=["acme", membership_of(bob).pk])
    assert "Remove Bob?" in client.get(address).content.decode()
    assert Membership.objects.filter(user=bob).exists()
    response = client.post(address, follow=True)
    assert "Bob is no longer a member." in response.content.decode()
    assert not Membership.objects.filter(user=bob).exists()


def test_missing_rights_are_a_page_with_the_reason(signed_in: SignIn, bob: User) -> None:
    response = signed_in(bob).get(reverse("organizations:member_add", args=["acme"]))
    assert response.status_code == 403
    assert "Ask an owner; it takes owner." in response.content.decode()


def test_a_member_is_found_in_their_own_organization_only(
    signed_in: SignIn, alice: User, charlie: User, acme: Organization
) -> None:
    theirs = membership_of(charlie).pk
    assert signed_in(alice).get(f"/settings/acme/members/{theirs}/").status_code == 404


def test_workloads_are_added_and_changed_by_a_lead(signed_in: SignIn, lena: User) -> None:
    client = signed_in(lena)
    assert "Add the first one" in page(client, "workloads", "acme")
    client.post("/settings/acme/workloads/add/", {"name": "Shop"})
    shop = Workload.objects.get()
    again = client.post("/settings/acme/workloads/add/", {"name": "Shop"})
    assert "This organization has a workload of that name." in again.content.decode()
    address = reverse("organizations:workload", args=["acme", shop.pk])
    assert 'value="Shop"' in client.get(address).content.decode()
    client.post(address, {"name": "Web shop", "description": "Sells things."})
    shown = page(client, "workloads", "acme")
    assert "Web shop" in shown
    assert "Sells things." in shown


def test_a_reader_is_told_who_adds_workloads(signed_in: SignIn, ruth: User) -> None:
    shown = page(signed_in(ruth), "workloads", "acme")
    assert "A lead or an owner adds" in shown
    assert "Add a workload" not in shown


def test_a_token_is_shown_once(signed_in: SignIn, bob: User) -> None:
    client = signed_in(bob)
    data = {"name": "CI", "scope": "evidence", "lives": "30"}
    made = client.post(reverse("organizations:token_add"), data)
    token = Token.objects.get()
    text = made.context["issued"].text
    assert text in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    assert token.expires_at is not None
    listed = page(client, "tokens")
    assert text not in listed
    assert token.prefix in listed


def test_a_token_without_end_and_one_with_a_wrong_scope(signed_in: SignIn, bob: User) -> None:
    client = signed_in(bob)
    client.post(reverse("organizations:token_add"), {"name": "CI", "scope": "read", "lives": "0"})
    assert Token.objects.get().expires_at is None
    wrong = client.post(reverse("organizations:token_add"), {"name": "CI", "scope": "all"})
    assert "2 things need your attention" in wrong.content.decode()


def test_a_token_is_revoked_by_its_own_user(signed_in: SignIn, bob: User, alice: User) -> None:
    issued = tokens.create(name="CI", scope="read", by=bob)
    address = reverse("organizations:token_revoke", args=[issued.token.pk])
    assert signed_in(alice).post(address).status_code == 404
    client = signed_in(bob)
    assert client.get(address).status_code == 405
    assert "It opens nothing any more." in client.post(address, follow=True).content.decode()
    assert "revoked" in page(client, "tokens")


@pytest.fixture
def busy(acme: Organization, lena: User, alice: User) -> Organization:
    for number in range(60):
        workloads.create(
            organization=acme, name=f"W{number}", by=lena if number else alice, description="d"
        )
    return acme


def test_the_audit_log_comes_in_pages_and_by_filter(
    signed_in: SignIn, ruth: User, busy: Organization
) -> None:
    client = signed_in(ruth)
    first = client.get("/settings/acme/audit/")
    assert len(first.context["page"]) == 50
    assert "60 events." in first.content.decode()
    second = client.get("/settings/acme/audit/?page=2")
    assert [event.sequence for event in second.context["page"]][-1] == 1
    by_alice = client.get("/settings/acme/audit/?who=ALICE&verb=created a workload")
    assert [event.subject_label for event in by_alice.context["page"]] == ["W0"]
    nothing = client.get("/settings/acme/audit/?who=nobody").content.decode()
    assert "Nothing fits" in nothing


def test_an_unknown_act_in_the_filter_is_left_out(
    signed_in: SignIn, ruth: User, busy: Organization
) -> None:
    response = signed_in(ruth).get("/settings/acme/audit/?verb=flew&page=nine")
    assert response.context["page"].paginator.count == 60


def test_the_chain_is_checked_on_a_click(
    signed_in: SignIn, ruth: User, busy: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(ruth)
    address = reverse("organizations:audit_verify", args=["acme"])
    holds = client.post(address, follow=True).content.decode()
    assert "The chain holds: 60 events, none of them altered." in holds
    flaw = audit.Flaw(7, "its content was altered")
    monkeypatch.setattr("organizations.views.audit.verify_chain", lambda organization: flaw)
    broken = client.post(address, follow=True).content.decode()
    assert "does not hold at event 7: its content was altered" in broken


@pytest.mark.parametrize("name", ["members", "workloads", "audit"])
def test_a_page_costs_the_same_for_three_rows_as_for_ten(
    name: str,
    signed_in: SignIn,
    alice: User,
    acme: Organization,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = signed_in(alice)
    address = reverse(f"organizations:{name}", args=["acme"])

    def count(rows: int) -> int:
        for _ in range(rows):
            MembershipFactory.create(organization=acme)
            WorkloadFactory.create(organization=acme)
            workloads.create(organization=acme, name=f"{Workload.objects.count()}", by=alice)
        with django_assert_max_num_queries(12) as queries:  # type: ignore[attr-defined]
            client.get(address)
        return len(queries)

    assert count(3) == count(7)


def test_the_page_of_tokens_costs_the_same_for_three_as_for_ten(
    signed_in: SignIn, bob: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = signed_in(bob)

    def count(rows: int) -> int:
        for _ in range(rows):
            tokens.create(name="CI", scope="read", by=bob)
        with django_assert_max_num_queries(8) as queries:  # type: ignore[attr-defined]
            client.get(reverse("organizations:tokens"))
        return len(queries)

    assert count(3) == count(7)
