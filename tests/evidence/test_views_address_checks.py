"""What a check of an address shows on the page, in the library, over REST and in the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evidence.models import AddressCheck, Artifact, Revision
from evidence.reached import Outcome
from organizations.models import Organization, User
from tests.evidence.pages import SignedIn, text_of
from tests.factories import ArtifactFactory, RevisionFactory
from tests.web_server import Reply, WebServer, web_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web_server(lambda asked: Reply(b"<p>", headers={"Content-Type": "text/html"})) as running:
        yield running


@pytest.fixture
def board(acme: Organization, bob: User, server: WebServer) -> Revision:
    artifact = ArtifactFactory.create(organization=acme, owner=bob, title="Queue dashboard")
    return RevisionFactory.create(artifact=artifact, number=1, url=f"{server.url}/d/queues")


def checked(revision: Revision, outcome: Outcome, *hashes: str) -> AddressCheck:
    first, now = hashes or ("", "")
    return AddressCheck.objects.create(
        revision=revision,
        checked_at=timezone.now(),
        outcome=outcome,
        words="So it was.",
        first_sha256=first,
        sha256=now,
    )


def test_a_member_checks_an_address_from_its_page(
    board: Revision, bob: User, signed_in: SignedIn
) -> None:
    client = signed_in(bob)
    page = text_of(client.get(board.artifact.get_absolute_url()))
    assert "Not checked yet" in page
    assert "Check now" in page
    answer = client.post(f"/evidence/revisions/{board.pk}/check/", follow=True)
    after = text_of(answer)
    assert "The address of revision 1: It answers with a page" in after
    assert "Checked just now: it answers" in after


def test_a_reader_sees_the_check_and_no_button(
    board: Revision, ruth: User, signed_in: SignedIn
) -> None:
    checked(board, Outcome.SIGN_IN)
    client = signed_in(ruth)
    page = text_of(client.get(board.artifact.get_absolute_url()))
    assert "Checked just now: it asks for a sign-in" in page
    assert "Check now" not in page
    sent = client.post(f"/evidence/revisions/{board.pk}/check/", follow=True)
    assert "do not allow you to add evidence" in text_of(sent)
    assert AddressCheck.objects.get().words == "So it was."


def test_a_stranger_cannot_have_it_checked(
    board: Revision, charlie: User, signed_in: SignedIn, server: WebServer
) -> None:
    assert signed_in(charlie).post(f"/evidence/revisions/{board.pk}/check/").status_code == 404
    assert server.asked == []


@pytest.mark.parametrize(
    ("found", "flag"),
    [
        ((Outcome.ANSWERS, "a" * 64, "a" * 64), ""),
        ((Outcome.ANSWERS, "a" * 64, "b" * 64), "The content of its address changed"),
        ((Outcome.SIGN_IN,), ""),
        ((Outcome.REFUSED,), ""),
        ((Outcome.GONE,), "Its address: it is gone"),
        ((Outcome.SILENT,), "Its address: it does not answer"),
    ],
)
def test_the_library_flags_what_asks_for_an_eye(
    found: tuple[Any, ...], flag: str, board: Revision, bob: User, signed_in: SignedIn
) -> None:
    checked(board, *found)
    page = text_of(signed_in(bob).get("/evidence/"))
    assert flag in page
    assert ("address" in page.partition("<tbody>")[2].partition("</tbody>")[0]) == bool(flag)


@pytest.mark.parametrize("count", [3, 10])
def test_checks_cost_no_queries_of_their_own(
    count: int,
    acme: Organization,
    bob: User,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        artifact = ArtifactFactory.create(organization=acme, owner=bob)
        checked(RevisionFactory.create(artifact=artifact, number=1), Outcome.GONE)
        RevisionFactory.create(artifact=artifact, number=2)
    client = signed_in(bob)
    with django_assert_num_queries(9):
        client.get("/evidence/")
    cache.clear()
    with django_assert_num_queries(4):
        assert len(client.get("/api/v1/artifacts/").json()["results"]) == count
    with django_assert_num_queries(3):
        found = client.get("/api/v1/revisions/").json()["results"]
    assert [one["address_check"] is None for one in found].count(True) == count


def test_rest_shows_the_check_and_makes_one(
    board: Revision, bob: User, ruth: User, signed_in: SignedIn
) -> None:
    cache.clear()
    client = signed_in(bob)
    address = f"/api/v1/revisions/{board.pk}/"
    assert client.get(address).json()["address_check"] is None
    made = client.post(f"{address}check/")
    assert made.status_code == 200
    told = made.json()["address_check"]
    assert (told["outcome"], told["status"], told["changed"]) == ("answers", 200, None)
    assert client.get(address).json()["address_check"] == told
    assert signed_in(ruth).post(f"{address}check/").status_code == 403


def test_a_file_has_no_address_to_check(
    runbook: Artifact, waiting: Revision, bob: User, signed_in: SignedIn
) -> None:
    cache.clear()
    client = signed_in(bob)
    assert client.post(f"/api/v1/revisions/{waiting.pk}/check/").status_code == 409
    sent = client.post(f"/evidence/revisions/{waiting.pk}/check/", follow=True)
    assert "is a file: there is no address to check" in text_of(sent)
    assert "Last check" not in text_of(client.get(runbook.get_absolute_url()))


def test_the_admin_lists_and_narrows_by_the_last_check(
    board: Revision, operator: User, client: Client
) -> None:
    checked(board, Outcome.GONE)
    operator.is_staff = True
    operator.save()
    client.force_login(operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = text_of(client.get("/admin/evidence/revision/?address_check__outcome__exact=gone"))
    assert "It is gone, just now." in page
    none = client.get("/admin/evidence/revision/?address_check__outcome__exact=silent")
    assert "0 revisions" in text_of(none)
