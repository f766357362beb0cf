"""The admin of organizations and people: through the actions, and what it does not do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from organizations import audit
from organizations.actions import tokens, workloads
from organizations.models import AuditEvent, Membership, Organization, Rights, Token, User, Workload
from tests.factories.organizations import PASSWORD

SignIn = Callable[[User], Client]
MODELS = ["organization", "membership", "workload", "user", "token", "auditevent"]


def address(model: str, what: str, *args: object) -> str:
    return reverse(f"admin:organizations_{model}_{what}", args=args)


@pytest.fixture
def rows(acme: Organization, shop: Workload, alice: User, bob: User) -> Organization:
    tokens.create(name="CI", scope="read", by=bob)
    workloads.change(workload=shop, name="Web shop", description="", by=alice)
    return acme


@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens_and_is_searched(
    model: str, signed_in: SignIn, operator: User, rows: Organization
) -> None:
    client = signed_in(operator)
    listed = client.get(address(model, "changelist"))
    assert listed.status_code == 200
    assert client.get(address(model, "changelist"), {"q": "acme"}).status_code == 200
    first = listed.context["cl"].queryset.first()
    assert client.get(address(model, "change", first.pk)).status_code == 200


def test_an_operator_creates_an_organization(
    signed_in: SignIn, operator: User, charlie: User
) -> None:
    data = {"name": "Blue Sky", "slug": "blue", "owner": charlie.pk}
    response = signed_in(operator).post(address("organization", "add"), data)
    assert response.status_code == 302
    made = Organization.objects.get(slug="blue")
    assert made.memberships.get(user=charlie).rights == Rights.OWNER
    assert AuditEvent.objects.get(organization=made).actor == operator


def test_an_operator_renames_an_organization_and_checks_its_chain(
    signed_in: SignIn, operator: User, acme: Organization
) -> None:
    client = signed_in(operator)
    client.post(address("organization", "change", acme.pk), {"name": "Acme Europe"})
    acme.refresh_from_db()
    assert (acme.name, acme.slug, acme.audit_length) == ("Acme Europe", "acme", 1)
    data = {"action": "check_chain", "_selected_action": [acme.pk]}
    checked = client.post(address("organization", "changelist"), data, follow=True)
    assert "Acme Europe: the chain holds." in checked.content.decode()


def test_a_broken_chain_is_named(
    signed_in: SignIn, operator: User, acme: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "verify", lambda one: audit.Flaw(3, "its content was altered"))
    data = {"action": "check_chain", "_selected_action": [acme.pk]}
    checked = signed_in(operator).post(address("organization", "changelist"), data, follow=True)
    assert "Acme: event 3: its content was altered." in checked.content.decode()


def test_a_member_is_added_changed_and_removed(
    signed_in: SignIn, operator: User, acme: Organization, alice: User
) -> None:
    client = signed_in(operator)
    data = {"organization": acme.pk, "email": "dora@example.org", "name": "Dora", "rights": "lead"}
    assert client.post(address("membership", "add"), data).status_code == 302
    dora = Membership.objects.get(user__email="dora@example.org")
    assert mail.outbox[0].to == ["dora@example.org"]
    client.post(address("membership", "change", dora.pk), {"rights": "reader"})
    dora.refresh_from_db()
    assert dora.rights == Rights.READER
    client.post(address("membership", "delete", dora.pk), {"post": "yes"})
    assert not Membership.objects.filter(pk=dora.pk).exists()
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["added a member", "changed a member's rights", "removed a member"]


def test_a_refusal_is_told_on_the_page_and_changes_nothing(
    signed_in: SignIn, operator: User, alice: User
) -> None:
    client = signed_in(operator)
    owner = Membership.objects.get(user=alice)
    page = address("membership", "change", owner.pk)
    told = client.post(page, {"rights": "reader"}, follow=True)
    assert "Alice is the last owner of Acme." in told.content.decode()
    page = address("membership", "delete", owner.pk)
    told = client.post(page, {"post": "yes"}, follow=True)
    assert "Alice is the last owner of Acme." in told.content.decode()
    assert Membership.objects.get(user=alice).rights == Rights.OWNER


def test_a_workload_is_added_and_changed(
    signed_in: SignIn, operator: User, acme: Organization
) -> None:
    client = signed_in(operator)
    data = {"organization": acme.pk, "name": "Shop", "description": ""}
    client.post(address("workload", "add"), data)
    shop = Workload.objects.get()
    client.post(address("workload", "change", shop.pk), {"name": "Web shop", "description": "x"})
    shop.refresh_from_db()
    assert (shop.name, shop.description) == ("Web shop", "x")
    assert AuditEvent.objects.count() == 2


def test_accounts_are_made_and_get_a_password_by_address(signed_in: SignIn, operator: User) -> None:
    client = signed_in(operator)
    data = {
        "email": "dora@example.org",
        "name": "Dora",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post(address("user", "add"), data).status_code == 302
    dora = User.objects.get(email="dora@example.org")
    assert dora.check_password(PASSWORD)
    new = {
        "usable_password": "true",
        "password1": "another long one",
        "password2": "another long one",
    }
    page = reverse("admin:auth_user_password_change", args=[dora.pk])
    assert client.post(page, new).status_code == 302
    dora.refresh_from_db()
    assert dora.check_password("another long one")


def test_tokens_are_revoked_and_never_made(signed_in: SignIn, operator: User, bob: User) -> None:
    client = signed_in(operator)
    issued = tokens.create(name="CI", scope="read", by=bob)
    assert client.get(address("token", "add")).status_code == 403
    shown = client.get(address("token", "change", issued.token.pk)).content.decode()
    assert issued.token.digest not in shown
    data = {"action": "revoke", "_selected_action": [issued.token.pk]}
    client.post(address("token", "changelist"), data)
    assert Token.objects.get().revoked_at is not None


@pytest.mark.parametrize("model", ["auditevent", "token"])
def test_what_is_only_read_cannot_be_added_changed_or_deleted(
    model: str, signed_in: SignIn, operator: User, rows: Organization
) -> None:
    client = signed_in(operator)
    first = client.get(address(model, "changelist")).context["cl"].queryset.first()
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "change", first.pk), {"verb": "x"}).status_code == 403
    assert client.post(address(model, "delete", first.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["organization", "workload", "user"])
def test_what_others_depend_on_is_not_deleted_here(
    model: str, signed_in: SignIn, operator: User, rows: Organization
) -> None:
    client = signed_in(operator)
    first = client.get(address(model, "changelist")).context["cl"].queryset.first()
    assert client.post(address(model, "delete", first.pk), {"post": "yes"}).status_code == 403


@pytest.fixture
def staff(charlie: User) -> User:
    """Charlie, a stranger to acme, with the admin's permissions but no operator."""
    charlie.is_staff = True
    charlie.save()
    charlie.user_permissions.set(Permission.objects.filter(content_type__app_label="organizations"))
    return charlie


