"""Which files are taken as evidence, told from their content. Nothing here reads or writes."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic

from organizations.refusals import Invalid


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file that is taken: its media type, its name, and its endings, usual one first."""

    media_type: str
    name: str
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What of a file its type is told from: its first and last bytes, and whether any is NUL."""

    head: bytes
    tail: bytes
    has_nul: bool


OFFICE = "application/vnd.openxmlformats-officedocument."
PLAIN = FileType("text/plain", "Plain text", (".txt", ".log", ".text"))

TEXTS = (
    FileType("text/markdown", "Markdown", (".md", ".markdown")),
    FileType("text/csv", "CSV table", (".csv",)),
    FileType("application/json", "JSON", (".json",)),
    FileType("application/yaml", "YAML", (".yaml", ".yml")),
    PLAIN,
)
SIGNED = (
    FileType("application/pdf", "PDF", (".pdf",)),
    FileType("image/png", "PNG image", (".png",)),
    FileType("image/jpeg", "JPEG image", (".jpg", ".jpeg", ".jpe", ".jfif")),
    FileType("image/webp", "WebP image", (".webp",)),
    FileType("image/gif", "GIF image", (".gif",)),
)

# The part that each kind of office document must hold; its archive is not unpacked.
OFFICE_PARTS = {
    b"word/document.xml": FileType(
        f"{OFFICE}wordprocessingml.document", "Word document", (".docx",)
    ),
    b"xl/workbook.xml": FileType(f"{OFFICE}spreadsheetml.sheet", "Excel workbook", (".xlsx",)),
    b"ppt/presentation.xml": FileType(
        f"{OFFICE}presentationml.presentation", "PowerPoint presentation", (".pptx",)
    ),
}

ALL = (*SIGNED, *OFFICE_PARTS.values(), *TEXTS)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in ALL}
IN_WORDS = (
    "PDF; PNG, JPEG, WebP and GIF images; Word, Excel and PowerPoint documents without macros; "
    "and text of every kind: plain, Markdown, CSV, JSON, YAML, HTML, SVG"
)
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\0asm")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
HARMLESS_CONTROLS = b"\t\n\r\f\x1b"
CONTROLS = bytes(set(range(32)) - set(HARMLESS_CONTROLS)) + b"\x7f"


def recognise(sample: Sample, filename: str) -> FileType:
    """The type of a file. Its content decides; its name only tells one sort of text from another.

    HTML and SVG are taken as plain text. Raises Invalid, with a sentence for the person who
    sent it, for programs, archives, documents with macros, and whatever nobody knows.
    """
    ending = PurePosixPath(filename.lower()).suffix
    signed = _by_signature(sample.head)
    if signed:
        return signed
    if sample.head.startswith(b"PK\x03\x04"):
        return _office(sample)
    if _is_text(sample, ending):
        return _text(ending)
    if sample.head.startswith(PROGRAMS):
        raise Invalid("This file is a program, and programs are not taken as evidence.", "file")
    raise Invalid(f"This file's content is of no type we know. Taken are {IN_WORDS}.", "file")


def _by_signature(head: bytes) -> FileType | None:
    try:
        found = {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return None
    return next((kind for kind in SIGNED if kind.media_type in found), None)


def _office(sample: Sample) -> FileType:
    names = sample.head + sample.tail
    if b"vbaProject.bin" in names:
        raise Invalid("This document holds macros. Save it without them and add it again.", "file")
    for part, kind in OFFICE_PARTS.items():
        if part in names and b"[Content_Types].xml" in names:
            return kind
    raise Invalid(
        "This is an archive. Add the files in it one by one, so that each can be reviewed.", "file"
    )


def _is_text(sample: Sample, ending: str) -> bool:
    if sample.head.startswith(UTF_16):
        return _decodes(sample.head, "utf-16")
    if sample.has_nul or sample.head.translate(None, CONTROLS) != sample.head:
        return False
    # Spreadsheets still write tables in the encoding of their country: there the name decides.
    return _decodes(sample.head, "utf-8") or ending in {e for kind in TEXTS for e in kind.endings}


def _decodes(head: bytes, encoding: str) -> bool:
    """Whether it is text in that encoding, even if the cut split its last character."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _text(ending: str) -> FileType:
    claimed = next((kind for kind in ALL if ending in kind.endings), PLAIN)
    if claimed not in TEXTS:
        raise Invalid(
            f"The name of this file says {claimed.name}, but its content is plain text. "
            "Check that it is the file you meant.",
            "file",
        )
    return claimed
