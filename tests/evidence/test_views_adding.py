"""The forms that add evidence and change it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings

from evidence import integrity
from evidence.models import Artifact
from organizations.models import Organization, Rights, User, Workload
from tests.evidence import samples
from tests.evidence.pages import SignedIn, text_of, upload
from tests.factories import (
    MembershipFactory,
    OrganizationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


def form(owner: User, **given: Any) -> dict[str, Any]:
    return {"title": "Queue runbook", "kind": "runbook", "owner": owner.pk, "note": "", **given}


def test_a_file_is_added_and_one_goes_where_one_came_from(
    acme: Organization, bob: User, signed_in: SignedIn, shop: Workload
) -> None:
    sent = form(
        bob, file=upload("../Über plan.pdf"), workload=shop.pk, next="/assessments/3/?q=1#q"
    )
    answer = signed_in(bob).post("/evidence/add/", sent)
    assert answer["Location"] == "/assessments/3/?q=1#q"
    revision = Artifact.objects.get(workload=shop).revisions.get()
    assert (revision.filename, revision.content_type) == ("Über plan.pdf", "application/pdf")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)"]
)
def test_one_is_never_sent_to_another_site(elsewhere: str, bob: User, signed_in: SignedIn) -> None:
    sent = form(bob, url="https://example.org/a", next=elsewhere)
    answer = signed_in(bob).post("/evidence/add/", sent)
    assert answer["Location"] == Artifact.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Give either a file or an address."),
        ({"title": "", "url": "https://example.org/"}, "This field is required."),
        ({"url": "javascript:alert(1)"}, "Give a whole address"),
        ({"file": upload("board.png", b"<script>alert(1)</script>")}, "says PNG image"),
        ({"file": upload("empty.txt", b"")}, "This file is empty."),
        ({"file": upload("setup.pdf", samples.PROGRAM)}, "This file is a program"),
        ({"url": "https://example.org/", "valid_until": "2020-01-01"}, "not over yet"),
        ({"url": "https://example.org/", "valid_until": "31.12.2099"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    given: dict[str, Any], words: str, bob: User, signed_in: SignedIn, storage: Path
) -> None:
    answer = signed_in(bob).post("/evidence/add/", form(bob, description="Kept", **given))
    page = text_of(answer)
    assert answer.status_code == 200
    assert words in page.replace("&#x27;", "'")
    assert "Kept" in page
    assert "A chosen file has to be chosen once more." in page
    assert not Artifact.objects.exists()
    assert [path for path in storage.rglob("*") if path.is_file()] == []


def test_however_much_is_sent_a_bounded_part_is_written_and_refused(
    bob: User, signed_in: SignedIn, settings: Settings, tmp_path: Path
) -> None:
    settings.EVIDENCE_MAX_BYTES = 400_000
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    answer = signed_in(bob).post("/evidence/add/", form(bob, file=upload("a.txt", b"a" * 900_000)))
    assert "larger than the limit of 391 kB" in text_of(answer)
    assert answer.context["form"].files["file"].size == 400_001


def test_a_file_too_large_for_memory_arrives_whole(bob: User, signed_in: SignedIn) -> None:
    content = b"All is well.\n" * 50_000
    signed_in(bob).post("/evidence/add/", form(bob, file=upload("long.log", content)))
    revision = Artifact.objects.get().revisions.get()
    assert revision.size == 650_000
    assert integrity.verify(revision)


def test_a_link_fills_the_form_in_beforehand(
    shop: Workload, bob: User, signed_in: SignedIn
) -> None:
    page = signed_in(bob).get(f"/evidence/add/?title=Runbook&kind=guide&workload={shop.pk}&file=x")
    assert 'value="Runbook"' in text_of(page)
    assert f'<option value="{shop.pk}" selected>' in text_of(page)
    answer = signed_in(bob).post("/evidence/add/?file=x", form(bob))
    assert "Give either a file or an address." in text_of(answer)


def test_who_belongs_to_two_organizations_chooses_one(
    acme: Organization, bob: User, signed_in: SignedIn
) -> None:
    other = OrganizationFactory.create(name="Zebra", slug="zebra")
    MembershipFactory.create(organization=other, user=bob, rights=Rights.MEMBER)
    client = signed_in(bob)
    assert "?organization=zebra" in text_of(client.get("/evidence/add/"))
    assert "For Zebra." in text_of(client.get("/evidence/add/?organization=zebra"))
    client.post("/evidence/add/", form(bob, url="https://example.org/", organization="zebra"))
    assert Artifact.objects.get().organization == other


def test_a_revision_is_added(runbook: Artifact, bob: User, signed_in: SignedIn) -> None:
    client = signed_in(bob)
    address = reverse("evidence:revise", args=[runbook.pk])
    assert "Add a revision" in text_of(client.get(address))
    answer = client.post(address, {"file": upload("v2.pdf"), "note": "More"}, follow=True)
    assert "Revision 2 was added. It waits for review." in text_of(answer)
    refused = client.post(address, {"url": "ftp://example.org"})
    assert "Give a whole address" in text_of(refused)


def test_an_owner_changes_what_it_is_called(
    runbook: Artifact, bob: User, signed_in: SignedIn
) -> None:
    client = signed_in(bob)
    address = reverse("evidence:change", args=[runbook.pk])
    assert 'value="Queue runbook"' in text_of(client.get(address))
    answer = client.post(address, form(bob, title="Runbook of the queue"), follow=True)
    assert "The change is saved." in text_of(answer)
    assert "Runbook of the queue" in text_of(answer)
