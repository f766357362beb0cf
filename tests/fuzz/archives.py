"""Archives broken: their members, and what the list at their end says of them."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from random import Random

from tests.fuzz.hostile import MEMBERS

BrokenFile = Callable[[Random, bytes], bytes]
"""Breaks a file that is no archive."""


def broken_archive(rng: Random, data: bytes, broken_file: BrokenFile) -> bytes:
    """Members broken, left out, renamed or doubled, and what the archive says about them."""
    members = list(_members(data))
    for _ in range(rng.choice((1, 1, 2))):
        at = rng.randrange(len(members)) if members else 0
        name, text = members[at] if members else ("x.yaml", b"")
        match rng.choice("bbbbbbdrn+c"):
            case "d" if members:
                del members[at]
            case "r" if members:
                members[at] = (rng.choice(MEMBERS), text)
            case "n" if members:
                members[at] = (rng.choice(members)[0], text)
            case "+":
                members.append((rng.choice(MEMBERS), broken_file(rng, text)))
            case "c" if members:
                members.append((name.swapcase(), rng.choice(members)[1]))
            case _ if members:
                members[at] = (name, broken_file(rng, text))
    return _packed(rng, members)


@cache
def _members(data: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple((info.filename, archive.read(info)) for info in archive.infolist())


_FLAWS: tuple[Callable[[zipfile.ZipInfo], None], ...] = (
    lambda info: setattr(info, "external_attr", 0o120777 << 16),
    lambda info: setattr(info, "external_attr", 0o040755 << 16),
    lambda info: setattr(info, "flag_bits", info.flag_bits | 1),
    lambda info: setattr(info, "compress_type", 99),
    lambda info: setattr(info, "CRC", 1),
    lambda info: setattr(info, "file_size", 2**31),
    lambda info: setattr(info, "compress_size", 2**31),
    lambda info: setattr(info, "compress_size", 0),
    lambda info: setattr(info, "header_offset", 2**31),
    lambda info: setattr(info, "create_version", 99),
    lambda info: setattr(info, "extract_version", 99),
    lambda info: setattr(info, "extra", b"\x01\x00\x08\x00abc"),
    lambda info: setattr(info, "comment", b"x" * 1_000),
)
"""What the list at an archive's end can say of a member that is not so."""


def _packed(rng: Random, members: list[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    packing = zipfile.ZIP_DEFLATED if rng.random() < 0.2 else zipfile.ZIP_STORED
    # What cannot be written whole is an archive that ends too early.
    with (
        contextlib.suppress(ValueError, OSError, NotImplementedError, struct.error),
        warnings.catch_warnings(action="ignore"),  # of names that stand twice
        zipfile.ZipFile(made, "w", packing) as archive,
    ):
        for name, data in members:
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = packing
            archive.writestr(info, data)
        if archive.filelist and rng.random() < 0.1:
            rng.choice(_FLAWS)(rng.choice(archive.filelist))
    return made.getvalue()
