"""Importing frameworks in the admin: an upload, its preview, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.actions import frameworks
from assessments.models import Framework, Upload
from organizations.models import User
from tests.assessments.framework_files import MULTIPLE, TWO
from tests.assessments.importers.pages import MARKDOWN

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
LIST = "/admin/assessments/framework/"
IMPORT = f"{LIST}import/"


@pytest.fixture
def as_operator(signed_in: SignIn, operator: User) -> Client:
    return signed_in(operator)


def text_of(response: Response) -> str:
    return " ".join(response.content.decode().split())


def send(client: Client, page: str, name: str = "b.md") -> Response:
    """Upload the file and follow to its preview."""
    sent: dict[str, Any] = {"file": SimpleUploadedFile(name, page.encode()), "organization": ""}
    return client.post(IMPORT, sent, follow=True)


def preview() -> str:
    return f"{IMPORT}{Upload.objects.get().pk}/"


def test_a_framework_is_imported_after_a_look(as_operator: Client) -> None:
    assert IMPORT in text_of(as_operator.get(LIST))
    assert "Look at it first" in text_of(as_operator.get(IMPORT))
    looked = send(as_operator, MARKDOWN)
    assert "Question: When was it restored?" in text_of(looked)
    assert not Framework.objects.exists()
    done = as_operator.post(preview(), follow=True)
    assert "Backups 1.0 was imported." in text_of(done)
    send(as_operator, MARKDOWN)
    again = as_operator.post(preview(), follow=True)
    assert "is there already; nothing was changed" in text_of(again)
    assert Framework.objects.count() == 1


def test_a_file_is_discarded(as_operator: Client) -> None:
    send(as_operator, MARKDOWN)
    as_operator.post(preview(), {"discard": "yes"})
    assert not Upload.objects.exists()
    assert not Framework.objects.exists()


def test_an_import_says_what_is_there_and_what_is_wrong(as_operator: Client) -> None:
    frameworks.import_framework(data=MARKDOWN.encode(), filename="b.md", organization=None, by=None)
    assert "There is nothing to import." in text_of(send(as_operator, MARKDOWN))
    other = MARKDOWN.replace("Cares", "Minds")
    assert "give the file a new version" in text_of(send(as_operator, other))
    bad = text_of(send(as_operator, MARKDOWN.replace("## Evidence", "## Elephants")))
    assert "Line 26: “Elephants” is not a part of a practice page." in bad


def test_one_of_several_is_chosen_and_its_version_given(as_operator: Client) -> None:
    looked = send(as_operator, TWO, "two.yaml")
    assert "The second" in text_of(looked)
    chosen = {"framework": "second", "language": "fr", "version": "7"}
    assert "Le second 7" in text_of(as_operator.get(preview(), chosen))
    as_operator.post(preview(), chosen)
    assert str(Framework.objects.get()) == "Le second 7"


def test_lint_and_oddities_are_shown_before_and_after(as_operator: Client) -> None:
    looked = text_of(send(as_operator, MULTIPLE, "queues.yaml"))
    assert "rule-unknown-choice" in looked
    as_operator.post(preview())
    framework = Framework.objects.get()
    page = reverse("admin:assessments_framework_change", args=[framework.pk])
    assert "error rule-unknown-choice smooth/peaks" in text_of(as_operator.get(page))


def test_a_version_that_was_taken_meanwhile_is_refused(as_operator: Client) -> None:
    send(as_operator, MARKDOWN)
    other = MARKDOWN.replace("Cares", "Minds").encode()
    frameworks.import_framework(data=other, filename="b.md", organization=None, by=None)
    answer = as_operator.post(preview(), follow=True)
    assert "A framework never changes" in text_of(answer)
    assert Upload.objects.exists()


def test_nobody_sees_the_upload_of_another(as_operator: Client, lena: User) -> None:
    send(as_operator, MARKDOWN)
    address = preview()
    Upload.objects.update(uploaded_by=lena)
    assert as_operator.get(address).status_code == 404
    assert as_operator.post(address).status_code == 404


def test_a_reviewer_cannot_import(signed_in: SignIn, rita: User) -> None:
    rita.is_staff = True
    rita.save()
    rita.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = signed_in(rita)
    assert IMPORT not in text_of(client.get(LIST))
    assert client.get(IMPORT).status_code == 403
