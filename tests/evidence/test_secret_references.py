"""Where a secret is found is stored; the secret never is, and no message holds one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from evidence.connectors.base import SourceFailed
from evidence.secret_references import MAX_BYTES, checked, resolve
from organizations.refusals import Invalid

PLANTED = "hunter2-planted"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The folder for secrets, with a file beside it that is none of it."""
    inside = tmp_path / "secrets"
    inside.mkdir()
    (tmp_path / "beside").write_text(PLANTED)
    settings.PLUMBLINE_SECRETS_DIR = str(inside)
    return inside


def test_a_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_SECRET_PROM", f"{PLANTED}\n")
    assert resolve("env:PLUMBLINE_SECRET_PROM") == PLANTED


@pytest.mark.parametrize("value", [None, "", "\n"])
def test_a_variable_that_is_missing_or_empty_is_named(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("PLUMBLINE_SECRET_PROM", raising=False)
    if value is not None:
        monkeypatch.setenv("PLUMBLINE_SECRET_PROM", value)
    with pytest.raises(SourceFailed, match="PLUMBLINE_SECRET_PROM is not set, or empty"):
        resolve("env:PLUMBLINE_SECRET_PROM")


@pytest.mark.parametrize(
    "typed",
    [
        PLANTED,
        "",
        f"Bearer {PLANTED}",
        f"https://user:{PLANTED}@example.org",
        f"env:{PLANTED}",
        "env:PLUMBLINE_SECRET_",
        "env:PLUMBLINE_SECRET_KEY A",
        f"env:PLUMBLINE_SECRET_{'A' * 600}",
        "env:PATH",
        "env:PLUMBLINE_DATABASE_URL",
        "ENV:PLUMBLINE_SECRET_PROM",
        f"file:{PLANTED}\x00",
        "file:",
        "file:.",
        "file:../beside",
        "file:/etc/passwd",
        "file:a/../../beside",
    ],
)
def test_what_is_no_reference_is_refused_without_being_repeated(folder: Path, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(typed)
    assert PLANTED not in refused.value.message
    with pytest.raises(SourceFailed) as failed:
        resolve(typed)
    assert PLANTED not in str(failed.value)


def test_a_reference_is_trimmed(folder: Path) -> None:
    assert checked(" env:PLUMBLINE_SECRET_A ") == "env:PLUMBLINE_SECRET_A"
    assert checked("file:a/b ") == "file:a/b"
    assert checked(f"file:{folder}/a") == f"file:{folder}/a"


def test_without_a_folder_no_file_is_read(settings: Settings) -> None:
    settings.PLUMBLINE_SECRETS_DIR = ""
    with pytest.raises(Invalid, match="PLUMBLINE_SECRETS_DIR"):
        checked("file:/etc/passwd")


def test_a_file_is_read_by_its_name_or_its_whole_path(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "token").write_text(f"{PLANTED}\r\n")
    assert resolve("file:deep/token") == PLANTED
    assert resolve(f"file:{folder}/deep/token") == PLANTED


def test_links_may_stay_in_the_folder_and_not_leave_it(folder: Path) -> None:
    (folder / "real").write_text(PLANTED)
    (folder / "token").symlink_to("real")
    (folder / "out").symlink_to("../beside")
    (folder / "away").symlink_to(folder.parent)
    assert resolve("file:token") == PLANTED
    for reference in ("file:out", "file:away/beside"):
        with pytest.raises(SourceFailed, match="leads elsewhere"):
            resolve(reference)


def test_the_folder_may_be_a_link_itself(folder: Path, tmp_path: Path, settings: Settings) -> None:
    (folder / "token").write_text(PLANTED)
    (tmp_path / "link").symlink_to(folder)
    settings.PLUMBLINE_SECRETS_DIR = str(tmp_path / "link")
    assert resolve("file:token") == PLANTED


def test_what_is_no_file_with_a_text_is_said(folder: Path) -> None:
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "empty").write_text("\n")
    (folder / "binary").write_bytes(b"\xff\xfe")
    (folder / "large").write_bytes(b"x" * (MAX_BYTES + 1))
    (folder / "circle").symlink_to("circle")
    for name, words in {
        "missing": "is not there",
        "circle": "is not there",
        "folder": "leads elsewhere",
        "pipe": "leads elsewhere",
        "empty": "is empty",
        "binary": "is no text",
        "large": "larger than 64 KiB",
    }.items():
        with pytest.raises(SourceFailed, match=words):
            resolve(f"file:{name}")
