"""Reading a framework from the disk, for commands: a file as it is, a folder as an archive."""

from __future__ import annotations

from pathlib import Path

from assessments.importers import largest
from assessments.importers.archive import pack


def read_path(path: Path) -> tuple[bytes, str]:
    """The bytes of what stands there and the name to know their format by.

    A folder is packed. Of a file, one byte over the largest that is read suffices for it to be
    refused by its size. Raises OSError, and ImportRefused for a folder that is too large.
    """
    if path.is_dir():
        return pack(path), f"{path.resolve().name}.zip"
    with path.open("rb") as file:
        return file.read(largest() + 1), path.name
