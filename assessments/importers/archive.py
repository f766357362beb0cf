"""Archives and folders from outside: a few text files, and nothing that a file system would obey.

An archive is read in memory and never unpacked to disk. What it declares about itself is not
believed: every limit is kept while its members are decompressed.
"""

from __future__ import annotations

import io
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assessments.importers.base import ImportRefused, Problem

MAX_ARCHIVE_BYTES = 16 * 1024 * 1024
"""An archive as it comes."""
MAX_MEMBERS = 2_000
"""Files in it."""
MAX_MEMBER_BYTES = 4 * 1024 * 1024
"""One file unpacked."""
MAX_TOTAL_BYTES = 48 * 1024 * 1024
"""All files unpacked."""
MAX_RATIO = 200
"""How many times larger than its packed form a file of over a million bytes may be."""
MAX_NAME = 1_000
"""Characters of a name with its folders."""
MAX_ENTRIES = 20_000
"""Entries of an archive, or files and folders of a folder, that are looked at before giving up."""

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY = b"PK\x01\x02"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError)
"""What the standard library raises on an archive that is not as it should be."""
_ENCRYPTED = 0x1
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LEFT_ALONE = ("__MACOSX", "node_modules")
_UNIX = 3
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 64 * 1024
_SUFFIXES = (".md", ".markdown", ".yaml", ".yml", ".json", ".txt")
"""Files that a framework is made of; others are left alone."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The files of an archive by name, in order of name, below the folder that holds them all.

    `top` is that folder, such as `core-2.2.0/model/`; empty where there is none.
    """

    members: Mapping[str, bytes]
    top: str = ""

    def under(self, folder: str) -> dict[str, bytes]:
        """The files in a folder and below it, by their names there."""
        start = f"{folder.rstrip('/')}/"
        return {
            name.removeprefix(start): data
            for name, data in self.members.items()
            if name.startswith(start)
        }

    def named(self, *names: str) -> str | None:
        """The first of these names that is a file at the top, if one is."""
        return next((name for name in names if name in self.members), None)


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a zip archive does."""
    return data.startswith(_MAGIC)


def names_in(data: bytes) -> list[str]:
    """The names in an archive, as well as they can be read: to guess its format only."""
    if data.count(_ENTRY) > MAX_ENTRIES:
        return []
    try:
        with _opened(data) as archive:
            return archive.namelist()[:MAX_MEMBERS]
    except _BROKEN:
        return []


def read_archive(data: bytes) -> Archive:
    """The files of a zip archive. Raises ImportRefused for one that is broken, encrypted, too
    large, or holds a name or a kind of file that has no place in it."""
    if len(data) > MAX_ARCHIVE_BYTES:
        raise _refused(f"The archive is larger than {MAX_ARCHIVE_BYTES:,} bytes.")
    if (entries := data.count(_ENTRY)) > MAX_ENTRIES:
        raise _too_many(entries)
    try:
        with _opened(data) as archive:
            found = dict(_members(archive, len(data)))
    except UnicodeDecodeError as error:
        raise _not_unicode(error.object) from None
    except _BROKEN as error:
        raise _refused(f"The archive is broken: {_plain(error)}.") from None
    if not found:
        kinds = ", ".join(_SUFFIXES)
        raise _refused("The archive holds no file that a framework is made of.", f"Kinds: {kinds}.")
    top = _top_of(list(found))
    return Archive({name.removeprefix(top): found[name] for name in sorted(found)}, top)


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive, its names taken for UTF-8 whether or not they say that they are."""
    return zipfile.ZipFile(io.BytesIO(data), metadata_encoding="utf-8")


def pack(folder: Path) -> bytes:
    """A folder as a zip archive, the same bytes for the same files anywhere: nothing in it is
    compressed. Links are not followed; hidden, special and other files are left out. Raises
    OSError, and ImportRefused where it is too large, before reading it all."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for number, (name, path) in enumerate(sorted(_files(folder)), start=1):
            if number > MAX_MEMBERS:
                raise _refused(f"The folder holds more than {MAX_MEMBERS:,} files.")
            data = _read(path, name)
            if packed.tell() + len(data) > MAX_ARCHIVE_BYTES:
                raise _refused(f"The folder holds more than {MAX_ARCHIVE_BYTES:,} bytes.")
            archive.writestr(_entry(name), data)
    return packed.getvalue()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files that a framework is made of, by their names below the folder."""
    seen = 0
    for above, folders, files in os.walk(folder, onerror=_unreadable):
        seen += len(folders) + len(files)
        if seen > MAX_ENTRIES:
            raise _refused(f"The folder holds more than {MAX_ENTRIES:,} files and folders.")
        folders[:] = [name for name in folders if not _left_alone(name)]
        for path in (Path(above, name) for name in files):
            name = path.relative_to(folder).as_posix()
            if _wanted(name) and stat.S_ISREG(path.lstat().st_mode):
                yield name, path


