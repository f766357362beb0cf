"""Where a secret is found is stored; the secret never is, and no message holds one."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from evidence import secret_references as of_owner
from evidence.connectors.base import SourceFailed
from evidence.secret_references import MAX_BYTES, told, variable
from organizations.refusals import Invalid

OWNER = "acme-shop"
PLANTED = "hunter2-planted"
checked = partial(of_owner.checked, owner=OWNER)
resolve = partial(of_owner.resolve, owner=OWNER)


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The owner's folder in the one for secrets, with a file beside it that is none of its own."""
    own = tmp_path / "secrets" / OWNER
    own.mkdir(parents=True)
    (own.parent / "beside").write_text(PLANTED)
    settings.PLUMBLINE_SECRETS_DIR = str(own.parent)
    return own


def test_a_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_SECRETS_ACME_SHOP__PROM", f"{PLANTED}\n")
    assert resolve("env:PROM") == PLANTED


@pytest.mark.parametrize("value", [None, "", "\n"])
def test_a_variable_that_is_missing_or_empty_is_named(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("PLUMBLINE_SECRETS_ACME_SHOP__PROM", raising=False)
    if value is not None:
        monkeypatch.setenv("PLUMBLINE_SECRETS_ACME_SHOP__PROM", value)
    with pytest.raises(
        SourceFailed, match="PLUMBLINE_SECRETS_ACME_SHOP__PROM is not set, or empty"
    ):
        resolve("env:PROM")


@pytest.mark.parametrize(
    "typed",
    [
        PLANTED,
        "",
        f"Bearer {PLANTED}",
        f"https://user:{PLANTED}@example.org",
        f"env:{PLANTED}",
        "env:",
        "env:_A",
        "env:A_",
        "env:A__B",
        "env:PLUMBLINE_SECRETS_ACME_SHOP__PROM",
        "env:KEY A",
        f"env:{'A' * 600}",
        "ENV:PROM",
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
    assert checked(" env:A ") == "env:A"
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
    (tmp_path / "link").symlink_to(folder.parent)
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


def test_nothing_of_another_organization_is_reached(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable("acme", "SHOP_PROM"), PLANTED)
    monkeypatch.setenv(variable("other", "PROM"), PLANTED)
    (folder.parent / "other").mkdir()
    (folder.parent / "other" / "token").write_text(PLANTED)
    (folder / "theirs").symlink_to("../other/token")
    for reference in ("env:PROM", "file:token", "file:theirs"):
        with pytest.raises(SourceFailed):
            resolve(reference)
    for reference in ("file:../other/token", f"file:{folder.parent}/other/token"):
        with pytest.raises(Invalid):
            checked(reference)


def test_no_variable_of_the_server_itself_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_SECRET_KEY", PLANTED)
    monkeypatch.setenv("PLUMBLINE_SECRETS_DIR", "/nowhere")
    for reference in ("env:KEY", "env:DIR", "env:PATH", "env:PLUMBLINE_SECRET_KEY"):
        with pytest.raises(SourceFailed, match="is not set"):
            resolve(reference)


@given(
    one=st.tuples(st.text("ab-", min_size=1, max_size=5), st.text("AB_", max_size=5)),
    other=st.tuples(st.text("ab-", min_size=1, max_size=5), st.text("AB_", max_size=5)),
)
def test_no_two_organizations_share_a_variable(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    named = []
    for owner, name in (one, other):
        try:
            of_owner.checked(f"env:{name}", owner=owner)
        except Invalid:
            return
        named.append(variable(owner, name))
    assert (named[0] == named[1]) == (one == other)


@pytest.mark.parametrize("owner", ["acme_shop", "Acme"])
def test_a_short_name_that_fits_no_variable_leaves_files(owner: str, folder: Path) -> None:
    with pytest.raises(Invalid, match="Name a file instead"):
        of_owner.checked("env:PROM", owner=owner)
    assert of_owner.checked("file:token", owner=owner) == "file:token"
    assert "env:" not in told(owner, "env:PROM")


def test_whoever_fills_in_a_field_is_told_the_variable_and_the_file() -> None:
    env = "env:PROM for its variable PLUMBLINE_SECRETS_ACME_SHOP__PROM"
    file = "file:name for the file of that name in “acme-shop”"
    assert f": {env}, or {file}" in told(OWNER, "env:PROM")
    file = "file:key.json for the file of that name in “acme-shop” in its folder for secrets"
    env = "env:NAME for its variable PLUMBLINE_SECRETS_ACME_SHOP__NAME"
    assert f": {file}, or {env}." in told(OWNER, "file:key.json")
