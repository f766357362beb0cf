"""Practice pages out: an archive that loses nothing, and a page that says what it leaves out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import exporters
from assessments.exporters import Change, ExportRefused
from assessments.exporters.practice_markdown import PracticeMarkdown
from assessments.exporters.practice_pages import PlumblinePages
from assessments.importers.plumbline import PlumblineFramework
from assessments.importers.practice_markdown import PracticeMarkdown as PageImporter
from assessments.spec import (
    FrameworkSpec,
    GroupSpec,
    LevelSpec,
    ResourceSpec,
    SectionSpec,
)
from tests.assessments.framework_specs import AWKWARD, LINES, framework_specs
from tests.assessments.importers.test_page_questions import MULTIPLE
from tests.assessments.page_specs import page_specs
from tests.depth import examples


def members(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def read(data: bytes) -> FrameworkSpec:
    return PlumblineFramework().read(data, "framework.zip").spec


def read_page(data: bytes) -> FrameworkSpec:
    return PageImporter().read(data, "page.md").spec


@pytest.fixture
def backups() -> FrameworkSpec:
    return read_page(MULTIPLE.encode())


@settings(max_examples=examples(20))
@given(page_specs())
def test_practices_come_back_from_their_pages_as_they_were(spec: FrameworkSpec) -> None:
    exported = PlumblinePages().write(spec)
    assert exported.changes == ()
    assert read(exported.data) == spec
    practices = [section for section in spec.walk() if section.kind == "practice"]
    assert len(members(exported.data)) == 1 + len(practices)


@settings(max_examples=examples(20))
@given(page_specs() | framework_specs())
def test_export_import_export_changes_no_byte(spec: FrameworkSpec) -> None:
    data = PlumblinePages().write(spec).data
    assert read(data) == spec
    assert PlumblinePages().write(read(data)).data == data


@settings(max_examples=examples(40))
@given(page_specs(), st.sampled_from([*AWKWARD, *LINES]), st.data())
def test_no_awkward_text_gets_lost(spec: FrameworkSpec, text: str, data: st.DataObject) -> None:
    practice = spec.sections[0]
    where = data.draw(st.sampled_from(["title", "guidance", "question", "help", "choice", "duty"]))
    question = practice.questions[0]
    line = text.replace("\r", " ").replace("\n", " ")
    words = line if line.strip() else "words"
    changed = {
        "title": replace(practice, title=words[:250]),
        "guidance": replace(practice, guidance=text),
        "question": replace(practice, questions=(replace(question, text=words),)),
        "help": replace(practice, questions=(replace(question, help=text),)),
        "choice": replace(
            practice,
            questions=(
                replace(
                    question,
                    choices=tuple(
                        replace(choice, text=words, description=text) for choice in question.choices
                    ),
                ),
            ),
        ),
        "duty": replace(
            practice,
            responsibilities=(replace(practice.responsibilities[0], text=words),),
        ),
    }[where]
    odd = replace(spec, sections=(changed, *spec.sections[1:]))
    assert read(PlumblinePages().write(odd).data) == odd
    alone = replace(spec, sections=(changed,))
    try:
        page = PracticeMarkdown().write(alone)
    except ExportRefused:
        return
    assert (read_page(page.data) == alone) is (page.changes == ())


@settings(max_examples=examples(20))
@given(page_specs())
def test_a_page_alone_comes_back_as_it_was(spec: FrameworkSpec) -> None:
    if len(spec.sections) > 1:
        with pytest.raises(ExportRefused, match="A page is one practice"):
            PracticeMarkdown().write(spec)
        return
    exported = PracticeMarkdown().write(spec)
    assert exported.changes == PracticeMarkdown().fits(spec) == ()
    assert read_page(exported.data) == spec
    assert PracticeMarkdown().write(read_page(exported.data)).data == exported.data


def test_the_archive_has_the_file_and_a_page_for_each_practice(backups: FrameworkSpec) -> None:
    data = PlumblinePages().write(backups).data
    files = members(data)
    assert list(files) == ["framework.yaml", "pages/backups.md"]
    assert yaml.safe_load(files["framework.yaml"]) == {
        "plumbline": "framework/1",
        "key": "backups",
        "title": "Backups",
        "roles": [{"key": "owner", "name": "Owner"}],
        "sections": [{"page": "pages/backups.md"}],
    }
    assert files["pages/backups.md"].startswith("# Backups {#backups}\n\n## Questions to ask")


def test_the_page_is_written_as_an_author_would(backups: FrameworkSpec) -> None:
    text = PracticeMarkdown().write(backups).data.decode()
    body = text.partition("---\n\n")[2]
    expected = (
        MULTIPLE.replace("# Backups", "# Backups {#backups}", 1)
        .replace('kind=multiple tier=2 ref="B.1 (a)"', 'ref="B.1 (a)" kind=multiple tier=2')
        .replace("copies,\n  kept", "copies, kept")
        .replace("elsewhere\n  - Imp", "elsewhere {#a-copy-elsewhere}\n  - Imp")
        .replace("org/r)\n\n", "org/r)\n")
        .replace("-elsewhere\n\nhigh", "-elsewhere\nhigh")
        .replace("### Owner", "### Owner {#owner}")
    )
    assert body == expected


def test_archives_are_the_same_bytes_whenever_they_are_made(backups: FrameworkSpec) -> None:
    first, second = (PlumblinePages().write(backups).data for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_practice_that_no_page_holds_stays_in_the_file(backups: FrameworkSpec) -> None:
    practice = replace(backups.sections[0], resources=(ResourceSpec("A book"),))
    spec = replace(backups, sections=(practice,))
    exported = PlumblinePages().write(spec)
    assert list(members(exported.data)) == ["framework.yaml"]
    assert exported.changes == (
        Change(
            "It stays in framework.yaml. A page would not keep it as it is. "
            "backups: Left out: resources.",
            "backups",
        ),
    )
    assert PlumblinePages().fits(spec) == exported.changes
    assert read(exported.data) == spec


def test_a_practice_below_a_practice_stays_in_the_file(backups: FrameworkSpec) -> None:
    inner = SectionSpec("practice", "inner", "Inner")
    practice = replace(backups.sections[0], children=(inner,))
    spec = replace(backups, sections=(practice,))
    exported = PlumblinePages().write(spec)
    assert read(exported.data) == spec
    assert [change.path for change in exported.changes] == ["backups"]


def test_a_page_says_what_it_leaves_out(backups: FrameworkSpec) -> None:
    practice = backups.sections[0]
    (question,) = practice.questions
    question = replace(question, source_id="Q1", extra={"other": 1})
    spec = replace(
        backups,
        source_id="F1",
        groups=(GroupSpec("small", "Small"),),
        version="",
        ladder=(0.1, 0.2, 0.3, 0.4, 0.5),
        sections=(replace(practice, questions=(question,)),),
    )
    changes = PracticeMarkdown().write(spec).changes
    assert [str(change) for change in changes] == [
        "backups: Comes out otherwise: version.",
        "backups: Left out: ladder.",
        "backups: Left out: groups.",
        "backups/backups/copies: Left out: source id.",
        "backups/backups/copies: Left out: extra.",
        "backups: Left out: source id.",
    ]


def test_a_text_of_several_lines_is_told_to_come_out_otherwise(backups: FrameworkSpec) -> None:
    spec = replace(backups, description="One.\n---\nTwo.")
    exported = PracticeMarkdown().write(spec)
    assert exported.changes == (Change("Comes out otherwise: description.", "backups"),)
    assert read_page(exported.data).description == "One. --- Two."


def test_a_scale_that_does_not_begin_at_nothing_is_no_page(backups: FrameworkSpec) -> None:
    levels = (LevelSpec(1, "Low"), LevelSpec(2, "High"))
    changes = PracticeMarkdown().write(replace(backups, levels=levels)).changes
    assert [str(change) for change in changes] == [
        "backups/levels[0]: Comes out otherwise: value.",
        "backups/levels[1]: Comes out otherwise: value.",
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"sections": ()},
            "A page is one practice, and this framework is more or other than that.",
        ),
        ({"key": "A_key"}, "It does not fit on a page. Line 2: “A_key” cannot be a key."),
    ],
)
def test_what_is_no_page_is_refused(
    backups: FrameworkSpec, change: dict[str, object], reason: str
) -> None:
    with pytest.raises(ExportRefused) as refused:
        PracticeMarkdown().fits(replace(backups, **change))  # type: ignore[arg-type]
    assert str(refused.value).startswith(reason)


def test_what_could_not_be_imported_again_is_refused(backups: FrameworkSpec) -> None:
    with pytest.raises(ExportRefused, match="This could not be imported again"):
        PlumblinePages().write(replace(backups, key="a key"))


def test_the_built_in_framework_is_a_page_and_an_archive() -> None:
    library = Path(exporters.__file__).parents[1] / "library"
    (page,) = library.glob("*.md")
    spec = read_page(page.read_bytes())
    exported = PracticeMarkdown().write(spec)
    assert (exported.changes, read_page(exported.data)) == ((), spec)
    archive = PlumblinePages().write(spec)
    assert (archive.changes, read(archive.data)) == ((), spec)


@pytest.mark.parametrize("exporter", [PlumblinePages(), PracticeMarkdown()])
def test_each_is_known_by_its_name(exporter: exporters.Exporter) -> None:
    found = exporters.exporter(exporter.name)
    assert found is not None
    assert (found.label, found.suffix) == (exporter.label, exporter.suffix)
