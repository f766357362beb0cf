"""The texts of a library, in the language that is read, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assessments.importers.base import ImportRefused, Problem
from assessments.importers.nodes import Node
from assessments.importers.oddities import Oddities
from assessments.importers.wording import listed, one_line, quoted
from assessments.spec import LENGTHS

_NOTHING = ("null", "Null", "NULL", "~")
"""What YAML reads as nothing where it stands unquoted; no text says just that."""
_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ENGLISH = "en"
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_TRUE = ("true", "yes", "on", "1")
_ON_ITS_OWN = re.compile(r"\s*(?:#|\||>|```|$)")
"""A line that Markdown keeps to itself, so that no break is needed beside it."""
_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s")
_INDENT = re.compile(r"(?: {4}|\t)\s*")


def text_of(node: Node, key: str = "") -> str:
    """The text there, stripped; empty where there is none. A problem where there is no text."""
    text = node.text(key)
    return "" if text in _NOTHING else text


def whole(node: Node, key: str) -> int | None:
    """The whole number there; None where there is none. A problem where something else is."""
    text = text_of(node, key)
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        node.get(key).refuse("A whole number is expected here.")
        return None
    return int(text)


def is_true(node: Node, key: str) -> bool:
    """Whether the library says yes there."""
    return text_of(node, key).lower() in _TRUE


def languages_of(library: Node, framework: Node) -> tuple[str, ...]:
    """The library's own language, then those that the framework is translated into, by name."""
    own = _tag(text_of(library, "locale")) or _ENGLISH
    requirements = framework.get("requirement_nodes")
    many = len(requirements.value) if isinstance(requirements.value, list) else 0
    translated = [framework, *(requirements.get(at) for at in range(many))]
    found = {_tag(name) for node in translated for name in _names(node.get("translations"))}
    return own, *sorted(found - {own, ""})


def chosen(languages: tuple[str, ...], wanted: str) -> str:
    """The wanted language, else English, else the library's own. Raises ImportRefused where the
    framework cannot be read in the wanted one."""
    by_name = {language.casefold(): language for language in languages}
    if not wanted:
        return by_name.get(_ENGLISH, languages[0])
    found = by_name.get(_tag(wanted).casefold())
    if found is None:
        message = f"This framework is not written in {quoted(wanted)}."
        raise ImportRefused([Problem(None, message, f"It can be read in: {listed(languages)}.")])
    return found


class Words:
    """The texts in one language; those that are not translated stay as they are, and are noted."""

    def __init__(self, language: str, own: str, oddities: Oddities) -> None:
        self.language = language
        self._own = own
        self._oddities = oddities

    def of(self, node: Node, key: str) -> str:
        """The text of this field, stripped; empty where there is none."""
        text = text_of(node, key)
        if self.language == self._own:
            return text
        translated = self._translated(node.get("translations"), key)
        if text and not translated:
            message = f"A text is not translated into {quoted(self.language)} and stays as it is."
            self._oddities.note(node.get(key), message)
        return translated or text

    def line(self, node: Node, key: str) -> str:
        """The text of this field on one line."""
        return one_line(self.of(node, key))

    def _translated(self, translations: Node, key: str) -> str:
        for name in _names(translations):
            if _tag(name) == self.language:
                return text_of(translations.get(name), key)
        return ""


def as_prose(text: str) -> str:
    """The text as the Markdown that it is, but every line stays a line and none becomes code."""
    lines = _unindented(text.split("\n"))
    broken = (
        f"{line}  " if not _ON_ITS_OWN.match(line) and not _ON_ITS_OWN.match(after) else line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    )
    return "\n".join(broken).strip()


def paragraphs(texts: Iterable[str]) -> str:
    """The texts that are not empty, a blank line between them."""
    return "\n\n".join(text for text in texts if text)


def _unindented(lines: list[str]) -> list[str]:
    """The lines without white space at their ends, and none so far in that Markdown shows code.

    Below an item of a list, lines may stand as far in as they do.
    """
    made: list[str] = []
    in_list = False
    for line in lines:
        far_in = bool(_INDENT.match(line))
        if line.strip() and not far_in:
            in_list = bool(_ITEM.match(line))
        made.append(line.strip() if far_in and not in_list else line.rstrip())
    return made


def _tag(text: str) -> str:
    """A language tag as it is written on the web; empty where the text is none."""
    plain = text.replace("_", "-")
    return plain if _LANGUAGE.fullmatch(plain) and len(plain) <= LENGTHS["language"] else ""


def _names(node: Node) -> Iterator[str]:
    if isinstance(node.value, dict):
        yield from node.value
