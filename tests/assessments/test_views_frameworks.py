"""The library of frameworks on the web."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.actions import frameworks
from assessments.forms.frameworks import Upload, limit
from assessments.models import Framework
from organizations.models import Organization, User
from tests.assessments.importers.pages import MARKDOWN
from tests.factories import AssessmentFactory, MembershipFactory, framework_with

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
LIBRARY = "/frameworks/"
IMPORT = "/frameworks/import/"
CONFIRM = "/frameworks/import/confirm/"


class Hidden(HTMLParser):
    """The value of the hidden field `sealed`."""

    value = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "input" and named.get("name") == "sealed":
            self.value = named["value"] or ""


def sealed_in(response: Response) -> str:
    parser = Hidden()
    parser.feed(response.content.decode())
    return parser.value


def send(client: Client, page: str | bytes = MARKDOWN, *, to: str = "acme") -> Response:
    data = page.encode() if isinstance(page, str) else page
    file = SimpleUploadedFile("backups.md", data)
    return client.post(IMPORT, {"file": file, "organization": to})


def text_of(response: Response) -> str:
    return " ".join(response.content.decode().split())


def test_the_library_lists_what_one_may_use_and_who_uses_it(
    acme: Organization, bob: User, signed_in: SignIn
) -> None:
    mine, built_in = framework_with(organization=acme), framework_with()
    others = framework_with(organization=AssessmentFactory.create().organization)
    used = AssessmentFactory.create(framework=built_in, workload__organization=acme)
    elsewhere = AssessmentFactory.create(framework=built_in)
    page = text_of(signed_in(bob).get(LIBRARY))
    assert mine.name in page
    assert built_in.name in page
    assert others.name not in page
    assert str(used) in page
    assert str(elsewhere) not in page


def test_the_library_takes_the_same_queries_whatever_its_size(
    acme: Organization,
    bob: User,
    signed_in: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(bob)
    for _ in range(3):
        framework = framework_with(organization=acme)
        AssessmentFactory.create(framework=framework, workload__organization=acme)
        with django_assert_max_num_queries(8):
            client.get(LIBRARY)


@pytest.mark.parametrize(("who", "words"), [("lena", "Write one"), ("bob", "An owner or a lead")])
def test_an_empty_library_says_what_to_do(
    cast: Mapping[str, User], signed_in: SignIn, who: str, words: str
) -> None:
    page = text_of(signed_in(cast[who]).get(LIBRARY))
    assert "No framework yet" in page
    assert words in page


def test_a_framework_is_shown_whole(bob: User, signed_in: SignIn) -> None:
    framework = frameworks.import_library()[0].framework
    page = text_of(signed_in(bob).get(framework.get_absolute_url()))
    for words in (
        "8 questions to 5 roles in 1 practice with 4 best practices",
        "7 expected artifacts, 9 cloud services",
        "Queue-driven processing",
        "How do queues and events take the peaks off your workload?",
        "Workers are sized from queue figures",
        "CC-BY-4.0",
        framework.source_sha256,
        "practice-markdown",
    ):
        assert words in page
    assert "Start an assessment" not in page


@pytest.mark.parametrize(
    ("who", "starts", "deletes"),
    [("alice", True, True), ("lena", True, True), ("rita", False, False), ("ruth", False, False)],
)
def test_the_framework_offers_what_one_may_do(
    acme: Organization,
    cast: Mapping[str, User],
    signed_in: SignIn,
    *,
    who: str,
    starts: bool,
    deletes: bool,
) -> None:
    framework = framework_with(organization=acme)
    page = text_of(signed_in(cast[who]).get(framework.get_absolute_url()))
    assert (f"{reverse('assessments:create')}?framework={framework.pk}" in page) is starts
    assert (reverse("assessments:framework_delete", args=[framework.pk]) in page) is deletes


def test_guidance_from_a_file_cannot_carry_script(
    acme: Organization, lena: User, signed_in: SignIn
) -> None:
    page = MARKDOWN.replace("- Make one.", '- Make one. <script>alert("x")</script>')
    client = signed_in(lena)
    assert "<script>alert" not in text_of(send(client, page))
    stored = frameworks.import_framework(
        data=page.encode(), filename="b.md", organization=acme, by=lena
    )
    assert "<script>alert" not in text_of(client.get(stored.framework.get_absolute_url()))


def test_a_file_is_looked_at_and_then_imported(
    acme: Organization, lena: User, signed_in: SignIn
) -> None:
    client = signed_in(lena)
    looked = send(client)
    assert looked.status_code == 200
    assert "When was it restored?" in text_of(looked)
    assert not Framework.objects.exists()
    done = client.post(CONFIRM, {"sealed": sealed_in(looked)}, follow=True)
    framework = Framework.objects.get()
    assert done.redirect_chain == [(framework.get_absolute_url(), 302)]
    assert "Backups 1.0 was imported." in text_of(done)
    assert (framework.organization, framework.imported_by) == (acme, lena)


def test_a_file_that_is_there_is_said_to_be_and_offers_no_import(
    acme: Organization, lena: User, signed_in: SignIn
) -> None:
    client = signed_in(lena)
    sealed = sealed_in(send(client))
    client.post(CONFIRM, {"sealed": sealed})
    again = send(client)
    assert "This file is there already" in text_of(again)
    assert not sealed_in(again)
    confirmed = client.post(CONFIRM, {"sealed": sealed}, follow=True)
    assert "is there already; nothing was changed" in text_of(confirmed)
    assert Framework.objects.count() == 1


def test_a_version_that_is_taken_is_said_before_anything_is_confirmed(
    lena: User, signed_in: SignIn
) -> None:
    client = signed_in(lena)
    later = sealed_in(send(client, MARKDOWN.replace("Cares", "Minds")))
    client.post(CONFIRM, {"sealed": sealed_in(send(client))})
    looked = send(client, MARKDOWN.replace("Cares", "Minds"))
    assert "give the file a new version" in text_of(looked)
    assert not sealed_in(looked)
    refused = client.post(CONFIRM, {"sealed": later}, follow=True)
    assert refused.redirect_chain == [(IMPORT, 302)]
    assert "A framework never changes" in text_of(refused)


def test_a_bad_file_is_told_its_problems_by_line(lena: User, signed_in: SignIn) -> None:
    answer = send(signed_in(lena), MARKDOWN.replace("## Evidence", "## Elephants"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "“Elephants” is not a part of a practice page." in page
    assert '<th scope="row">26</th>' in page


def test_an_empty_file_is_told_so(lena: User, signed_in: SignIn) -> None:
    assert "The file is empty." in text_of(send(signed_in(lena), b""))


def test_a_large_file_is_refused_by_its_size_alone(lena: User, signed_in: SignIn) -> None:
    answer = send(signed_in(lena), b"# Large\n" + b"x" * limit())
    assert answer.status_code == 422
    assert "1,048,576 is the most" in text_of(answer)


def test_the_largest_file_fits_between_preview_and_confirmation(
    lena: User, signed_in: SignIn
) -> None:
    # Letters at random are what compresses worst among texts.
    noise = "".join(chr(0x21 + (n * n * 7919 + n) % 93) for n in range(limit() - 600))
    page = MARKDOWN.replace("- Make one.", f"```text\n{noise}\n```\n- Make one.")
    client = signed_in(lena)
    looked = send(client, page)
    assert looked.status_code == 200
    client.post(CONFIRM, {"sealed": sealed_in(looked)})
    assert Framework.objects.get().sections.filter(guidance__contains=noise[:80]).exists()


def test_a_preview_that_was_tampered_with_imports_nothing(
    acme: Organization, lena: User, signed_in: SignIn
) -> None:
    sealed = Upload("backups.md", MARKDOWN.encode(), acme).sealed()
    client = signed_in(lena)
    for text in ("", "nonsense", sealed[:-1], f"x{sealed}"):
        answer = client.post(CONFIRM, {"sealed": text}, follow=True)
        assert "Choose the file again" in text_of(answer)
    assert not Framework.objects.exists()


def test_a_preview_ends_with_the_membership(acme: Organization, signed_in: SignIn) -> None:
    former = MembershipFactory.create(organization=acme, rights="lead")
    MembershipFactory.create(user=former.user, rights="lead")
    sealed = Upload("backups.md", MARKDOWN.encode(), acme).sealed()
    former.delete()
    answer = signed_in(former.user).post(CONFIRM, {"sealed": sealed}, follow=True)
    assert "Choose the file again" in text_of(answer)
    assert not Framework.objects.exists()


@pytest.mark.parametrize("who", ["bob", "rita", "ruth"])
def test_those_who_may_not_import_are_told_so(
    acme: Organization, cast: Mapping[str, User], signed_in: SignIn, who: str
) -> None:
    client = signed_in(cast[who])
    sealed = Upload("backups.md", MARKDOWN.encode(), acme).sealed()
    assert client.get(IMPORT).status_code == 403
    assert send(client).status_code == 403
    assert client.post(CONFIRM, {"sealed": sealed}).status_code == 403
    assert not Framework.objects.exists()


def test_one_cannot_import_for_the_organization_of_others(
    acme: Organization, charlie: User, signed_in: SignIn
) -> None:
    assert send(signed_in(charlie)).status_code == 422
    assert not Framework.objects.exists()


def test_an_operator_imports_for_everybody(operator: User, signed_in: SignIn) -> None:
    client = signed_in(operator)
    looked = send(client, to="")
    assert "for everybody on this installation" in text_of(looked)
    client.post(CONFIRM, {"sealed": sealed_in(looked)})
    assert Framework.objects.get().organization is None


def test_a_framework_is_deleted_after_a_question(
    acme: Organization, lena: User, signed_in: SignIn
) -> None:
    framework = framework_with(organization=acme)
    client = signed_in(lena)
    address = reverse("assessments:framework_delete", args=[framework.pk])
    assert f"Delete {framework}?" in text_of(client.get(address))
    assert Framework.objects.exists()
    answer = client.post(address, follow=True)
    assert f"{framework} was deleted." in text_of(answer)
    assert not Framework.objects.exists()


def test_a_framework_in_use_is_not_deleted(
    acme: Organization, lena: User, signed_in: SignIn
) -> None:
    framework = framework_with(organization=acme)
    AssessmentFactory.create(framework=framework, workload__organization=acme)
    address = reverse("assessments:framework_delete", args=[framework.pk])
    answer = signed_in(lena).post(address, follow=True)
    assert "is used by an assessment, so it stays." in text_of(answer)
    assert Framework.objects.exists()


@pytest.mark.parametrize("name", ["framework", "framework_delete"])
def test_a_stranger_meets_nothing(
    acme: Organization, charlie: User, signed_in: SignIn, name: str
) -> None:
    framework = framework_with(organization=acme)
    address = reverse(f"assessments:{name}", args=[framework.pk])
    assert signed_in(charlie).get(address).status_code == 404


def test_a_member_cannot_delete(acme: Organization, bob: User, signed_in: SignIn) -> None:
    framework = framework_with(organization=acme)
    address = reverse("assessments:framework_delete", args=[framework.pk])
    client = signed_in(bob)
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
    assert Framework.objects.exists()
