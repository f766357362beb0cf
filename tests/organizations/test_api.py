"""Organizations, members, workloads, tokens and the audit log over REST."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from organizations import audit
from organizations.actions import tokens, workloads
from organizations.models import AuditEvent, Membership, Organization, Scope, Token, User, Workload
from tests.factories import MembershipFactory, OrganizationFactory, WorkloadFactory

API = "/api/v1/"


@pytest.fixture(autouse=True)
def no_requests_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def api(client: Client) -> Callable[..., Any]:
    """`api(user, "get", "workloads/", {...})` asks with a write token of that user."""

    def ask(user: User, method: str, address: str, data: Any = None) -> Any:
        text = tokens.create(name="CI", scope=Scope.WRITE, by=user).text
        headers = {"Authorization": f"Bearer {text}"}
        sent = {} if method == "get" else {"content_type": "application/json"}
        return getattr(client, method)(API + address, data, headers=headers, **sent)

    return ask


def test_me_says_who_is_calling_and_their_rights(api: Any, bob: User) -> None:
    assert api(bob, "get", "me/").json() == {
        "email": "bob@example.org",
        "name": "Bob",
        "memberships": [{"organization": "acme", "rights": "member"}],
    }


def test_one_sees_ones_own_organizations(api: Any, bob: User, charlie: User) -> None:
    found = api(bob, "get", "organizations/").json()
    assert [one["slug"] for one in found["results"]] == ["acme"]
    assert api(bob, "get", "organizations/acme/").json()["name"] == "Acme"
    assert api(charlie, "get", "organizations/acme/").status_code == 404


def test_an_owner_adds_changes_and_removes_a_member(api: Any, alice: User) -> None:
    data = {"organization": "acme", "email": "dora@example.org", "rights": "lead"}
    added = api(alice, "post", "members/", data)
    assert added.status_code == 201
    body = added.json()
    assert (body["email"], body["rights"], body["organization"]) == (
        "dora@example.org",
        "lead",
        "acme",
    )
    assert mail.outbox[0].to == ["dora@example.org"]
    changed = api(alice, "patch", f"members/{body['id']}/", {"rights": "reader"})
    assert changed.json()["rights"] == "reader"
    same = api(alice, "patch", f"members/{body['id']}/", {})
    assert same.json()["rights"] == "reader"
    assert api(alice, "delete", f"members/{body['id']}/").status_code == 204
    assert not Membership.objects.filter(pk=body["id"]).exists()


def test_a_member_does_not_manage_members(api: Any, bob: User, alice: User) -> None:
    data = {"organization": "acme", "email": "dora@example.org", "rights": "lead"}
    refused = api(bob, "post", "members/", data)
    assert refused.status_code == 403
    assert "Ask an owner" in refused.json()["detail"]
    pk = Membership.objects.get(user=alice).pk
    assert api(bob, "delete", f"members/{pk}/").status_code == 403


def test_a_refusal_points_at_the_input(api: Any, alice: User, bob: User) -> None:
    data = {"organization": "acme", "email": bob.email, "rights": "lead"}
    refused = api(alice, "post", "members/", data)
    assert refused.status_code == 400
    assert refused.json()["errors"] == [
        {"pointer": "#/email", "detail": "Bob is a member of Acme already."}
    ]


def test_a_strangers_organization_is_as_good_as_none(
    api: Any, charlie: User, acme: Organization, shop: Workload
) -> None:
    data = {"organization": "acme", "name": "X"}
    refused = api(charlie, "post", "workloads/", data)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "#/organization"
    assert api(charlie, "get", f"workloads/{shop.pk}/").status_code == 404
    assert api(charlie, "get", "workloads/?organization=acme").json()["results"] == []


def test_workloads_are_made_changed_and_listed(api: Any, lena: User) -> None:
    data = {"organization": "acme", "name": "Shop"}
    made = api(lena, "post", "workloads/", data)
    assert made.status_code == 201
    pk = made.json()["id"]
    changed = api(lena, "patch", f"workloads/{pk}/", {"description": "Sells."})
    assert changed.json()["name"] == "Shop"
    assert changed.json()["description"] == "Sells."
    assert changed.json()["organization"] == "acme"
    again = api(lena, "post", "workloads/", data)
    assert again.status_code == 400
    assert again.json()["detail"] == "This organization has a workload of that name."
    listed = api(lena, "get", "workloads/?organization=acme").json()["results"]
    assert [one["id"] for one in listed] == [pk]


def test_lists_come_by_cursor(api: Any, lena: User, acme: Organization) -> None:
    WorkloadFactory.create_batch(5, organization=acme)
    first = api(lena, "get", "workloads/?page_size=2").json()
    assert len(first["results"]) == 2
    assert first["previous"] is None
    second = api(lena, "get", first["next"].split(API)[1]).json()
    shown = [one["id"] for one in first["results"] + second["results"]]
    assert shown == sorted(shown)
    assert len(set(shown)) == 4


def test_a_person_makes_lists_and_revokes_tokens(
    signed_in: Callable[[User], Client], bob: User
) -> None:
    client = signed_in(bob)
    data = {"name": "CI", "scope": "evidence"}
    made = client.post(reverse("token-list"), data, content_type="application/json")
    assert made.status_code == 201
    text = made.json()["text"]
    assert Token.objects.with_text(text).exists()
    listed = client.get(reverse("token-list"))
    assert text not in listed.content.decode()
    assert listed.json()["results"][0]["prefix"] == text[:12]
    address = reverse("token-detail", args=[made.json()["id"]])
    assert client.delete(address).status_code == 204
    assert client.get(address).json()["revoked_at"]


def test_a_token_makes_no_token(api: Any, bob: User) -> None:
    refused = api(bob, "post", "tokens/", {"name": "CI", "scope": "write"})
    assert refused.status_code == 403
    assert "Sign in" in refused.json()["detail"]


def test_a_token_is_seen_by_its_own_user_only(api: Any, bob: User, alice: User) -> None:
    theirs = tokens.create(name="CI", scope=Scope.READ, by=bob).token
    assert api(alice, "delete", f"tokens/{theirs.pk}/").status_code == 404


def test_the_audit_log_is_read_by_filter_and_proves_itself(
    api: Any, lena: User, acme: Organization
) -> None:
    workloads.create(organization=acme, name="A", by=lena)
    workloads.create(organization=acme, name="B", by=lena)
    found = api(lena, "get", "audit-events/?organization=acme&verb=created a workload&who=LENA")
    events = found.json()["results"]
    assert [event["subject_label"] for event in events] == ["A", "B"]
    assert events[1]["previous_hash"] == events[0]["hash"]
    assert audit.digest(AuditEvent.objects.get(sequence=1)) == events[0]["hash"]


def test_the_description_is_valid_and_needs_a_sign_in(
    signed_in: Callable[[User], Client], client: Client, bob: User
) -> None:
    assert client.get(reverse("api-schema")).status_code == 401
    described = signed_in(bob).get(reverse("api-schema"), {"format": "json"}).json()
    assert described["openapi"].startswith("3.1")
    operations = described["paths"]["/api/v1/workloads/"]
    assert set(operations) == {"get", "post"}
    assert {"token": []} in operations["get"]["security"]
    assert "application/problem+json" in operations["get"]["responses"]["4XX"]["content"]


def test_the_page_to_browse_it_has_nothing_inline(
    signed_in: Callable[[User], Client], bob: User
) -> None:
    response = signed_in(bob).get(reverse("api-docs"))
    shown = response.content.decode()
    assert "<style" not in shown
    assert "<script>" not in shown
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    script = signed_in(bob).get(reverse("api-docs") + "?script=")
    assert "SwaggerUIBundle" in script.content.decode()


@pytest.mark.parametrize("name", ["organizations", "members", "workloads", "audit-events"])
def test_a_list_costs_the_same_for_three_rows_as_for_ten(
    name: str,
    api: Any,
    alice: User,
    django_assert_max_num_queries: Callable[..., object],
    client: Client,
) -> None:
    text = tokens.create(name="CI", scope=Scope.READ, by=alice).text

    def count(rows: int) -> int:
        for _ in range(rows):
            organization = OrganizationFactory.create()
            MembershipFactory.create(organization=organization, user=alice, rights="owner")
            workloads.create(organization=organization, name="W", by=alice)
        with django_assert_max_num_queries(6) as queries:  # type: ignore[attr-defined]
            client.get(f"{API}{name}/", headers={"Authorization": f"Bearer {text}"})
        return len(queries)

    count(1)
    assert count(3) == count(7)
