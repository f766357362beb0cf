"""Importing a framework on the web: an upload, its preview, and what comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from assessments.actions import uploads
from assessments.forms import frameworks as forms
from assessments.models import Framework, Upload
from organizations.models import Organization, User
from tests.assessments.framework_files import LARGE, MULTIPLE, TWO
from tests.assessments.importers.pages import MARKDOWN
from tests.factories import MembershipFactory

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
IMPORT = "/frameworks/import/"


def send(
    client: Client, page: str | bytes = MARKDOWN, *, to: str = "acme", name: str = "backups.md"
) -> Response:
    """Upload the file and follow to its preview."""
    data = page.encode() if isinstance(page, str) else page
    file = SimpleUploadedFile(name, data)
    return client.post(IMPORT, {"file": file, "organization": to}, follow=True)


def preview_of(upload: Upload) -> str:
    return f"{IMPORT}{upload.pk}/"


def waiting() -> Upload:
    return Upload.objects.get()


def text_of(response: Response) -> str:
    return " ".join(response.content.decode().split())


def test_a_file_is_looked_at_and_then_imported(
    acme: Organization, lena: User, signed_in: SignIn
) -> None:
    client = signed_in(lena)
    looked = send(client)
    address = preview_of(waiting())
    assert looked.redirect_chain == [(address, 302)]
    assert "When was it restored?" in text_of(looked)
    assert not Framework.objects.exists()
    assert "When was it restored?" in text_of(client.get(address))
    done = client.post(address, follow=True)
    framework = Framework.objects.get()
    assert done.redirect_chain == [(framework.get_absolute_url(), 302)]
    assert "Backups 1.0 was imported." in text_of(done)
    assert (framework.organization, framework.imported_by) == (acme, lena)
    assert not Upload.objects.exists()


def test_a_file_is_discarded(lena: User, signed_in: SignIn) -> None:
    client = signed_in(lena)
    send(client)
    assert "backups.md" in text_of(client.get(IMPORT))
    answer = client.post(f"{preview_of(waiting())}discard/", follow=True)
    assert "backups.md was not imported, and is gone." in text_of(answer)
    assert not Upload.objects.exists()
    assert not Framework.objects.exists()


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "operator"])
@pytest.mark.parametrize("part", ["", "sections/backups/", "discard/"])
def test_only_who_sent_a_file_sees_it(
    acme: Organization, cast: Mapping[str, User], signed_in: SignIn, who: str, part: str
) -> None:
    upload = uploads.keep(
        data=MARKDOWN.encode(), filename="b.md", organization=acme, by=cast["lena"]
    )
    client, address = signed_in(cast[who]), preview_of(upload) + part
    answer = client.post(address) if part == "discard/" else client.get(address)
    assert answer.status_code == 404
    assert Upload.objects.exists()


def test_the_same_file_sent_twice_waits_once_and_its_day_begins_anew(
    acme: Organization, lena: User, alice: User, signed_in: SignIn
) -> None:
    client = signed_in(lena)
    send(client)
    first = waiting()
    Upload.objects.update(uploaded_at=timezone.now() - dt.timedelta(hours=23))
    assert send(client).redirect_chain == [(preview_of(first), 302)]
    assert waiting().uploaded_at > timezone.now() - dt.timedelta(minutes=1)
    other: dict[str, Any] = {"data": MARKDOWN.encode(), "filename": "backups.md"}
    other["organization"] = acme
    uploads.keep(**other, by=alice)
    uploads.keep(**other | {"data": b"another"}, by=lena)
    uploads.keep(**other | {"filename": "b.md"}, by=lena)
    assert Upload.objects.count() == 4


def test_a_file_waits_for_a_day(lena: User, signed_in: SignIn) -> None:
    client = signed_in(lena)
    send(client)
    Upload.objects.update(uploaded_at=timezone.now() - dt.timedelta(days=1))
    assert client.get(preview_of(waiting())).status_code == 404


def test_a_file_that_is_there_is_said_to_be_and_offers_no_import(
    lena: User, signed_in: SignIn
) -> None:
    client = signed_in(lena)
    send(client)
    client.post(preview_of(waiting()))
    again = send(client)
    assert "This file is there already" in text_of(again)
    assert "Import this framework" not in text_of(again)
    confirmed = client.post(preview_of(waiting()), follow=True)
    assert "is there already; nothing was changed" in text_of(confirmed)
    assert Framework.objects.count() == 1


def test_a_version_that_is_taken_is_given_another_or_kept_apart(
    acme: Organization, lena: User, signed_in: SignIn
) -> None:
    client = signed_in(lena)
    send(client)
    client.post(preview_of(waiting()))
    looked = send(client, MARKDOWN.replace("Cares", "Minds"))
    address = preview_of(waiting())
    assert "is there already, with other content" in text_of(looked)
    assert "Import this framework" not in text_of(looked)
    refused = client.post(address, follow=True)
    assert "A framework never changes" in text_of(refused)
    apart = client.get(address, {"place": "apart", "key": "Harbour Backups"})
    assert apart.context["spec"].key == "harbour-backups"
    assert "as a new framework" in text_of(apart)
    other = client.get(address, {"place": "next", "key": "unused", "version": "2.0"})
    assert "as version 2.0 of" in text_of(other)
    assert "which has 1 version" in text_of(other)
    assert other.context["against"].framework.version == "1.0"
    client.post(address, {"version": "2.0"})
    assert Framework.objects.filter(organization=acme, key="backups", version="2.0").exists()


def test_one_of_several_frameworks_and_languages_is_chosen(lena: User, signed_in: SignIn) -> None:
    client = signed_in(lena)
    looked = send(client, TWO, name="two.yaml")
    assert [one.key for one in looked.context["preview"].read.frameworks] == ["first", "second"]
    address = preview_of(waiting())
    second = client.get(address, {"framework": "second"})
    assert second.context["form"].fields["language"].choices == [
        ("en", "English"),
        ("fr", "French"),
    ]
    chosen = client.get(address, {"framework": "second", "language": "fr"})
    assert chosen.context["spec"].title == "Le second"
    client.post(address, {"framework": "second", "language": "fr"})
    stored = Framework.objects.get()
    assert (stored.key, stored.language, stored.name) == ("second", "fr", "Le second")


def test_what_a_file_does_not_hold_is_said(lena: User, signed_in: SignIn) -> None:
    client = signed_in(lena)
    send(client, TWO, name="two.yaml")
    address = preview_of(waiting())
    answer = client.get(address, {"framework": "third"})
    assert answer.status_code == 422
    assert f'href="{address}"' in text_of(answer)
    refused = client.get(address, {"key": "???"}, follow=True)
    assert "Write the key in letters, digits and hyphens." in text_of(refused)
    assert refused.redirect_chain == [(address, 302)]


def test_the_preview_tells_what_the_lint_says(lena: User, signed_in: SignIn) -> None:
    looked = send(signed_in(lena), MULTIPLE, name="queues.yaml")
    page = text_of(looked)
    assert "A condition speaks of a choice that is not there" in page
    assert looked.context["lint"].tally.errors
    assert f'href="{preview_of(waiting())}#q-peaks"' in page


def test_a_large_preview_opens_section_by_section(lena: User, signed_in: SignIn) -> None:
    client = signed_in(lena)
    looked = send(client, LARGE, name="large.yaml")
    assert "What is thing 64?" not in text_of(looked)
    address = preview_of(waiting())
    kept_apart = text_of(client.get(address, {"key": "apart"}))
    part = f"{address}sections/all-things/?key=apart"
    assert part in kept_apart
    inner = f"{address}sections/more-things/?key=apart"
    assert inner in text_of(client.get(part, headers={"HX-Request": "true"}))
    whole = text_of(client.get(inner))
    assert "What is thing 64?" in whole
    assert f'href="{address}?key=apart"' in whole
    assert client.get(f"{address}sections/nothing/").status_code == 404


def test_guidance_from_a_file_cannot_carry_script(lena: User, signed_in: SignIn) -> None:
    page = MARKDOWN.replace("- Make one.", '- Make one. <script>alert("x")</script>')
    assert "<script>alert" not in text_of(send(signed_in(lena), page))


def test_a_bad_file_is_told_its_problems_with_their_places(lena: User, signed_in: SignIn) -> None:
    answer = send(signed_in(lena), MARKDOWN.replace("## Evidence", "## Elephants"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "“Elephants” is not a part of a practice page." in page
    assert "<code>Line 26</code>" in page
    assert not Upload.objects.exists()


def test_an_empty_file_is_told_so(lena: User, signed_in: SignIn) -> None:
    assert "The file is empty." in text_of(send(signed_in(lena), b""))


def test_a_large_file_is_refused_by_its_size_alone(
    lena: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "limit", lambda: 1000)
    answer = send(signed_in(lena), b"# Large\n" + b"x" * 1000)
    assert answer.status_code == 422
    assert "1,000 is the most" in text_of(answer)


def test_the_page_names_every_format(lena: User, signed_in: SignIn) -> None:
    page = text_of(signed_in(lena).get(IMPORT))
    for words in ("AWS custom lens", "OWASP SAMM model", ".zip", "framework.yaml at its top"):
        assert words in page


def test_a_preview_ends_with_the_right_to_import(acme: Organization, signed_in: SignIn) -> None:
    former = MembershipFactory.create(organization=acme, rights="lead")
    client = signed_in(former.user)
    send(client)
    former.delete()
    address = preview_of(waiting())
    assert client.post(address).status_code == 403
    assert client.get(address).status_code == 403
    assert not Framework.objects.exists()


@pytest.mark.parametrize("who", ["bob", "rita", "ruth"])
def test_those_who_may_not_import_are_told_so(
    acme: Organization, cast: Mapping[str, User], signed_in: SignIn, who: str
) -> None:
    client = signed_in(cast[who])
    assert client.get(IMPORT).status_code == 403
    assert send(client).status_code == 403
    assert not Upload.objects.exists()


def test_one_cannot_import_for_the_organization_of_others(
    acme: Organization, charlie: User, signed_in: SignIn
) -> None:
    assert send(signed_in(charlie)).status_code == 422
    assert not Upload.objects.exists()


def test_an_operator_imports_for_everybody(operator: User, signed_in: SignIn) -> None:
    client = signed_in(operator)
    looked = send(client, to="")
    assert "for everybody on this installation" in text_of(looked)
    client.post(preview_of(waiting()))
    assert Framework.objects.get().organization is None
