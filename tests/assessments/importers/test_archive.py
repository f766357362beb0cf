"""Archives from outside: read in memory, within limits, and never obeyed."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.importers import ImportRefused, Problem
from assessments.importers import archive as archives
from assessments.importers.archive import is_zip, names_in, pack, read_archive
from assessments.importers.disk import read_path


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def refusal(data: bytes) -> Problem:
    with pytest.raises(ImportRefused) as refused:
        read_archive(data)
    (problem,) = refused.value.problems
    return problem


def test_files_come_by_name_without_the_folder_around_them() -> None:
    found = read_archive(
        zipped(
            ("model-1.2/b/two.yml", b"2"), ("model-1.2/one.yaml", b"1"), ("model-1.2/x.png", b"")
        )
    )
    assert dict(found.members) == {"b/two.yml": b"2", "one.yaml": b"1"}
    assert found.under("b") == {"two.yml": b"2"}
    assert found.named("none.yaml", "one.yaml") == "one.yaml"


def test_what_tools_leave_behind_is_left_alone() -> None:
    found = read_archive(
        zipped(("a.md", b"A"), ("__MACOSX/._a.md", b"x"), (".git/b.md", b"x"), ("c/.d.md", b"x"))
    )
    assert list(found.members) == ["a.md"]


@pytest.mark.parametrize(
    "name",
    ["../a.md", "/etc/a.md", "a/../../b.md", "C:/a.md", "a\\b.md", "a\nb.md", "\u202ea.md"],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    problem = refusal(zipped(("ok.md", b"A"), (name, b"B")))
    assert problem.message == "This name leads out of the archive."
    assert problem.path.isprintable()


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("a.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "a link" in refusal(zipped((link, b"/etc/passwd"))).message


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(zipped(("a.md", b"A")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refusal(bytes(data)).message


def test_a_file_that_stands_there_twice_is_refused() -> None:
    problem = refusal(zipped(("a.md", b"A"), ("A.md", b"B")))
    assert (problem.path, problem.message) == (
        "A.md",
        "The archive holds this file twice, also as a.md.",
    )


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    small = zipped(("a.md", b"0" * 3_000_000))
    assert "unpacks to far more" in refusal(small).message
    large = zipped(("a.md", b"0" * 60_000_000))
    assert len(large) < 100_000
    assert "too large" in refusal(large).message


def test_a_size_that_is_declared_wrongly_is_not_believed() -> None:
    large = archives.MAX_MEMBER_BYTES + 10
    noise = bytes(range(256)) * (large // 256 + 1)
    data = bytearray(zipped(("a.md", noise)))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (5).to_bytes(4, "little")
    with pytest.raises(ImportRefused):
        read_archive(bytes(data))


def test_too_many_files_and_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    three = zipped(*((f"{number}.md", b"A") for number in range(3)))
    assert "holds 3 files" in refusal(three).message
    monkeypatch.setattr(archives, "MAX_MEMBERS", 10)
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 2)
    assert "unpacks to more" in refusal(three).message
    monkeypatch.setattr(archives, "MAX_ARCHIVE_BYTES", 10)
    assert "larger than 10 bytes" in refusal(three).message


def test_a_broken_archive_is_refused_with_its_reason() -> None:
    data = zipped(("a.md", b"A" * 100))
    assert "broken" in refusal(data[:-30]).message
    altered = bytearray(data)
    altered[40] ^= 0xFF
    with pytest.raises(ImportRefused):
        read_archive(bytes(altered))


def test_an_archive_of_something_else_is_refused() -> None:
    assert "no file that a framework is made of" in refusal(zipped(("a.png", b"x"))).message


@settings(deadline=None)
@given(st.data())
def test_any_altered_archive_is_read_or_refused(data: st.DataObject) -> None:
    good = bytearray(zipped(("a.md", b"A page."), ("b/c.yaml", b"key: value")))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    bad = bytes(good)
    names_in(bad)
    if is_zip(bad):
        outcome(lambda: read_archive(bad))


def outcome(read: Callable[[], object]) -> object:
    try:
        return read()
    except ImportRefused as refused:
        return refused.problems


def test_a_folder_is_packed_the_same_every_time(tmp_path: Path) -> None:
    folder = tmp_path / "queues"
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / "a.md").write_text("A")
    (folder / "framework.yaml").write_text("key: queues")
    (folder / ".hidden.md").write_text("x")
    (folder / "link.md").symlink_to("/etc/passwd")
    data, name = read_path(folder)
    assert (data, name) == (pack(folder), "queues.zip")
    found = read_archive(data)
    assert dict(found.members) == {"framework.yaml": b"key: queues", "pages/a.md": b"A"}


def test_a_folder_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 3)
    (tmp_path / "a.md").write_text("Four")
    with pytest.raises(ImportRefused, match="more than a framework is made of"):
        pack(tmp_path)


def test_a_file_on_the_disk_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("A")
    assert read_path(tmp_path / "a.md") == (b"A", "a.md")
