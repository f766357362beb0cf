"""Bullets and numbered lines, and the lists they make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_ITEM = re.compile(
    r"(?P<indent>\s*)"
    r"(?:[\u2022\u2023\u25aa\u25e6\u25cf\u25cb\u00b7]"  # round and square bullets, space or none
    r"|[-*+\u2013\u2014](?=\s|$)"
    r"|(?P<number>\d{1,3})[.)](?=\s|$))"
    r"(?P<text>.*)"
)
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")
_NESTED_BY = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page with its number from 1; `fenced` lines are code, whatever they look like."""

    number: int
    text: str
    fenced: bool = False


@dataclass(slots=True)
class Item:
    """An item of a list: where it begins, its number if it has one, and its words line by line."""

    line: int
    indent: int
    number: int | None
    words: list[str] = field(default_factory=list)
    nested: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.words)


def item_at(line: Line) -> Item | None:
    """The item that begins on this line, if one does."""
    match = None if line.fenced else _ITEM.fullmatch(line.text)
    if match is None:
        return None
    number = int(match["number"]) if match["number"] else None
    text = match["text"].strip()
    indent = len(match["indent"].expandtabs(4))
    return Item(line.number, indent, number, [text] if text else [])


def items_in(lines: Iterable[Line]) -> tuple[list[Item], list[Line]]:
    """The items of the lists in these lines, and the lines that belong to none.

    A line right below an item, or indented after a blank line, continues it. An item that is
    indented beyond the first is nested.
    """
    items: list[Item] = []
    strays: list[Line] = []
    current: Item | None = None
    gap = False
    for line in lines:
        item = item_at(line)
        if item is not None:
            item.nested = bool(items) and item.indent >= items[0].indent + _NESTED_BY
            items.append(item)
            current = item
        elif not line.text.strip() or (_RULE.fullmatch(line.text) and not line.fenced):
            gap = True
            continue
        elif current is not None and not line.fenced and (not gap or line.text[0].isspace()):
            current.words.append(line.text.strip())
        else:
            strays.append(line)
            current = None
        gap = False
    return items, strays
