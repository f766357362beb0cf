"""Archives and folders from outside: a few text files, and nothing that a file system would obey.

An archive is read in memory and never unpacked to disk. What it declares about itself is not
believed: every limit is kept while its members are decompressed.
"""

from __future__ import annotations

import io
import stat
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

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LEFT_ALONE = ("__MACOSX", "node_modules")
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 64 * 1024
_SUFFIXES = (".md", ".markdown", ".yaml", ".yml", ".json", ".txt")
"""Files that a framework is made of; others are left alone."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The files of an archive by name, in order of name, below the folder that holds them all."""

    members: Mapping[str, bytes]

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
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()[:MAX_MEMBERS]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []


def read_archive(data: bytes) -> Archive:
    """The files of a zip archive. Raises ImportRefused for one that is broken, encrypted, too
    large, or holds a name or a kind of file that has no place in it."""
    if len(data) > MAX_ARCHIVE_BYTES:
        raise _refused(f"The archive is larger than {MAX_ARCHIVE_BYTES:,} bytes.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = dict(_members(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
        raise _refused(f"The archive is broken: {_plain(error)}.") from None
    except (NotImplementedError, RuntimeError) as error:
        raise _refused(f"The archive cannot be read: {_plain(error)}.") from None
    if not found:
        kinds = ", ".join(_SUFFIXES)
        raise _refused("The archive holds no file that a framework is made of.", f"Kinds: {kinds}.")
    return Archive(dict(sorted(_without_top(found).items())))


def pack(folder: Path) -> bytes:
    """A folder as a zip archive, the same bytes for the same files. Links are not followed and
    hidden files are left out. Raises ImportRefused where it is too large, before reading it all."""
    total = 0
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, path in enumerate(_files(folder), start=1):
            total += path.stat().st_size
            if number > MAX_MEMBERS or total > MAX_TOTAL_BYTES:
                raise _refused("The folder holds more than a framework is made of.")
            name = path.relative_to(folder).as_posix()
            info = zipfile.ZipInfo(name, _FIXED_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    return packed.getvalue()


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in found if _wanted(path.relative_to(folder).as_posix()))


def _wanted(name: str) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") or part in _LEFT_ALONE for part in parts)
    return not hidden and name.lower().endswith(_SUFFIXES)


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    listed = archive.infolist()
    if len(listed) > MAX_MEMBERS:
        raise _refused(f"The archive holds {len(listed):,} files; {MAX_MEMBERS:,} is the most.")
    total = 0
    seen: dict[str, str] = {}
    for info in listed:
        _check_name(info)
        if info.is_dir() or not _wanted(info.filename):
            continue
        folded = info.filename.casefold()
        if folded in seen:
            message = f"The archive holds this file twice, also as {seen[folded]}."
            raise _refused(message, path=info.filename)
        seen[folded] = info.filename
        data = _unpacked(archive, info)
        total += len(data)
        if total > MAX_TOTAL_BYTES:
            raise _refused(f"The archive unpacks to more than {MAX_TOTAL_BYTES:,} bytes.")
        yield info.filename, data


def _check_name(info: zipfile.ZipInfo) -> None:
    name = info.filename
    parts = PurePosixPath(name).parts
    outside = name.startswith(("/", "\\")) or ".." in parts or "\\" in name or ":" in name
    if outside or "\0" in info.orig_filename or not name.isprintable():
        shown = "".join(letter if letter.isprintable() else "?" for letter in name)[:200]
        raise _refused("This name leads out of the archive.", path=shown)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused("This is a link or a special file, not a file.", path=name)
    if info.flag_bits & _ENCRYPTED:
        raise _refused("This file is encrypted.", "Pack it without a password.", path=name)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, given up as soon as there are too many."""
    if info.compress_type not in _READABLE:
        raise _refused("This file is packed in a way that is not read.", path=info.filename)
    made = bytearray()
    packed = max(info.compress_size, 1)
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            made += chunk
            if len(made) > MAX_MEMBER_BYTES:
                most = f"{MAX_MEMBER_BYTES:,} bytes is the most for one file."
                raise _refused("This file is too large.", most, path=info.filename)
            if len(made) > 1_000_000 and len(made) > MAX_RATIO * packed:
                raise _refused("This file unpacks to far more than it is.", path=info.filename)
    return bytes(made)


def _without_top(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files without the folders that all of them stand in."""
    names = dict(found)
    while len({name.partition("/")[0] for name in names}) == 1 and all("/" in n for n in names):
        names = {name.partition("/")[2]: data for name, data in names.items()}
    return names


def _plain(error: BaseException) -> str:
    return str(error).rstrip(".") or type(error).__name__


def _refused(message: str, hint: str = "", path: str = "") -> ImportRefused:
    return ImportRefused([Problem(None, message, hint, path)])
