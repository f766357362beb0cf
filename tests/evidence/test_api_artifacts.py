"""Evidence over REST: added by scripts, decided on, downloaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from evidence.actions import artifacts, reviews
from evidence.models import Artifact, Revision, RevisionState
from organizations.actions import tokens
from organizations.models import Organization, Rights, Scope, User, Workload
from tests.evidence import samples
from tests.evidence.pages import upload
from tests.factories import (
    ArtifactFactory,
    MembershipFactory,
    OrganizationFactory,
    RevisionFactory,
    WorkloadFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

API = "/api/v1/"
QUERIES_OF_THE_LIST = 4


class Asks(Protocol):
    def __call__(
        self,
        user: User,
        method: str,
        address: str,
        data: Any = None,
        *,
        scope: Scope = Scope.WRITE,
        multipart: bool = False,
    ) -> Any: ...


@pytest.fixture(autouse=True)
def no_requests_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def api(client: Client) -> Asks:
    """`api(user, "get", "artifacts/")` asks with a token of that user."""

    def ask(
        user: User,
        method: str,
        address: str,
        data: Any = None,
        *,
        scope: Scope = Scope.WRITE,
        multipart: bool = False,
    ) -> Any:
        text = tokens.create(name="CI", scope=scope, by=user).text
        headers = {"Authorization": f"Bearer {text}"}
        plain = method == "get" or multipart
        sent = {} if plain else {"content_type": "application/json"}
        return getattr(client, method)(API + address, data, headers=headers, **sent)

    return ask


def by_address(**given: Any) -> dict[str, Any]:
    return {
        "organization": "acme",
        "title": "Queue runbook",
        "kind": "runbook",
        "url": "https://wiki.example.org/runbook",
        **given,
    }


def test_an_address_is_added_as_json(api: Asks, bob: User, shop: Workload, alice: User) -> None:
    sent = by_address(workload=shop.pk, owner="alice@example.org", valid_until="2999-01-31")
    answer = api(bob, "post", "artifacts/", sent)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["organization"], made["workload"], made["state"]) == ("acme", shop.pk, "submitted")
    assert made["owner"] == "alice@example.org"
    assert made["revisions"][0]["url"] == "https://wiki.example.org/runbook"
    assert made["revisions"][0]["submitted_by"] == "bob@example.org"
    assert Artifact.objects.get(pk=made["id"]).owner == alice


def test_a_file_is_added_as_a_form(api: Asks, bob: User, acme: Organization) -> None:
    sent = {"organization": "acme", "title": "Plan", "kind": "guide", "file": upload("../plan.pdf")}
    answer = api(bob, "post", "artifacts/", sent, multipart=True)
    assert answer.status_code == 201
    revision = answer.json()["revisions"][0]
    assert (revision["filename"], revision["content_type"]) == ("plan.pdf", "application/pdf")
    assert revision["sha256"] == Revision.objects.get().sha256
    assert answer.json()["owner"] == "bob@example.org"


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"kind": "poem"}, "#/kind"),
        ({"title": ""}, "#/title"),
        ({"url": ""}, "#/file"),
        ({"url": "javascript:alert(1)"}, "#/url"),
        ({"owner": "charlie@example.org"}, "#/owner"),
        ({"owner": "nobody@example.org"}, "#/owner"),
        ({"workload": 0}, "#/workload"),
        ({"organization": "other"}, "#/organization"),
        ({"valid_until": "2020-01-01"}, "#/valid_until"),
        ({"valid_until": "soon"}, "#/valid_until"),
    ],
)
def test_a_problem_points_at_what_is_wrong(
    given: dict[str, Any], pointer: str, api: Asks, bob: User, charlie: User
) -> None:
    answer = api(bob, "post", "artifacts/", by_address(**given))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not Artifact.objects.exists()


def test_a_program_is_refused_whatever_its_name(api: Asks, bob: User) -> None:
    sent = {"organization": "acme", "title": "Plan", "kind": "guide"}
    sent |= {"file": upload("plan.pdf", samples.PROGRAM)}  # type: ignore[dict-item]  # a form's
    answer = api(bob, "post", "artifacts/", sent, multipart=True)
    assert answer.json()["errors"][0]["pointer"] == "#/file"


def test_the_workload_of_another_of_ones_organizations_does_not_fit(api: Asks, bob: User) -> None:
    other = OrganizationFactory.create()
    MembershipFactory.create(organization=other, user=bob, rights=Rights.MEMBER)
    workload = WorkloadFactory.create(organization=other)
    answer = api(bob, "post", "artifacts/", by_address(workload=workload.pk))
    assert "does not belong to Acme" in answer.json()["detail"]


def test_an_evidence_token_adds_and_does_nothing_else(
    api: Asks, bob: User, runbook: Artifact, waiting: Revision, alice: User
) -> None:
    def ask(user: User, method: str, address: str, data: Any = None) -> int:
        answer = api(user, method, address, data, scope=Scope.EVIDENCE)
        return int(answer.status_code)

    own = f"artifacts/{runbook.pk}/"
    assert ask(bob, "post", "artifacts/", by_address()) == 201
    assert ask(bob, "post", f"{own}revisions/", {"url": "https://example.org/"}) == 201
    assert ask(bob, "get", "artifacts/") == 403
    assert ask(bob, "patch", own, {"title": "Other"}) == 403
    assert ask(alice, "post", f"revisions/{waiting.pk}/accept/", {}) == 403
    assert ask(alice, "post", f"revisions/{waiting.pk}/return/", {"comment": "No"}) == 403
    assert ask(bob, "post", f"revisions/{waiting.pk}/withdraw/", {"reason": "No"}) == 403
    assert ask(bob, "get", f"revisions/{waiting.pk}/download/") == 403


def test_a_read_token_reads_and_adds_nothing(api: Asks, bob: User, waiting: Revision) -> None:
    assert api(bob, "get", "artifacts/", scope=Scope.READ).status_code == 200
    download = f"revisions/{waiting.pk}/download/"
    assert api(bob, "get", download, scope=Scope.READ).status_code == 200
    assert api(bob, "post", "artifacts/", by_address(), scope=Scope.READ).status_code == 403


def test_a_reader_adds_nothing_and_a_stranger_finds_nothing(
    api: Asks, ruth: User, charlie: User, runbook: Artifact, waiting: Revision
) -> None:
    assert api(ruth, "post", "artifacts/", by_address()).status_code == 403
    own = f"artifacts/{runbook.pk}/"
    assert api(ruth, "get", own).status_code == 200
    assert api(charlie, "get", own).status_code == 404
    assert api(charlie, "post", f"{own}revisions/", {"url": "https://a.example"}).status_code == 404
    assert api(charlie, "get", f"revisions/{waiting.pk}/").status_code == 404
    assert api(charlie, "get", f"revisions/{waiting.pk}/download/").status_code == 404
    assert api(charlie, "post", f"revisions/{waiting.pk}/accept/", {}).status_code == 404
    assert api(charlie, "get", "artifacts/").json()["results"] == []


def test_the_list_is_narrowed(api: Asks, bob: User, shop: Workload, acme: Organization) -> None:
    policy = ArtifactFactory.create(
        organization=acme, title="Policy", kind="policy", workload=shop, description="of the shop"
    )
    RevisionFactory.create(artifact=policy, state=RevisionState.ACCEPTED)
    RevisionFactory.create(artifact=ArtifactFactory.create(organization=acme, title="Guide"))

    def titles(query: str) -> list[str]:
        answer = api(bob, "get", f"artifacts/?{query}")
        return [found["title"] for found in answer.json()["results"]]

    assert titles("") == ["Policy", "Guide"]
    assert titles("kind=policy") == ["Policy"]
    assert titles("state=submitted") == ["Guide"]
    assert titles("state=accepted&search=SHOP") == ["Policy"]
    assert titles(f"workload={shop.pk}") == ["Policy"]
    assert titles("organization=acme") == ["Policy", "Guide"]
    assert titles("organization=elsewhere") == []
    refused = api(bob, "get", "artifacts/?state=nonsense")
    assert refused.json()["errors"][0]["parameter"] == "state"


@pytest.mark.parametrize("count", [3, 10])
def test_the_list_asks_as_often_for_three_as_for_ten(
    count: int,
    client: Client,
    bob: User,
    acme: Organization,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        artifact = ArtifactFactory.create(organization=acme)
        RevisionFactory.create(artifact=artifact, reviewed_by=bob)
        RevisionFactory.create(artifact=artifact)
    client.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        assert len(client.get(f"{API}artifacts/").json()["results"]) == count


def test_what_is_sent_is_changed_and_the_rest_stays(
    api: Asks, bob: User, runbook: Artifact, shop: Workload
) -> None:
    answer = api(bob, "patch", f"artifacts/{runbook.pk}/", {"workload": shop.pk})
    assert answer.status_code == 200
    assert (answer.json()["workload"], answer.json()["title"]) == (shop.pk, "Queue runbook")
    moved = api(bob, "patch", f"artifacts/{runbook.pk}/", {"organization": "other"})
    assert moved.json()["organization"] == "acme"


def test_a_revision_is_added_beside_the_accepted_one(
    api: Asks, bob: User, rita: User, runbook: Artifact, waiting: Revision
) -> None:
    reviews.accept(revision=waiting, by=rita)
    address = f"artifacts/{runbook.pk}/revisions/"
    answer = api(bob, "post", address, {"file": upload(), "note": "Again"}, multipart=True)
    assert answer.status_code == 201
    assert (answer.json()["number"], answer.json()["state"]) == (2, "submitted")
    assert api(bob, "get", f"artifacts/{runbook.pk}/").json()["state"] == "accepted"


def test_a_reviewer_accepts(api: Asks, rita: User, waiting: Revision) -> None:
    sent = {"comment": "Good", "valid_until": "2999-01-31"}
    answer = api(rita, "post", f"revisions/{waiting.pk}/accept/", sent)
    assert answer.status_code == 200
    assert answer.json()["state"] == "accepted"
    assert answer.json()["reviewed_by"] == "rita@example.org"
    waiting.refresh_from_db()
    assert waiting.valid_until == dt.date(2999, 1, 31)


def test_a_reviewer_returns_with_a_comment_and_the_second_meets_a_conflict(
    api: Asks, rita: User, alice: User, waiting: Revision
) -> None:
    address = f"revisions/{waiting.pk}/return/"
    assert api(rita, "post", address, {}).json()["errors"][0]["pointer"] == "#/comment"
    assert api(rita, "post", address, {"comment": "Empty"}).json()["state"] == "returned"
    second = api(alice, "post", f"revisions/{waiting.pk}/accept/", {})
    assert second.status_code == 409
    assert "was returned by Rita meanwhile" in second.json()["detail"]


def test_a_member_decides_nothing_and_withdraws_their_own(
    api: Asks, bob: User, waiting: Revision
) -> None:
    assert api(bob, "post", f"revisions/{waiting.pk}/accept/", {}).status_code == 403
    answer = api(bob, "post", f"revisions/{waiting.pk}/withdraw/", {"reason": "Wrong"})
    assert answer.json()["withdrawal_reason"] == "Wrong"


def test_the_queue_of_a_reviewer_is_a_list(api: Asks, rita: User, waiting: Revision) -> None:
    found = api(rita, "get", "revisions/?state=submitted&organization=acme").json()["results"]
    assert [revision["id"] for revision in found] == [waiting.pk]
    assert api(rita, "get", "revisions/?state=accepted").json()["results"] == []


def test_a_download_can_only_be_saved(api: Asks, bob: User, waiting: Revision) -> None:
    answer = api(bob, "get", f"revisions/{waiting.pk}/download/")
    assert answer.getvalue() == samples.PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("accept", ["*/*", "application/octet-stream", "application/json", "a/b"])
def test_a_download_comes_whatever_type_is_asked_for(
    accept: str, client: Client, bob: User, waiting: Revision
) -> None:
    client.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"{API}revisions/{waiting.pk}/download/"
    assert client.get(address, headers={"Accept": accept}).getvalue() == samples.PDF
    assert client.get(f"{API}revisions/0/download/", headers={"Accept": accept}).json()


def test_there_is_no_download_of_an_address(api: Asks, bob: User, runbook: Artifact) -> None:
    revision = artifacts.revise(artifact=runbook, url="https://example.org/", by=bob)
    answer = api(bob, "get", f"revisions/{revision.pk}/download/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_without_a_token_nothing_is_told(client: Client, waiting: Revision) -> None:
    for address in ("artifacts/", f"revisions/{waiting.pk}/download/"):
        assert client.get(API + address).status_code == 401
