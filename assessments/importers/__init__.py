"""Importers: the bytes of a file in, a framework's specification out; one module per format."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from pathlib import PurePath

from assessments.importers.archive import is_zip, read_archive
from assessments.importers.aws_lens import AwsLens
from assessments.importers.azure_checklist import AzureChecklist
from assessments.importers.base import (
    FIRST,
    Importer,
    ImportRefused,
    Offer,
    Problem,
    Read,
    Wanted,
)
from assessments.importers.ciso_assistant import CisoAssistant
from assessments.importers.oscal import OscalCatalog
from assessments.importers.plumbline import PlumblineFramework
from assessments.importers.practice_markdown import PracticeMarkdown
from assessments.importers.practice_text import PracticeText
from assessments.importers.samm import Samm

__all__ = [
    "ImportRefused",
    "Importer",
    "Offer",
    "Problem",
    "Read",
    "Wanted",
    "importers",
    "largest",
    "read",
]

ENTRY_POINTS = "plumbline.importers"
"""The group in which other packages offer importers: each entry point is an `Importer`."""

MAX_SUFFIX = 20
"""Characters of a file's suffix that is still named in a refusal."""

BUILT_IN: tuple[Importer, ...] = (
    PlumblineFramework(),
    AwsLens(),
    CisoAssistant(),
    OscalCatalog(),
    AzureChecklist(),
    Samm(),
    PracticeMarkdown(),
    PracticeText(),
)


@cache
def importers() -> tuple[Importer, ...]:
    """Every importer, in the order they are asked: ours, then those of other packages by name."""
    offered = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)
    return (*BUILT_IN, *(point.load() for point in offered))


def largest() -> int:
    """Bytes of the largest file that any importer takes; a larger one need not even be read."""
    return max(importer.max_bytes for importer in importers())


def read(data: bytes, filename: str, wanted: Wanted = FIRST) -> tuple[str, Read]:
    """The name of the format and what was read from the file.

    The first importer that recognises the file reads it. Raises ImportRefused if none does, or if
    that one finds anything wrong.
    """
    for importer in importers():
        if importer.recognises(data, filename):
            return importer.name, importer.read(data, filename, wanted)
    known = ", ".join(f"{importer.label} ({importer.suffixes[0]})" for importer in importers())
    suffix = PurePath(filename).suffix
    if suffix.lower() == ".zip" and is_zip(data):
        read_archive(data)  # What is wrong with an archive can be why nobody recognises it.
    said = suffix and suffix.isprintable() and len(suffix) <= MAX_SUFFIX
    message = f"No importer reads {suffix} files." if said else "This is no known format."
    if any(suffix.lower() in importer.suffixes for importer in importers()):
        message = f"This {suffix} file is in no format that is known."
    raise ImportRefused([Problem(None, message, f"These formats are read: {known}.")])
