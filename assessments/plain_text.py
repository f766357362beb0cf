"""Markdown as plain text, for formats that know no Markdown."""

from __future__ import annotations

import html
import re

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!~=-])")
_LINK = re.compile(r"(?<!\\)!?\[([^\[\]]*+)\]\(<?([^()\s>]++)>?(?:\s[^()]*+)?\)")
_HEADING = re.compile(r"^#{1,6} +")
_MARKED = (
    re.compile(r"(?<!\\)\*\*([^*]++)(?<!\\)\*\*"),
    re.compile(r"(?<![\\\w])__([^_]++)(?<!\\)__(?!\w)"),
    re.compile(r"(?<!\\)\*([^*]++)(?<!\\)\*"),
    re.compile(r"(?<![\\\w])_([^_]++)(?<!\\)_(?!\w)"),
    re.compile(r"(?<!\\)`([^`]++)`"),
)
_ANY_MARK = re.compile(r"[\\#\[*_`&]")
"""A line without any of these stays as it is, but for the break at its end."""
_BREAK = "  "


def plain_text(markdown: str) -> str:
    """The text that a reader sees: marks go, the address of a link stands after its words.

    Lines stay lines. What was made with `as_markdown` comes back as it was.
    """
    return "\n".join(_line(line) for line in markdown.strip().split("\n"))


def _line(line: str) -> str:
    line = line.removesuffix(_BREAK)
    if not _ANY_MARK.search(line):
        return line
    line = _HEADING.sub("", line)
    line = _LINK.sub(_words_and_address, line)
    for marked in _MARKED:
        line = marked.sub(r"\1", line)
    return html.unescape(_ESCAPED.sub(r"\1", line))


def _words_and_address(found: re.Match[str]) -> str:
    words, address = found[1], found[2]
    return address if words in ("", address) else f"{words} ({address})"
