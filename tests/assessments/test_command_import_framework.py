"""`manage.py import_framework` and `import_library`."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments import importers
from assessments.actions import frameworks
from assessments.importers import archive
from assessments.importers.archive import read_archive
from assessments.importers.outline import tree
from assessments.models import Framework
from organizations.models import Organization
from tests.assessments.framework_files import MULTIPLE, TWO
from tests.assessments.importers.pages import FILES, MARKDOWN
from tests.assessments.importers.samm_model import model, packed

pytestmark = pytest.mark.django_db

SEED = Path(__file__).resolve().parents[3] / "shared" / "data" / "seed" / "practice-page.txt"
BUILT_IN = frameworks.LIBRARY / "asynchronous-jobs.md"


def run(*arguments: str | Path) -> tuple[str, str]:
    """What the command writes, to standard output and to standard error."""
    out, error = io.StringIO(), io.StringIO()
    words = [str(argument) for argument in arguments]
    call_command("import_framework", *words, stdout=out, stderr=error)
    return out.getvalue(), error.getvalue()


def test_a_file_is_imported_for_everybody() -> None:
    out, error = run(FILES / "backups.md")
    assert out.splitlines()[0] == "Backups 1.10 was imported: 3 questions."
    assert error == ""
    assert Framework.objects.get().organization is None


def test_a_file_is_imported_for_an_organization(acme: Organization) -> None:
    run(FILES / "backups.md", "--organization", "acme")
    assert Framework.objects.get().organization == acme
    assert acme.audit_events.get().actor is None


def test_the_same_file_again_changes_nothing() -> None:
    run(BUILT_IN)
    out, _ = run(BUILT_IN)
    assert out == "Asynchronous and scheduled jobs 1.0 is there already: nothing was changed.\n"
    assert Framework.objects.count() == 1


def test_a_dry_run_prints_the_tree_and_stores_nothing() -> None:
    out, _ = run(BUILT_IN, "--dry-run")
    spec = importers.read(BUILT_IN.read_bytes(), BUILT_IN.name)[1].spec
    assert out == tree(spec)
    assert not Framework.objects.exists()


def test_a_dry_run_says_what_is_there_already() -> None:
    run(FILES / "backups.md")
    out, _ = run(FILES / "backups.md", "--dry-run")
    assert out.endswith("These bytes are there already, as Backups 1.10.\n")


def written(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_lint_is_summed_up_and_refuses_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, MULTIPLE)
    said = run(path, "--dry-run")[0].splitlines()[-1]
    out, error = run(path)
    assert out == f"Queues 1.0 was imported: 1 question.\n{said}\n"
    assert error == ""
    framework = Framework.objects.get()
    errors = framework.lint_errors
    assert errors
    assert said.startswith(f"Lint: {errors} error{'' if errors == 1 else 's'}, ")
    assert said.endswith(". manage.py lint_framework tells each, and how to mend it.")


def test_what_is_odd_about_a_file_is_told_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, TWO)
    odd = "  objects.frameworks[0], line 11: The library has no scale."
    assert odd in run(path, "--dry-run")[0]
    assert odd in run(path)[0]


def test_what_a_file_holds_is_listed_and_nothing_is_stored(tmp_path: Path) -> None:
    path = written(tmp_path, TWO)
    out, _ = run(path, "--list")
    assert out.splitlines() == [
        "The first 1 (first), CISO Assistant library",
        "  --framework first  The first",
        "  --framework second  The second",
        "  Left out: 1 other framework",
    ]
    assert "  --language fr" in run(path, "--list", "--framework", "second")[0]
    assert not Framework.objects.exists()
    run(path)
    assert "  There already: The first 1, since " in run(path, "--list")[0]


def test_one_of_several_is_taken_in_its_language_and_under_a_key_of_its_own(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, TWO)
    words = ("--framework", "second", "--language", "fr", "--key", "windows", "--version", "2026")
    out, _ = run(path, *words)
    assert out.startswith("Le second 2026 was imported: 1 question.\n")
    found = Framework.objects.get()
    assert (found.key, found.version, found.language) == ("windows", "2026", "fr")


def test_a_version_that_is_taken_is_told_a_way_out(tmp_path: Path) -> None:
    run(written(tmp_path, MULTIPLE))
    changed = written(tmp_path, MULTIPLE.replace("Harbour", "Lighthouse"))
    told = "Queues 1.0 is there already, with other content: --version gives it another."
    assert told in run(changed, "--dry-run")[0].splitlines()
    assert "Queues 2 was imported" in run(changed, "--version", "2")[0]


def unpacked(folder: Path) -> Path:
    """A small SAMM model as files in a folder."""
    for name, data in read_archive(packed(model())).members.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_a_folder_is_imported_as_an_archive_and_once(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "core-1.2.0")
    assert run(folder)[0].startswith("OWASP SAMM 1.2.0 was imported: 6 questions.\n")
    framework = Framework.objects.get()
    assert (framework.source_format, framework.version) == ("owasp-samm", "1.2.0")
    (folder / "images").mkdir()
    (folder / "images" / "logo.png").write_bytes(b"not of the framework")
    assert "is there already: nothing was changed" in run(folder)[0]


def test_what_is_wrong_in_a_folder_is_told_with_its_file(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "core-1.2.0")
    (folder / "answer_sets" / "A.yml").write_text("id: s1\nvalues: [")
    (tmp_path / "empty").mkdir()
    error = io.StringIO()
    with pytest.raises(CommandError, match="2 of 2 files were refused"):
        call_command("import_framework", str(folder), str(tmp_path / "empty"), stderr=error)
    assert "  answer_sets/A.yml, line 2: This cannot be read as YAML" in error.getvalue()
    assert f"{tmp_path / 'empty'}: The file was not imported" in error.getvalue()
    assert not Framework.objects.exists()


def test_a_folder_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = unpacked(tmp_path / "samm")
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    error = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_framework", str(folder), stderr=error)
    assert "  The folder holds more than 3 files." in error.getvalue()


@pytest.mark.parametrize("word", ["--framework", "--key", "--version"])
def test_what_is_for_one_file_is_refused_for_several(word: str) -> None:
    with pytest.raises(CommandError, match=f"{word} is for one file at a time"):
        run(FILES / "backups.md", BUILT_IN, word, "x")
    assert not Framework.objects.exists()


def test_a_framework_that_the_file_does_not_hold_is_refused(tmp_path: Path) -> None:
    error = io.StringIO()
    path = written(tmp_path, TWO)
    with pytest.raises(CommandError):
        call_command("import_framework", str(path), "--framework", "third", stderr=error)
    assert "third" in error.getvalue()


@pytest.mark.skipif(not SEED.exists(), reason="Needs shared/data/seed/practice-page.txt")
def test_the_founding_page_prints_its_tree_and_comes_in_whole() -> None:
    out, _ = run(SEED, "--dry-run")
    assert (
        "1 practice, 4 best practices with 8 points, 8 questions, 5 roles with 15 "
        "responsibilities, 7 expected artifacts, 9 cloud services of 3 providers\n"
    ) in out
    lines = out.splitlines()
    starts = {
        "  Best practice: ": 4,
        "    - ": 8 + 15 + 9,
        "  Question: ": 8,
        "  Role: ": 5,
        "  Expected ": 7,
        "  Provider: ": 3,
    }
    assert {start: sum(line.startswith(start) for line in lines) for start in starts} == starts
    run(SEED)
    framework = Framework.objects.get()
    assert framework.questions.count() == 8
    assert framework.source_format == "practice-text"


def test_a_bad_file_is_refused_with_lines_and_the_others_come_in(tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text(MARKDOWN.replace("## Evidence", "## Elephants"), "utf-8")
    error = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2 files were refused"):
        call_command("import_framework", str(bad), str(FILES / "backups.md"), stderr=error)
    assert f"{bad}: The file was not imported, and nothing was changed.\n" in error.getvalue()
    assert "  Line 26: “Elephants” is not a part of a practice page." in error.getvalue()
    assert Framework.objects.get().name == "Backups"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "The file is empty."), (b"\0", "bytes here that no text has"), (None, "No such file")],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "page.md"
    if content is not None:
        path.write_bytes(content)
    error = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_framework", str(path), stderr=error)
    assert words in error.getvalue()


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    error = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_framework", str(path), stderr=error)
    assert "larger than 1,048,576 bytes" in error.getvalue()


def test_an_unknown_organization_is_told_the_known_ones(acme: Organization) -> None:
    with pytest.raises(CommandError, match=r"There is no organization “acne”\. Known: acme"):
        run(BUILT_IN, "--organization", "acne")


def test_the_library_is_imported_once() -> None:
    said = []
    for _ in range(2):
        out = io.StringIO()
        call_command("import_library", stdout=out)
        said.append(out.getvalue())
    assert said == [
        "Asynchronous and scheduled jobs 1.0 was imported.\n",
        "Asynchronous and scheduled jobs 1.0 is there already.\n",
    ]


def test_a_library_that_changed_without_a_new_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frameworks, "LIBRARY", tmp_path)
    (tmp_path / "page.md").write_text(MARKDOWN, "utf-8")
    call_command("import_library", stdout=io.StringIO())
    (tmp_path / "page.md").write_text(MARKDOWN.replace("Cares", "Minds"), "utf-8")
    with pytest.raises(CommandError, match="give the file a new version"):
        call_command("import_library")
