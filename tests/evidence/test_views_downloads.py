"""Downloads: for whoever may look, to be saved and nothing else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from evidence.actions import artifacts
from evidence.models import Artifact, Revision
from organizations.models import User
from tests.evidence import samples
from tests.evidence.pages import SignedIn, text_of, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


@pytest.mark.parametrize("who", ["alice", "lena", "bob", "rita", "ruth"])
def test_whoever_may_look_may_download(
    who: str, waiting: Revision, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    answer = client.get(reverse("evidence:download", args=[waiting.pk]))
    assert answer.getvalue() == samples.PDF


def test_a_download_can_only_be_saved(waiting: Revision, bob: User, signed_in: SignedIn) -> None:
    answer = signed_in(bob).get(reverse("evidence:download", args=[waiting.pk]))
    assert answer.streaming
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="queue runbook.pdf"'
    assert answer["Content-Length"] == str(len(samples.PDF))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_page_is_downloaded_as_text_under_its_own_name(
    runbook: Artifact, bob: User, signed_in: SignedIn
) -> None:
    page = upload("Übersicht.html", b"<script>alert(1)</script>")
    revision = artifacts.revise(artifact=runbook, file=page, by=bob)
    answer = signed_in(bob).get(reverse("evidence:download", args=[revision.pk]))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == ("attachment; filename*=utf-8''%C3%9Cbersicht.html.txt")


def test_there_is_no_download_of_an_address(
    runbook: Artifact, bob: User, signed_in: SignedIn
) -> None:
    revision = artifacts.revise(artifact=runbook, url="https://example.org/", by=bob)
    address = reverse("evidence:download", args=[revision.pk])
    assert signed_in(bob).get(address).status_code == 404


def test_a_file_that_the_storage_lost_is_said_to_be_lost(
    waiting: Revision, bob: User, signed_in: SignedIn
) -> None:
    waiting.file.storage.delete(str(waiting.file.name))
    answer = signed_in(bob).get(reverse("evidence:download", args=[waiting.pk]))
    assert answer.status_code == 409
    assert "no longer in the storage" in text_of(answer)
