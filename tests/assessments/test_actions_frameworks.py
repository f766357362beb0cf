"""Importing frameworks: whole or not at all, once, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments import framework_rows, importers
from assessments.actions import frameworks
from assessments.actions.frameworks import FileRefused, Imported
from assessments.framework_spec import spec_of
from assessments.importers.outline import counts, tree
from assessments.models import (
    CloudService,
    ExpectedEvidence,
    Framework,
    Question,
    Responsibility,
    Role,
    Section,
)
from assessments.scoring import DEFAULT_LADDER
from organizations import audit
from organizations.models import Organization, User
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.assessments.importers.pages import FILES, MARKDOWN
from tests.at_once import at_once
from tests.factories import AssessmentFactory, framework_with

pytestmark = pytest.mark.django_db

BUILT_IN = frameworks.LIBRARY / "asynchronous-jobs.md"


def bring_in(
    page: str = MARKDOWN,
    *,
    organization: Organization | None = None,
    by: User | None = None,
    filename: str = "backups.md",
) -> Imported:
    return frameworks.import_framework(
        data=page.encode(), filename=filename, organization=organization, by=by
    )


def test_our_own_page_is_stored_whole() -> None:
    framework = bring_in(BUILT_IN.read_text("utf-8"), filename=BUILT_IN.name).framework
    assert str(framework) == "Asynchronous and scheduled jobs 1.0"
    assert framework.organization is None
    assert framework.sections.filter(kind="practice").count() == 1
    assert framework.sections.filter(kind="best_practice").count() == 4
    assert framework.questions.count() == 8
    assert [len(q.level_descriptions) for q in framework.questions.all()] == [6] * 8
    assert framework.roles.count() == 5
    assert Responsibility.objects.count() == 15
    assert ExpectedEvidence.objects.count() == 7
    assert CloudService.objects.count() == 9


@pytest.mark.parametrize("path", [BUILT_IN, FILES / "backups.md", FILES / "backups.txt"])
def test_what_is_stored_reads_back_as_it_was_imported(path: Path) -> None:
    spec = importers.read(path.read_bytes(), path.name)[1].spec
    stored = bring_in(path.read_text("utf-8"), filename=path.name).framework
    assert replace(spec, ladder=spec.ladder or DEFAULT_LADDER.caps) == spec_of(stored)


def test_reading_a_framework_takes_the_same_queries_whatever_its_size(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    small, large = framework_with(practices=1, questions=1), framework_with(practices=5)
    for framework in (small, large):
        with django_assert_num_queries(10):
            spec_of(framework)


def test_sections_and_questions_keep_the_order_of_the_file() -> None:
    framework = bring_in((FILES / "backups.md").read_text("utf-8")).framework
    keys = framework.sections.order_by("position").values_list("key", flat=True)
    assert list(keys) == ["restorable", "copies", "restore-on-purpose"]
    assert list(framework.roles.values_list("key", flat=True)) == ["systems-engineer", "owner"]
    assert [q.weight for q in framework.questions.order_by("position")] == [1.0, 1.0, 2.5]


def test_the_same_bytes_again_change_nothing(acme: Organization, lena: User) -> None:
    first = bring_in(organization=acme, by=lena)
    rows = (Framework.objects.count(), Section.objects.count(), Question.objects.count())
    length = Organization.objects.get(pk=acme.pk).audit_length
    again = bring_in(organization=acme, by=lena, filename="another-name.md")
    assert first.created
    assert (again.framework, again.created) == (first.framework, False)
    assert (Framework.objects.count(), Section.objects.count(), Question.objects.count()) == rows
    assert Organization.objects.get(pk=acme.pk).audit_length == length


def test_the_same_bytes_may_serve_everybody_and_an_organization(
    acme: Organization, lena: User
) -> None:
    assert bring_in().created
    assert bring_in(organization=acme, by=lena).created
    assert not bring_in().created


@pytest.mark.parametrize("built_in", [True, False])
def test_other_bytes_under_the_same_version_are_refused(
    acme: Organization, lena: User, built_in: bool
) -> None:
    organization, by = (None, None) if built_in else (acme, lena)
    first = bring_in(organization=organization, by=by).framework
    changed = MARKDOWN.replace("Cares.", "Cares a lot.")
    with pytest.raises(Conflict, match="give the file a new version"):
        bring_in(changed, organization=organization, by=by)
    assert list(Framework.objects.all()) == [first]
    newer = bring_in(f"---\nversion: 2.0\n---\n{changed}", organization=organization, by=by)
    assert newer.created


def test_a_bad_file_is_refused_with_every_problem_and_its_line() -> None:
    page = MARKDOWN.replace("# Backups\n", "").replace("## Evidence", "## Elephants")
    with pytest.raises(FileRefused) as refused:
        bring_in(page)
    assert [problem.line for problem in refused.value.problems] == [None, 25]
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (b"", "empty.md"),
        (b"\x00\x01\x02\xff", "binary.md"),
        (b"%PDF-1.7", "page.pdf"),
        (b"# Only a title\n", "title.md"),
        (b"# Large\n" + b"x" * importers.largest(), "large.md"),
    ],
)
def test_a_file_that_is_no_framework_changes_nothing(data: bytes, filename: str) -> None:
    with pytest.raises(FileRefused):
        frameworks.import_framework(data=data, filename=filename, organization=None, by=None)
    assert not Framework.objects.exists()


def test_an_error_in_the_middle_leaves_nothing_behind(
    acme: Organization, lena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(framework_rows, "_beside", fail)
    with pytest.raises(RuntimeError):
        bring_in(organization=acme, by=lena)
    assert not Framework.objects.exists()
    assert not Section.objects.exists()
    assert not Role.objects.exists()
    assert audit.verify(acme) is None


def test_a_preview_says_what_would_come_in_and_stores_nothing(
    acme: Organization, lena: User
) -> None:
    found = frameworks.preview(
        data=MARKDOWN.encode(), filename="backups.md", organization=acme, by=lena
    )
    assert (found.format, found.existing, found.taken) == ("practice-markdown", None, None)
    assert found.tree == tree(found.spec)
    assert found.counts == counts(found.spec)
    assert not Framework.objects.exists()


def test_a_preview_says_what_is_there_already(acme: Organization, lena: User) -> None:
    there = bring_in(organization=acme, by=lena).framework
    same = frameworks.preview(data=MARKDOWN.encode(), filename="b.md", organization=acme, by=lena)
    other = frameworks.preview(
        data=MARKDOWN.replace("Cares", "Minds").encode(),
        filename="b.md",
        organization=acme,
        by=lena,
    )
    elsewhere = frameworks.preview(
        data=MARKDOWN.encode(), filename="b.md", organization=None, by=None
    )
    assert (same.existing, same.taken) == (there, None)
    assert (other.existing, other.taken) == (None, there)
    assert (elsewhere.existing, elsewhere.taken) == (None, None)


def test_owner_and_lead_import_for_their_organization(
    acme: Organization, alice: User, lena: User
) -> None:
    assert bring_in(organization=acme, by=alice).created
    newer = f"---\nversion: 2.0\n---\n{MARKDOWN}"
    assert bring_in(newer, organization=acme, by=lena).created


@pytest.mark.parametrize("who", ["bob", "rita", "ruth", "charlie"])
def test_nobody_else_imports(acme: Organization, cast: Mapping[str, User], who: str) -> None:
    with pytest.raises(Forbidden):
        bring_in(organization=acme, by=cast[who])


def test_only_an_operator_or_the_command_line_imports_for_everybody(
    alice: User, operator: User
) -> None:
    with pytest.raises(Invalid, match="Choose the organization"):
        bring_in(by=alice)
    assert bring_in(by=operator).created


def test_an_import_is_recorded_with_the_hash_of_the_file(acme: Organization, lena: User) -> None:
    framework = bring_in(organization=acme, by=lena, filename="/home/lena/backups.md").framework
    event = acme.audit_events.get()
    assert event.verb == "imported a framework"
    assert event.detail == {"sha256": framework.source_sha256, "file": "backups.md"}


def test_the_library_comes_in_once() -> None:
    first, again = frameworks.import_library(), frameworks.import_library()
    assert [one.created for one in first] == [True]
    assert [one.created for one in again] == [False]
    assert Framework.objects.count() == 1


def test_an_unused_framework_is_deleted_with_all_it_holds(acme: Organization, lena: User) -> None:
    framework = bring_in(organization=acme, by=lena).framework
    frameworks.delete(framework=framework, by=lena)
    assert not Framework.objects.exists()
    assert not Question.objects.exists()
    verbs = acme.audit_events.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["imported a framework", "deleted a framework"]
    assert audit.verify(Organization.objects.get(pk=acme.pk)) is None


def test_a_used_framework_stays(acme: Organization, lena: User, operator: User) -> None:
    own = framework_with(organization=acme)
    everybodys = framework_with()
    for framework, by in ((own, lena), (everybodys, operator)):
        AssessmentFactory.create(framework=framework, workload__organization=acme)
        with pytest.raises(Conflict, match="is used by an assessment"):
            frameworks.delete(framework=framework, by=by)
    assert Framework.objects.count() == 2
    assert not acme.audit_events.exists()


def test_a_built_in_framework_is_an_operators_to_delete(alice: User, operator: User) -> None:
    framework = framework_with()
    with pytest.raises(Forbidden):
        frameworks.delete(framework=framework, by=alice)
    assert not frameworks.may_change(framework=framework, by=alice)
    assert frameworks.may_change(framework=framework, by=operator)
    frameworks.delete(framework=framework, by=operator)
    assert not Framework.objects.exists()


def test_a_framework_is_deleted_by_those_who_may_import(
    acme: Organization, lena: User, bob: User, rita: User, charlie: User
) -> None:
    framework = framework_with(organization=acme)
    for user in (bob, rita, charlie):
        with pytest.raises(Forbidden):
            frameworks.delete(framework=framework, by=user)
    frameworks.delete(framework=framework, by=lena)


@pytest.fixture
def lead(transactional_db: None, acme: Organization, lena: User) -> User:
    """Lena, committed where other connections see her."""
    return lena


@pytest.mark.usefixtures("lead", "many_connections")
def test_two_who_import_the_same_bytes_at_once_make_one(acme: Organization, lena: User) -> None:
    results = at_once(*[lambda: bring_in(organization=acme, by=lena)] * 2)
    created = [one.created for one in results if isinstance(one, Imported)]
    assert sorted(created) == [False, True], results
    assert at_once(Framework.objects.count) == [1]
