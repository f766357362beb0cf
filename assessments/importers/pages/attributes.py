"""The list of attributes at the end of a heading or a bullet: `{ #key roles="a,b" weight=2 }`.

The syntax is that of the `attr_list` extension of the `markdown` package, as far as pages need it:
one `#key` and `name=value` pairs, with quotes around a value that holds spaces or commas.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assessments.importers.base import Problems
from assessments.importers.pages.entries import Entry
from assessments.importers.wording import listed, plain, quoted

LONGEST_LIST = 1_000
"""Characters of a list of attributes at most."""

_STRAIGHT_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})
_ATTRIBUTE = re.compile(
    r"\s*(?:#(?P<key>[^\s\"'=]+)"
    r"|(?P<name>[a-z]+)=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"']+)))"
)
_EXAMPLE = '{ #queue-depth roles="cloud-architect,devops-engineer" weight=2 }'


def entry_of(line: int, text: str, allowed: Collection[str], problems: Problems) -> Entry:
    """The text without its list of attributes, and the attributes; `#key` stands as `key`.

    Notes a list that cannot be read, and attributes beyond `allowed`.
    """
    text = plain(text)
    if text.count("{") != text.count("}"):
        problems.add(line, "A bracket { or } is alone here.", f"Write {_EXAMPLE}.")
        return Entry(line, text)
    if not text.endswith("}"):
        return Entry(line, text)
    at = text.rindex("{")
    attributes = _attributes(line, text[at + 1 : -1], problems)
    for name in attributes:
        if name not in allowed:
            problems.add(
                line,
                f"The attribute {quoted(name)} is not known here.",
                f"What can stand here: {listed(allowed)}." if allowed else "None can stand here.",
            )
    return Entry(line, text[:at].strip(), attributes)


def _attributes(line: int, written: str, problems: Problems) -> dict[str, str]:
    written = written.translate(_STRAIGHT_QUOTES).removeprefix(":").strip()
    found: dict[str, str] = {}
    at = 0
    while at < len(written):
        match = _ATTRIBUTE.match(written, at)
        if match is None or len(written) > LONGEST_LIST:
            problems.add(
                line,
                f"This list of attributes cannot be read: {quoted(written)}.",
                f"Write {_EXAMPLE}.",
            )
            return {}
        name, value = _pair(match)
        if name in found:
            problems.add(line, f"The attribute {quoted(name)} stands here twice.")
        found[name] = value
        at = match.end()
    return found


def _pair(match: re.Match[str]) -> tuple[str, str]:
    if match["key"]:
        return "key", match["key"]
    values = (match["double"], match["single"], match["bare"])
    return match["name"], next(value for value in values if value is not None)
