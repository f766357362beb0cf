"""The library of frameworks on the web: found, read, linted, taken away, deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.actions import frameworks
from assessments.actions.frameworks import How
from assessments.models import Framework
from organizations.models import Organization, User
from tests.assessments.framework_files import LARGE, MULTIPLE
from tests.assessments.importers.pages import MARKDOWN
from tests.factories import AssessmentFactory, FrameworkFactory, framework_with

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
LIBRARY = "/frameworks/"


def text_of(response: Response) -> str:
    return " ".join(response.content.decode().split())


def stored(
    data: str, name: str, organization: Organization | None = None, version: str = ""
) -> Framework:
    return frameworks.import_framework(
        data=data.encode(),
        filename=name,
        organization=organization,
        by=None,
        how=How(version=version),
    ).framework


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
    for more in (3, 7):
        for number in range(more):
            framework = framework_with(organization=acme)
            FrameworkFactory.create(
                organization=acme, key=framework.key, version=f"2.{number}", name=framework.name
            )
            AssessmentFactory.create(framework=framework, workload__organization=acme)
        with django_assert_max_num_queries(8):
            page = client.get(LIBRARY)
    assert len(page.context["rows"]) == 10


def test_a_framework_stands_there_once_with_its_newest_version(
    acme: Organization, bob: User, signed_in: SignIn
) -> None:
    old = framework_with(organization=acme)
    new = FrameworkFactory.create(
        organization=acme, key=old.key, version="2.0", name=old.name, lint_errors=2
    )
    used = AssessmentFactory.create(framework=old, workload__organization=acme)
    page = signed_in(bob).get(LIBRARY)
    (row,) = page.context["rows"]
    assert (row.framework, row.older, row.used) == (new, 1, [used])
    words = text_of(page)
    assert "1 older version" in words
    assert "2 errors" in words
    assert "on 1.0" in words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("search=thing+1", ["Asked"]),
        ("search=nowhere", []),
        ("search=acme-press", ["Empty"]),
        ("publisher=acme-press", ["Empty"]),
        ("publisher=nobody", ["Asked", "Empty"]),
        ("language=de", ["Empty"]),
        ("source_format=aws-custom-lens", ["Empty"]),
        ("size=small", ["Asked", "Empty"]),
        ("size=medium", []),
        ("size=large", []),
        ("broken=on", ["Empty"]),
        ("search=%00", ["Asked", "Empty"]),
    ],
)
def test_the_library_is_narrowed(
    acme: Organization, bob: User, signed_in: SignIn, query: str, found: list[str]
) -> None:
    asked = framework_with(organization=acme)
    FrameworkFactory.create(
        organization=acme,
        name="Empty",
        publisher="acme-press",
        language="de",
        source_format="aws-custom-lens",
        lint_errors=1,
    )
    page = signed_in(bob).get(f"{LIBRARY}?{query}")
    names = {asked.name: "Asked"}
    shown = [names.get(row.framework.name, row.framework.name) for row in page.context["rows"]]
    assert sorted(shown) == sorted(found)
    if not found:
        assert "Nothing matches" in text_of(page)


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
        "Practice page, Markdown",
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
    acme: Organization, bob: User, signed_in: SignIn
) -> None:
    page = MARKDOWN.replace("- Make one.", '- Make one. <script>alert("x")</script>')
    framework = stored(page, "b.md", acme)
    assert "<script>alert" not in text_of(signed_in(bob).get(framework.get_absolute_url()))


def test_a_question_shows_choices_conditions_and_marks(bob: User, signed_in: SignIn) -> None:
    framework = stored(MULTIPLE, "queues.yaml")
    page = text_of(signed_in(bob).get(framework.get_absolute_url()))
    for words in (
        "Peaks wait in queues",
        "none of the others",
        "Improvement",
        "Begin with the slowest call.",
        "<dd>A and “gone”</dd>",
        "<dd>otherwise</dd>",
        "<code>peaks &amp;&amp; gone</code>",
        "High risk",
        f"{framework.lint_errors} error",
        "The weakest practice decides",
        'href="https://example.org/queues" rel="nofollow noopener"',
    ):
        assert words in page


def test_a_large_framework_opens_section_by_section(bob: User, signed_in: SignIn) -> None:
    framework, client = stored(LARGE, "large.yaml"), signed_in(bob)
    page = client.get(framework.get_absolute_url())
    assert "What is thing 64?" not in text_of(page)
    assert "65 questions" in text_of(page)
    address = reverse("assessments:framework_section", args=[framework.pk, "all-things"])
    assert f'hx-get="{address}"' in text_of(page)
    whole = text_of(client.get(address))
    assert "<h1>" in whole
    part = text_of(client.get(address, headers={"HX-Request": "true"}))
    assert "<h1>" not in part
    inner = address.replace("all-things", "more-things")
    assert inner in part
    assert "What is thing 64?" in text_of(client.get(inner))
    assert client.get(address.replace("all-things", "nothing")).status_code == 404


def test_the_lint_of_a_framework_is_told_by_code(bob: User, signed_in: SignIn) -> None:
    framework, client = stored(MULTIPLE, "queues.yaml"), signed_in(bob)
    address = reverse("assessments:framework_lint", args=[framework.pk])
    page = text_of(client.get(address))
    assert "A condition speaks of a choice that is not there" in page
    assert "Mostly a choice was renamed and its rule forgotten." in page
    assert f'href="{framework.get_absolute_url()}#q-peaks"' in page
    errors = client.get(address, {"severity": "error"}).context["groups"]
    assert {group.severity for group in errors} == {"error"}
    one = client.get(address, {"code": "rule-unknown-choice"}).context["groups"]
    assert [group.code for group in one] == ["rule-unknown-choice"]
    assert "Nothing like that was found" in text_of(client.get(address, {"code": "nothing"}))


def test_a_framework_without_marks_says_so(bob: User, signed_in: SignIn) -> None:
    framework = stored(MARKDOWN, "b.md")
    page = signed_in(bob).get(reverse("assessments:framework_lint", args=[framework.pk]))
    assert "Nothing to mend" in text_of(page)


def test_every_version_leads_to_what_changed(
    acme: Organization, bob: User, signed_in: SignIn
) -> None:
    old = stored(MARKDOWN, "b.md", acme)
    new = stored(MARKDOWN.replace("Cares", "Minds"), "b.md", acme, "2.0")
    used = AssessmentFactory.create(framework=old, workload__organization=acme)
    compared = reverse("assessments:framework_compare", args=[old.pk, new.pk])
    client = signed_in(bob)
    for one in (old, new):
        page = text_of(client.get(one.get_absolute_url()))
        assert compared in page
        assert str(used) in page


def test_the_export_page_offers_every_format(bob: User, signed_in: SignIn) -> None:
    framework, client = stored(MULTIPLE, "queues.yaml"), signed_in(bob)
    page = text_of(client.get(reverse("assessments:framework_export", args=[framework.pk])))
    for words in ("Plumbline framework, YAML", "AWS custom lens", "would change so that it fits"):
        assert words in page
    for name, start in (("plumbline-yaml", b"plumbline:"), ("aws-custom-lens", b"{")):
        address = reverse("assessments:framework_download", args=[framework.pk, name])
        made = client.get(address, {"strict": "true"})
        assert made.headers["Content-Disposition"].startswith('attachment; filename="queues-1')
        assert made.headers["X-Content-Type-Options"] == "nosniff"
        assert start in made.content[:200]
    missing = reverse("assessments:framework_download", args=[framework.pk, "elephant"])
    assert client.get(missing).status_code == 404


def test_the_file_comes_back_as_it_was(bob: User, signed_in: SignIn) -> None:
    framework, client = stored(MARKDOWN, "bäckups.md"), signed_in(bob)
    made = client.get(reverse("assessments:framework_file", args=[framework.pk]))
    assert made.content == MARKDOWN.encode()
    assert made.headers["Content-Type"] == "application/octet-stream"
    assert made.headers["Content-Disposition"].startswith("attachment")
    without = framework_with()
    address = reverse("assessments:framework_file", args=[without.pk])
    assert client.get(address).status_code == 404


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


@pytest.mark.parametrize(
    "name",
    ["framework", "framework_delete", "framework_lint", "framework_export", "framework_file"],
)
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