def _unreadable(error: OSError) -> None:
    """Half of a folder is no framework: what cannot be listed refuses it."""
    raise error


def _read(path: Path, name: str) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_MEMBER_BYTES + 1)
    if len(data) > MAX_MEMBER_BYTES:
        raise _too_large(name)
    return data


def _entry(name: str) -> zipfile.ZipInfo:
    try:
        name.encode()
    except UnicodeEncodeError:
        raise _not_unicode(os.fsencode(name)) from None
    info = zipfile.ZipInfo(name, _FIXED_DATE)
    info.create_system = _UNIX
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    return info


def _wanted(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not any(map(_left_alone, parts)) and name.lower().endswith(_SUFFIXES)


def _left_alone(part: str) -> bool:
    return part.startswith(".") or part in _LEFT_ALONE


def _members(archive: zipfile.ZipFile, size: int) -> Iterator[tuple[str, bytes]]:
    listed = archive.infolist()
    if len(listed) > MAX_MEMBERS:
        raise _too_many(len(listed))
    if sum(info.compress_size for info in listed) > size:
        raise _refused("The files in the archive say that they are larger than the archive.")
    total = 0
    seen: dict[str, str] = {}
    for info in listed:
        _check_kind(info, name := _checked_name(info))
        if info.is_dir() or not _wanted(name):
            continue
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            message = f"The archive holds this file twice, also as {seen[folded]}."
            raise _refused(message, path=name)
        seen[folded] = name
        data = _unpacked(archive, info, name)
        total += len(data)
        if total > MAX_TOTAL_BYTES:
            raise _refused(f"The archive unpacks to more than {MAX_TOTAL_BYTES:,} bytes.")
        yield name, data


def _checked_name(info: zipfile.ZipInfo) -> str:
    """The name, one way to write it only. Raises ImportRefused for one that has no place here."""
    name = info.filename
    if not name:
        raise _refused("A file in the archive has no name.", "Pack it again.")
    if "\0" in info.orig_filename or not name.isprintable():
        raise _refused("There are characters in this name that no name has.", path=_shown(name))
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name:
        raise _refused("This name leads out of the archive.", path=_shown(name))
    if len(name) > MAX_NAME:
        most = f"{MAX_NAME:,} characters is the most."
        raise _refused("This name is too long.", most, path=_shown(name))
    return "/".join(parts)


def _check_kind(info: zipfile.ZipInfo, name: str) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused("This is a link or a special file, not a file.", path=name)
    if info.flag_bits & _ENCRYPTED:
        raise _refused("This file is encrypted.", "Pack it without a password.", path=name)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of a member, given up as soon as there are too many."""
    if info.compress_type not in _READABLE:
        raise _refused("This file is packed in a way that is not read.", path=name)
    made = bytearray()
    packed = max(info.compress_size, 1)
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                made += chunk
                if len(made) > MAX_MEMBER_BYTES:
                    raise _too_large(name)
                if len(made) > 1_000_000 and len(made) > MAX_RATIO * packed:
                    raise _refused("This file unpacks to far more than it is.", path=name)
    except _BROKEN as error:
        raise _refused(f"This file cannot be unpacked: {_plain(error)}.", path=name) from None
    return bytes(made)


def _top_of(names: list[str]) -> str:
    """The folders that all of the files stand in, with a slash at the end."""
    *folders, _ = names[0].split("/")
    while folders and not all(name.startswith(f"{'/'.join(folders)}/") for name in names):
        folders.pop()
    return f"{'/'.join(folders)}/" if folders else ""


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:200]


def _plain(error: BaseException) -> str:
    return str(error).rstrip(".") or type(error).__name__


def _too_many(count: int) -> ImportRefused:
    return _refused(f"The archive holds {count:,} files; {MAX_MEMBERS:,} is the most.")


def _too_large(name: str) -> ImportRefused:
    most = f"{MAX_MEMBER_BYTES:,} bytes is the most for one file."
    return _refused("This file is too large.", most, path=name)


def _not_unicode(name: bytes) -> ImportRefused:
    shown = _shown(name.decode("utf-8", "replace"))
    return _refused("This name is not in UTF-8.", "Give the file another name.", path=shown)


def _refused(message: str, hint: str = "", path: str = "") -> ImportRefused:
    return ImportRefused([Problem(None, message, hint, path)])
