"""Frameworks over REST."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import importers
from assessments.actions import frameworks
from assessments.importers.outline import tree
from assessments.models import Framework
from assessments.schemas import schema_bytes
from organizations.models import Organization, Scope, User
from tests.assessments.framework_files import MULTIPLE, TWO
from tests.assessments.importers.pages import MARKDOWN
from tests.assessments.rest import Rest
from tests.factories import AssessmentFactory, framework_with

pytestmark = pytest.mark.django_db

FRAMEWORKS = "frameworks/"


@pytest.fixture(autouse=True)
def no_requests_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def form(page: str | bytes = MARKDOWN, *, to: str = "acme", name: str = "b.md") -> dict[str, Any]:
    data = page.encode() if isinstance(page, str) else page
    file = SimpleUploadedFile(name, data)
    return {"file": file, "organization": to} if to else {"file": file}


def test_one_sees_the_built_in_and_ones_own(acme: Organization, bob: User, charlie: User) -> None:
    built_in, own = framework_with(), framework_with(organization=acme)
    assert [one["id"] for one in Rest(bob).get(FRAMEWORKS).json()["results"]] == [
        built_in.pk,
        own.pk,
    ]
    seen = Rest(charlie).get(FRAMEWORKS).json()["results"]
    assert [(one["id"], one["organization"]) for one in seen] == [(built_in.pk, None)]
    assert Rest(charlie).get(f"{FRAMEWORKS}{own.pk}/").status_code == 404
    assert Rest(charlie).delete(f"{FRAMEWORKS}{own.pk}/").status_code == 404


def test_frameworks_are_filtered(acme: Organization, bob: User) -> None:
    built_in, own = framework_with(), framework_with(organization=acme)
    rest = Rest(bob)
    for query, found in (
        ("?built_in=true", [built_in]),
        ("?organization=acme", [own]),
        (f"?key={own.key}", [own]),
        ("?version=2.0", []),
        ("?publisher=nobody", []),
        ("?language=en&source_format=practice-markdown", [built_in, own]),
        (f"?search={own.name}", [own]),
        ("?search=thing+3", [built_in, own]),
        ("?search=nowhere", []),
    ):
        results = rest.get(FRAMEWORKS + query).json()["results"]
        assert [one["id"] for one in results] == [one.pk for one in found], query


def test_a_framework_is_given_whole(bob: User) -> None:
    framework = frameworks.import_library()[0].framework
    whole = Rest(bob).get(f"{FRAMEWORKS}{framework.pk}/").json()
    (practice,) = whole["content"]["sections"]
    assert whole["content"]["roles"][0]["key"] == "cloud-architect"
    assert len(practice["children"]) == 4
    assert len(practice["responsibilities"]) == 15
    assert len(practice["cloud_services"]) == 9
    question = practice["children"][0]["questions"][0]
    assert question["key"] == "queues-take-peaks"
    assert question["roles"] == ["cloud-architect", "devops-engineer", "software-developer"]
    assert [level["value"] for level in question["levels"]] == [0, 1, 2, 3, 4, 5]
    assert whole["levels"][4]["name"] == "Measured"
    assert whole["source_sha256"] == framework.source_sha256


def test_a_file_is_imported_once(acme: Organization, lena: User) -> None:
    rest = Rest(lena)
    first, again = rest.send(FRAMEWORKS, form()), rest.send(FRAMEWORKS, form())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (first.json()["imported_by"], first.json()["organization"]) == (lena.email, "acme")
    assert Framework.objects.get().organization == acme


def test_a_dry_run_says_what_would_come_in_and_stores_nothing(
    acme: Organization, lena: User
) -> None:
    rest, dry = Rest(lena), f"{FRAMEWORKS}?dry_run=true"
    preview = rest.send(dry, form())
    spec = importers.read(MARKDOWN.encode(), "b.md")[1].spec
    assert preview.status_code == 200
    assert preview.json()["tree"] == tree(spec)
    assert preview.json()["counts"]["questions"] == 1
    assert (preview.json()["existing"], preview.json()["taken"]) == (None, None)
    assert not Framework.objects.exists()
    made = rest.send(FRAMEWORKS, form()).json()["id"]
    assert rest.send(dry, form()).json()["existing"] == made
    assert rest.send(dry, form(MARKDOWN.replace("Cares", "Minds"))).json()["taken"] == made


def test_the_same_version_with_other_bytes_is_a_conflict(acme: Organization, lena: User) -> None:
    rest = Rest(lena)
    rest.send(FRAMEWORKS, form())
    refused = rest.send(FRAMEWORKS, form(MARKDOWN.replace("Cares", "Minds")))
    assert refused.status_code == 409
    assert "give the file a new version" in refused.json()["detail"]


def test_a_bad_file_is_told_every_problem(acme: Organization, lena: User) -> None:
    page = MARKDOWN.replace("# Backups\n", "").replace("## Evidence", "## Elephants")
    refused = Rest(lena).send(FRAMEWORKS, form(page))
    assert refused.status_code == 400
    assert refused.headers["Content-Type"] == "application/problem+json"
    problems = refused.json()["errors"]
    assert {problem["pointer"] for problem in problems} == {"#/file"}
    assert problems[1]["detail"].startswith("Line 25: “Elephants” is not a part")


@pytest.mark.parametrize("data", [b"", b"\0\1", b"# Large\n" + b"x" * importers.largest()], ids=len)
def test_a_file_that_is_no_framework_is_refused(
    acme: Organization, lena: User, data: bytes
) -> None:
    assert Rest(lena).send(FRAMEWORKS, form(data)).status_code == 400
    assert not Framework.objects.exists()


def test_what_is_missing_is_said(acme: Organization, lena: User) -> None:
    rest = Rest(lena)
    for sent, pointer in (({}, "#/file"), (form(to=""), "#/organization")):
        refused = rest.send(FRAMEWORKS, sent)
        assert refused.status_code == 400
        assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert rest.send(f"{FRAMEWORKS}?dry_run=perhaps", form()).status_code == 400
    assert rest.post(FRAMEWORKS, {}).status_code == 415


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("ruth", 403), ("charlie", 400)])
def test_those_who_may_not_import_are_told_so(
    acme: Organization, cast: Mapping[str, User], who: str, status: int
) -> None:
    assert Rest(cast[who]).send(FRAMEWORKS, form()).status_code == status
    assert not Framework.objects.exists()


def test_an_operator_imports_for_everybody(operator: User) -> None:
    assert Rest(operator).send(FRAMEWORKS, form(to="")).json()["organization"] is None


def test_a_framework_is_deleted_unless_it_is_used(
    acme: Organization, lena: User, bob: User
) -> None:
    unused, used = framework_with(organization=acme), framework_with(organization=acme)
    AssessmentFactory.create(framework=used, workload__organization=acme)
    assert Rest(bob).delete(f"{FRAMEWORKS}{unused.pk}/").status_code == 403
    rest = Rest(lena)
    assert rest.delete(f"{FRAMEWORKS}{unused.pk}/").status_code == 204
    assert rest.delete(f"{FRAMEWORKS}{used.pk}/").status_code == 409
    assert list(Framework.objects.all()) == [used]


def test_a_read_token_imports_nothing(acme: Organization, lena: User) -> None:
    assert Rest(lena, Scope.READ).send(FRAMEWORKS, form()).status_code == 403


def test_a_file_is_imported_as_one_says(acme: Organization, lena: User) -> None:
    rest = Rest(lena)
    chosen = {"framework": "second", "language": "fr", "key": "windows", "version": "7"}
    two = form(TWO, name="two.yaml") | chosen
    preview = rest.send(f"{FRAMEWORKS}?dry_run=true", two).json()
    assert [one["key"] for one in preview["frameworks"]] == ["first", "second"]
    assert (preview["languages"], preview["language"]) == (["en", "fr"], "fr")
    assert preview["left_out"]
    made = rest.send(FRAMEWORKS, form(TWO, name="two.yaml") | chosen).json()
    assert (made["key"], made["version"], made["name"]) == ("windows", "7", "Le second")
    again = rest.send(f"{FRAMEWORKS}?dry_run=true", form(TWO, name="two.yaml") | chosen).json()
    assert again["versions"] == [{"id": made["id"], "version": "7"}]
    refused = rest.send(FRAMEWORKS, form() | {"key": "???"})
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/key"]


def test_the_lint_is_told_before_and_after(acme: Organization, lena: User) -> None:
    rest = Rest(lena)
    queues = {"page": MULTIPLE, "name": "queues.yaml"}
    marks = rest.send(f"{FRAMEWORKS}?dry_run=true", form(**queues)).json()["marks"]
    made = rest.send(FRAMEWORKS, form(**queues)).json()
    said = rest.get(f"{FRAMEWORKS}{made['id']}/lint/").json()
    assert said["marks"] == marks
    errors = [mark for mark in marks if mark["severity"] == "error"]
    assert said["lint_errors"] == made["lint_errors"] == len(errors)
    assert ("rule-unknown-choice", "smooth/peaks") in [(one["code"], one["path"]) for one in errors]
    (section,) = made["content"]["sections"]
    (asked,) = section["questions"]
    assert asked["kind"] == "multiple"
    assert [choice["key"] for choice in asked["choices"]] == ["peaks", "alarms", "none"]
    assert asked["choices"][0]["improvement"][0]["text"] == "Begin with the slowest call."
    assert asked["rules"][0] == {"condition": "peaks && gone", "risk": "none"}
    assert made["content"]["groups"][0]["name"] == "Small teams"
    assert made["roll_up"] == "gated"


def test_a_framework_is_taken_away_in_any_format(acme: Organization, lena: User) -> None:
    rest = Rest(lena)
    made = rest.send(FRAMEWORKS, form(MULTIPLE, name="queues.yaml")).json()
    place = f"{FRAMEWORKS}{made['id']}/"
    lens = rest.get(f"{place}export/?as=aws-custom-lens&strict=true")
    assert lens.headers["Content-Type"] == "application/json"
    assert lens.headers["Content-Disposition"] == 'attachment; filename="queues-1.0.json"'
    assert lens.json()["name"] == "Queues"
    file = rest.get(f"{place}file/")
    assert hashlib.sha256(file.content).hexdigest() == made["source_sha256"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    for wrong in ("", "?as=elephant", "?as=aws-custom-lens&strict=perhaps"):
        refused = rest.get(f"{place}export/{wrong}")
        assert (refused.status_code, len(refused.json()["errors"])) == (400, 1)
    without = framework_with(organization=acme)
    assert rest.get(f"{FRAMEWORKS}{without.pk}/file/").status_code == 404


def test_the_schema_of_the_format_is_published(charlie: User) -> None:
    said = Rest(charlie).get("framework-schema/")
    assert said.headers["Content-Type"] == "application/schema+json"
    assert said.content == schema_bytes()


def test_the_queries_of_a_list_do_not_grow(acme: Organization, bob: User) -> None:
    rest, counted = Rest(bob), []
    rest.get("me/")
    for _ in range(2):
        for _ in range(4):
            framework_with(organization=acme)
        with CaptureQueriesContext(connection) as captured:
            rest.get(FRAMEWORKS)
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 3
