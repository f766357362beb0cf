"""Texts that the AWS tool takes, made of texts of any kind."""

from __future__ import annotations

import re
import unicodedata

from assessments.lens_limits import LONGEST_TEXT, LONGEST_TITLE, fits_in_title

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_INSTEAD = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212=~", "-"),
    **dict.fromkeys('"`\u2018\u201a\u201c\u201d\u201e\u00ab\u00bb', "'"),
    **dict.fromkeys("[{<", "("),
    **dict.fromkeys("]}>", ")"),
    **dict.fromkeys("|\\\u2044", "/"),
    ";": ",",
    "%": " percent",
    "\u2026": "...",
    "\u2022": "-",
}
"""What stands for a character that a title may not hold; anything else becomes a space."""


def in_title(text: str) -> str:
    """The text on one line in the characters that a title may hold; empty if none of it may."""
    plain = unicodedata.normalize("NFC", text)
    if not all(map(fits_in_title, plain)):
        plain = unicodedata.normalize("NFKC", plain)
    letters = (letter if fits_in_title(letter) else _INSTEAD.get(letter, " ") for letter in plain)
    return " ".join("".join(letters).split())


def short_title(text: str) -> str:
    """A title cut between words, where it has more characters than a title may have."""
    return _cut(text, LONGEST_TITLE)


def in_text(text: str) -> str:
    """A description or display text without the characters that no text has."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(" ", lines).strip()


def short_text(text: str) -> str:
    """A description or display text, cut where it is too long."""
    return _cut(text, LONGEST_TEXT)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    short = text[: most - 3]
    return f"{(short.rsplit(maxsplit=1)[0] if ' ' in short[most // 2 :] else short).rstrip()}..."