@pytest.mark.parametrize("model", ["organization", "membership", "workload", "auditevent"])
def test_other_staff_see_their_own_organizations_only(
    model: str, signed_in: SignIn, staff: User, rows: Organization
) -> None:
    client = signed_in(staff)
    seen = client.get(address(model, "changelist")).context["cl"].queryset
    assert not [row for row in seen if "Acme" in str(row) or "shop" in str(row)]
    acmes = {"organization": rows, "membership": rows.memberships.first()}.get(model)
    if acmes is not None:
        assert client.get(address(model, "change", acmes.pk)).status_code == 302


def test_other_staff_see_how_many_belong_to_theirs(
    signed_in: SignIn, acme: Organization, alice: User, bob: User
) -> None:
    alice.is_staff = True
    alice.save()
    alice.user_permissions.set(Permission.objects.filter(content_type__app_label="organizations"))
    (seen,) = signed_in(alice).get(address("organization", "changelist")).context["cl"].queryset
    assert seen.people == Membership.objects.filter(organization=acme).count() > 1


def test_other_staff_choose_among_their_own_organizations(
    signed_in: SignIn, staff: User, acme: Organization
) -> None:
    form = signed_in(staff).get(address("workload", "add")).context["adminform"].form
    assert list(form.fields["organization"].queryset.values_list("name", flat=True)) == ["Other"]


def test_other_staff_neither_see_accounts_nor_make_organizations(
    signed_in: SignIn, staff: User
) -> None:
    client = signed_in(staff)
    assert client.get(address("user", "changelist")).status_code == 403
    assert client.get(address("organization", "add")).status_code == 403


def test_the_first_operator_is_made_by_command(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="Root@Example.org", interactive=False, verbosity=0)
    root = User.objects.get()
    assert (root.email, root.is_superuser, root.is_staff) == ("root@example.org", True, True)
    assert root.check_password(PASSWORD)
