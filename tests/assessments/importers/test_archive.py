"""Archives from outside: read in memory, within limits, and never obeyed."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import importers
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
    assert found.top == "model-1.2/"
    assert found.under("b") == {"two.yml": b"2"}
    assert found.named("none.yaml", "one.yaml") == "one.yaml"


def test_what_tools_leave_behind_is_left_alone() -> None:
    found = read_archive(
        zipped(("a.md", b"A"), ("__MACOSX/._a.md", b"x"), (".git/b.md", b"x"), ("c/.d.md", b"x"))
    )
    assert list(found.members) == ["a.md"]


@pytest.mark.parametrize(
    ("names", "top", "below"),
    [
        (["a.md"], "", ["a.md"]),
        (["x/y/a.md"], "x/y/", ["a.md"]),
        (["x/y/a.md", "x/yy/b.md"], "x/", ["y/a.md", "yy/b.md"]),
        (["x/a.md", "b.md"], "", ["b.md", "x/a.md"]),
        (["./x/a.md", "x//b.md"], "x/", ["a.md", "b.md"]),
        (["x/a.md", "x.md"], "", ["x.md", "x/a.md"]),
    ],
)
def test_the_folders_around_all_files_are_told(
    names: list[str], top: str, below: list[str]
) -> None:
    found = read_archive(zipped(*((name, b"A") for name in names)))
    assert (found.top, list(found.members)) == (top, below)


@pytest.mark.parametrize("name", ["../a.md", "/etc/a.md", "a/../../b.md", "C:/a.md", "a\\b.md"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    problem = refusal(zipped(("ok.md", b"A"), (name, b"B")))
    assert (problem.path, problem.message) == (name, "This name leads out of the archive.")


@pytest.mark.parametrize("name", ["a\nb.md", "\u202ea.md", "a\x7f.md"])
def test_a_name_with_characters_that_no_name_has_is_refused(name: str) -> None:
    problem = refusal(zipped(("ok.md", b"A"), (name, b"B")))
    assert problem.message == "There are characters in this name that no name has."
    assert problem.path.isprintable()
    assert "?" in problem.path


def test_a_name_that_hides_its_end_is_refused() -> None:
    data = zipped(("a.md", b"A"), ("b.md~png", b"B")).replace(b"b.md~png", b"b.md\0png")
    assert "characters in this name" in refusal(data).message


def test_a_file_without_a_name_is_refused() -> None:
    data = bytearray(zipped(("a.md", b"A")).replace(b"a.md", b"aa\0\0"))
    directory = data.index(b"PK\x01\x02")
    for lengths in (26, directory + 28):
        data[lengths : lengths + 4] = b"\0\0\4\0"
    assert refusal(bytes(data)).message == "A file in the archive has no name."


def test_a_name_without_end_is_refused() -> None:
    assert refusal(zipped(("d/" * 500 + "a.md", b"A"))).message == "This name is too long."


def test_a_name_is_utf_8_whether_it_says_so_or_not() -> None:
    data = zipped(("xx.md", b"A"), ("z.md", b"B")).replace(b"xx.md", "é.md".encode())
    assert list(read_archive(data).members) == ["z.md", "é.md"]
    assert names_in(data) == ["é.md", "z.md"]


@pytest.mark.parametrize("name", ["xx.md", "é.md"])
def test_a_name_that_is_no_utf_8_is_refused(name: str) -> None:
    data = zipped((name, b"A"), ("z.md", b"B")).replace(name.encode()[:2], b"\xe9\xe8")
    problem = refusal(data)
    assert (problem.path, problem.message) == ("\ufffd\ufffd.md", "This name is not in UTF-8.")
    assert names_in(data) == []


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("a.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "a link" in refusal(zipped((link, b"/etc/passwd"))).message


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(zipped(("a.md", b"A")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refusal(bytes(data)).message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.md", "A.md"),
        ("x/a.md", "x/./a.md"),
        ("x/a.md", "x//a.md"),
        ("\u00e9.md", "e\u0301.md"),
        ("stra\u00dfe.md", "STRASSE.md"),
    ],
)
def test_a_file_that_stands_there_twice_is_refused(first: str, second: str) -> None:
    problem = refusal(zipped((first, b"A"), (second, b"B")))
    assert problem.message == f"The archive holds this file twice, also as {first}."
    assert problem.path == second.replace("./", "").replace("//", "/")


def test_a_name_that_stands_there_twice_is_refused() -> None:
    data = zipped(("a.md", b"A"), ("b.md", b"B")).replace(b"b.md", b"a.md")
    assert "this file twice" in refusal(data).message


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_packed_in_an_unusual_way_is_refused(packing: int) -> None:
    info = zipfile.ZipInfo("a.md")
    info.compress_type = packing
    problem = refusal(zipped((info, b"A")))
    assert (problem.path, problem.message) == (
        "a.md",
        "This file is packed in a way that is not read.",
    )


@pytest.mark.parametrize("flag", [0x20, 0x40])
def test_a_file_that_the_reader_cannot_unpack_is_refused(flag: int) -> None:
    data = bytearray(zipped(("a.md", b"A")))
    data[6] |= flag
    data[data.index(b"PK\x01\x02") + 8] |= flag
    problem = refusal(bytes(data))
    assert problem.path == "a.md"
    assert problem.message.startswith("This file cannot be unpacked: ")


@pytest.mark.parametrize("kind", [stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK, stat.S_IFLNK])
def test_a_special_file_is_refused_whatever_it_is_called(kind: int) -> None:
    special = zipfile.ZipInfo("picture.png")
    special.external_attr = (kind | 0o644) << 16
    problem = refusal(zipped(("a.md", b"A"), (special, b"")))
    assert (problem.path, problem.message) == (
        "picture.png",
        "This is a link or a special file, not a file.",
    )


def test_an_archive_in_an_archive_is_left_alone() -> None:
    data = zipped(("a.md", b"A"), ("more.zip", zipped(("b.md", b"B"))))
    assert list(read_archive(data).members) == ["a.md"]


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    small = zipped(("a.md", b"0" * 3_000_000))
    assert "unpacks to far more" in refusal(small).message
    large = zipped(("a.md", b"0" * 60_000_000))
    assert len(large) < 100_000
    assert "too large" in refusal(large).message


def declared(data: bytes, *, packed: int | None = None, unpacked: int | None = None) -> bytes:
    """The archive with other sizes in its directory."""
    made = bytearray(data)
    directory = made.index(b"PK\x01\x02")
    for at, size in ((20, packed), (24, unpacked)):
        if size is not None:
            made[directory + at : directory + at + 4] = size.to_bytes(4, "little")
    return bytes(made)


def test_a_small_size_that_is_declared_is_not_believed() -> None:
    noise = bytes(range(256)) * (archives.MAX_MEMBER_BYTES // 256 + 1)
    problem = refusal(declared(zipped(("a.md", noise)), unpacked=5))
    assert problem.path == "a.md"
    assert "cannot be unpacked" in problem.message


def test_a_large_size_that_is_declared_makes_no_room() -> None:
    small = zipped(("a.md", b"0" * 3_000_000))
    assert "say that they are larger" in refusal(declared(small, packed=2_000_000)).message
    assert "unpacks to far more" in refusal(declared(small, unpacked=4_000_000_000)).message


def test_files_that_share_their_bytes_are_refused() -> None:
    """Two names for the same packed bytes: how a small archive unfolds into a large one."""
    data = zipped(("a.md", bytes(range(256)) * 30), ("b.md", b"B"))
    entries = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", entries + 1)
    ending = data.index(b"PK\x05\x06")
    twin = data[entries:second].replace(b"a.md", b"b.md")
    problem = refusal(data[:second] + twin + data[ending:])
    assert "say that they are larger" in problem.message


def test_too_many_files_and_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    three = zipped(*((f"{number}.md", b"A") for number in range(3)))
    assert "holds 3 files" in refusal(three).message
    monkeypatch.setattr(archives, "MAX_MEMBERS", 10)
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 2)
    assert "unpacks to more" in refusal(three).message
    monkeypatch.setattr(archives, "MAX_ARCHIVE_BYTES", 10)
    assert "larger than 10 bytes" in refusal(three).message


def test_a_directory_without_end_is_not_even_read() -> None:
    many = zipped(*((f"{number}.md", b"") for number in range(archives.MAX_ENTRIES + 1)))
    assert refusal(many).message == "The archive holds 20,001 files; 2,000 is the most."
    assert names_in(many) == []


def test_a_broken_archive_is_refused_with_its_reason() -> None:
    data = zipped(("a.md", b"A" * 100))
    assert "broken" in refusal(data[:-30]).message
    assert names_in(data[:-30]) == []
    info = zipfile.ZipInfo("a.md")
    altered = zipped((info, b"ABCDEF")).replace(b"ABCDEF", b"ABCDEG")
    assert refusal(altered) == Problem(
        None, "This file cannot be unpacked: Bad CRC-32 for file 'a.md'.", path="a.md"
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(("questions/a.yml", b"A" * 500))[:-30], "The archive is broken: "),
        (zipped(("xx.md", b"A")).replace(b"xx", b"\xe9\xe8"), "This name is not in UTF-8."),
        (zipped(("../a.md", b"A")), "This name leads out of the archive."),
        (zipped(("a.md", b"A")), "This .zip file is in no format that is known."),
    ],
)
def test_what_is_wrong_with_an_archive_of_no_known_format_is_told(data: bytes, words: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        importers.read(data, "a.zip")
    (problem,) = refused.value.problems
    assert problem.message.startswith(words)


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
    (folder / "pages.md").write_text("B")
    data, name = read_path(folder)
    assert (data, name) == (pack(folder), "queues.zip")
    again = tmp_path / "again"
    (again / "pages").mkdir(parents=True)
    for path in ("pages.md", "pages/a.md", "framework.yaml"):
        (again / path).write_bytes((folder / path).read_bytes())
        os.utime(again / path, (0, 0))
        (again / path).chmod(0o600)
    assert pack(again) == data
    assert dict(read_archive(data).members) == {
        "framework.yaml": b"key: queues",
        "pages.md": b"B",
        "pages/a.md": b"A",
    }


def test_what_is_no_part_of_a_framework_is_not_packed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("A")
    (tmp_path / ".hidden.md").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "b.md").write_text("x")
    (tmp_path / "picture.png").write_bytes(b"x")
    (tmp_path / "link.md").symlink_to("/etc/passwd")
    (tmp_path / "away").symlink_to("/etc")
    (tmp_path / "round").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.md")
    assert names_in(pack(tmp_path)) == ["a.md"]


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("MAX_ARCHIVE_BYTES", 100, "The folder holds more than 100 bytes."),
        ("MAX_MEMBER_BYTES", 3, "b.md: This file is too large."),
        ("MAX_MEMBERS", 1, "The folder holds more than 1 files."),
        ("MAX_ENTRIES", 2, "The folder holds more than 2 files and folders."),
    ],
)
def test_a_folder_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str
) -> None:
    monkeypatch.setattr(archives, limit, value)
    (tmp_path / "a.md").write_text("A")
    (tmp_path / "b.md").write_text("Four" * 30)
    (tmp_path / "nothing.png").write_bytes(b"")
    with pytest.raises(ImportRefused) as refused:
        pack(tmp_path)
    assert str(refused.value).startswith(words)


def test_a_folder_with_a_name_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"\xff.md"), "wb") as file:
        file.write(b"A")
    with pytest.raises(ImportRefused, match=r"\ufffd.md: This name is not in UTF-8."):
        pack(tmp_path)


def test_a_folder_that_cannot_be_listed_is_not_half_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("A")
    (tmp_path / "closed").mkdir()
    list_folder = os.scandir

    def closed(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(PermissionError):
        pack(tmp_path)


def test_an_empty_folder_is_refused_as_an_archive(tmp_path: Path) -> None:
    assert "no file that a framework is made of" in refusal(pack(tmp_path)).message


def test_a_file_on_the_disk_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("A")
    assert read_path(tmp_path / "a.md") == (b"A", "a.md")
