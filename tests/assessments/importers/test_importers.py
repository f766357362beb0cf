"""What holds for every importer: files that are no page, limits, the table of formats."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest
from django.db import models

import assessments.models as rows
from assessments import importers
from assessments.importers import ImportRefused, Problem
from assessments.importers.base import FIRST, MAX_LISTED_PROBLEMS, Read, Wanted
from assessments.spec import ARTIFACT_KINDS, LENGTHS, FrameworkSpec
from evidence.models import ArtifactKind
from tests.assessments.importers.pages import MARKDOWN, TEXT, only_problem, refusal
from tests.effort import growth


@pytest.mark.parametrize("filename", ["page.md", "page.txt"])
@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", None, "The file is empty."),
        (b"\xef\xbb\xbf \r\n\n\t", None, "The file is empty."),
        (b"Title\n\x00\x01", 2, "There are bytes here that no text has."),
        ("Title\nIt\x92s\n".encode(), 2, "There are bytes here that no text has."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 2, "The file is not text in UTF-8."),
        ("Title".encode("utf-16"), None, "The file is written in UTF-16."),
        (b"\n" * 20_001 + b"a", None, "The file has 20,002 lines; 20,000 is the most."),
    ],
)
def test_a_file_that_is_no_text_is_refused(
    filename: str, data: bytes, line: int | None, message: str
) -> None:
    assert only_problem(data, filename) == (line, message)


@pytest.mark.parametrize("filename", ["page.md", "page.txt"])
def test_a_large_file_is_refused_by_size_before_anything_parses(filename: str) -> None:
    message = "The file is larger than 1,048,576 bytes, the most that this format takes."

    def refused(megabytes: int) -> None:
        assert only_problem(b"- a\n" * (250_000 * megabytes), filename) == (None, message)

    refused(2)  # what is imported on the way would count
    assert growth(refused, 25) < 1.1


def test_more_things_than_a_page_can_have_are_refused() -> None:
    page = TEXT.replace("  • Cares.", "  • Cares.\n" * 2_000)
    assert only_problem(page, "page.txt") == (
        None,
        "The page lists 2,007 things; 2,000 is the most.",
    )


def test_a_refusal_lists_a_hundred_problems_and_counts_the_rest() -> None:
    page = MARKDOWN.replace("- Cares.", "Cares.\n" * 300)
    problems = refusal(page, "page.md")
    assert len(problems) == MAX_LISTED_PROBLEMS + 1
    assert problems[-1] == Problem(None, "201 further problems are not listed.")


def test_a_problem_reads_as_a_sentence() -> None:
    assert str(Problem(3, "This is odd.", "Mend it.")) == "Line 3: This is odd. Mend it."
    assert str(Problem(None, "This is odd.")) == "This is odd."


@pytest.mark.parametrize(
    ("filename", "message"),
    [
        ("page.docx", "No importer reads .docx files."),
        ("page", "This is no known format."),
        ("page.\x00", "This is no known format."),
        ("page.\ud800", "This is no known format."),
        (f"page.{'x' * 30}", "This is no known format."),
    ],
)
def test_an_unknown_format_is_told_which_are_known(filename: str, message: str) -> None:
    (problem,) = refusal(b"PK\x03\x04", filename)
    assert (problem.line, problem.message) == (None, message)
    assert problem.hint.startswith("These formats are read: ")
    for importer in importers.BUILT_IN:
        assert f"{importer.label} ({importer.suffixes[0]})" in problem.hint


class Harvest:
    """An importer as another package would offer it."""

    name = "harvest"
    label = "Harvest"
    suffixes = (".harvest",)
    max_bytes = 5_000_000

    def recognises(self, data: bytes, filename: str) -> bool:
        return filename.endswith(self.suffixes)

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        return Read(FrameworkSpec(key="harvest", title=data.decode()))


HARVEST = Harvest()


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    point = EntryPoint("harvest", f"{__name__}:HARVEST", importers.ENTRY_POINTS)
    monkeypatch.setattr(importers, "entry_points", lambda group: [point])
    importers.importers.cache_clear()
    yield
    importers.importers.cache_clear()


@pytest.mark.usefixtures("offered")
def test_another_package_can_offer_an_importer() -> None:
    found, read = importers.read(b"Apples", "orchard.harvest")
    assert (found, read.spec.title) == ("harvest", "Apples")
    assert importers.largest() >= 5_000_000
    assert importers.read(MARKDOWN.encode(), "page.md")[0] == "practice-markdown"


def test_every_format_has_a_name_of_its_own() -> None:
    names = [importer.name for importer in importers.BUILT_IN]
    assert {"aws-custom-lens", "practice-markdown", "practice-text"} <= set(names)
    assert len(set(names)) == len(names)
    assert importers.largest() == max(importer.max_bytes for importer in importers.BUILT_IN)


def test_kinds_of_artifacts_are_those_that_evidence_has() -> None:
    assert list(ARTIFACT_KINDS) == ArtifactKind.values


@pytest.mark.parametrize(
    ("noun", "model", "name"),
    [
        ("key", rows.Framework, "key"),
        ("key", rows.Section, "key"),
        ("key", rows.Question, "key"),
        ("key", rows.Role, "key"),
        ("key", rows.ExpectedEvidence, "key"),
        ("framework", rows.Framework, "name"),
        ("version", rows.Framework, "version"),
        ("publisher", rows.Framework, "publisher"),
        ("licence", rows.Framework, "licence"),
        ("language", rows.Framework, "language"),
        ("section", rows.Section, "title"),
        ("role", rows.Role, "name"),
        ("responsibility", rows.Responsibility, "text"),
        ("question", rows.Question, "text"),
        ("expected artifact", rows.ExpectedEvidence, "title"),
        ("provider", rows.CloudService, "provider"),
        ("cloud service", rows.CloudService, "name"),
    ],
)
def test_what_comes_in_fits_into_the_database(
    noun: str, model: type[models.Model], name: str
) -> None:
    field = model._meta.get_field(name)
    assert isinstance(field, models.CharField)
    assert field.max_length == LENGTHS[noun]


def test_a_refusal_has_its_problems_as_its_text() -> None:
    assert str(ImportRefused([Problem(2, "Two."), Problem(None, "None.")])) == "None.\nLine 2: Two."
