"""The lines of a text file: size, encoding and line ends are settled before anything parses."""

from __future__ import annotations

import codecs
import re

from assessments.importers.base import ImportRefused, Problem

MAX_PAGE_BYTES = 1024 * 1024
"""A practice page is some 10 kB; this leaves room for a hundred times that."""
MAX_LINES = 20_000
"""Lines of a text at most."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HARMLESS = bytes(byte for byte in range(256) if not _CONTROL.match(chr(byte)))
"""The bytes that no such character is written with; in UTF-8 each is a byte of its own."""
_C1 = re.compile("[\x80-\x9f]")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS_UTF8 = "Save it as plain text in UTF-8 and import it again."


def lines_of(data: bytes, limit: int = MAX_PAGE_BYTES) -> list[str]:
    """The lines of a UTF-8 file without their ends, so that line n of the file is item n - 1.

    As `text_of_file`, for files of `MAX_LINES` lines at most, and without the controls that are
    left of another encoding.
    """
    text = text_of_file(data, limit)
    if found := _C1.search(text):
        raise _not_text(text, found.start())
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        raise _refusal(None, f"The file has {len(lines):,} lines; {MAX_LINES:,} is the most.", "")
    return lines


def text_of_file(data: bytes, limit: int) -> str:
    """The text of a UTF-8 file.

    A byte order mark is dropped and any line end (LF, CRLF, CR) becomes LF; all else stays as it
    is. Raises ImportRefused for a file over `limit` bytes, an empty one and one that is not text.
    """
    if len(data) > limit:
        raise _refusal(
            None,
            f"The file is larger than {limit:,} bytes, the most that this format takes.",
            "Leave out what does not belong to the framework.",
        )
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    if not text.strip():
        raise _refusal(None, "The file is empty.", "Choose the file that holds the framework.")
    # Of the bytes first: that is many times faster, and most files hold none.
    found = _CONTROL.search(text) if data.translate(None, _HARMLESS) else None
    if found:
        raise _not_text(text, found.start())
    return text


def head_of(data: bytes) -> list[str]:
    """The lines at the head of a file, as well as they can be read: to guess its format only."""
    return data[:65_536].decode("utf-8-sig", errors="replace").splitlines()


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF16_MARKS):
        raise _refusal(None, "The file is written in UTF-16.", _SAVE_AS_UTF8)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refusal(line, "The file is not text in UTF-8.", _SAVE_AS_UTF8) from None


def _not_text(text: str, place: int) -> ImportRefused:
    line = text.count("\n", 0, place) + 1
    return _refusal(line, "There are bytes here that no text has.", _SAVE_AS_UTF8)


def _refusal(line: int | None, message: str, hint: str) -> ImportRefused:
    return ImportRefused([Problem(line, message, hint)])
