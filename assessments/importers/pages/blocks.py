"""A Markdown page cut at its headings, so that each block is one heading and what stands below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assessments.importers.base import Problems
from assessments.importers.pages.lists import Line

_HEADING = re.compile(r"(#{1,6})(.*)")
_CLOSING_MARKS = re.compile(r"\s#+$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(slots=True)
class Block:
    """A heading of some depth, 1 to 6, and the lines below it; depth 0 is above every heading."""

    line: int
    depth: int
    heading: str
    body: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The body as it is written, without blank lines around it."""
        return text_of(self.body)


def blocks_of(lines: Sequence[str], start: int, problems: Problems) -> list[Block]:
    """The blocks from the line after `start` on; what stands between code fences is no heading."""
    blocks = [Block(start + 1, 0, "")]
    fence, opened = "", 0
    for number, text in enumerate(lines[start:], start=start + 1):
        mark = _FENCE.match(text)
        if mark and (not fence or mark[1].startswith(fence)):
            fence, opened = ("", 0) if fence else (mark[1], number)
            blocks[-1].body.append(Line(number, text, fenced=True))
            continue
        heading = None if fence else _HEADING.fullmatch(text)
        if heading:
            title = _CLOSING_MARKS.sub("", heading[2].strip())
            blocks.append(Block(number, len(heading[1]), title))
        else:
            blocks[-1].body.append(Line(number, text, fenced=bool(fence)))
    if fence:
        problems.add(opened, "The code that begins here has no end.", f"Close it with {fence}.")
    return blocks


def text_of(lines: Iterable[Line]) -> str:
    """The lines as written, without blank lines around them."""
    return "\n".join(line.text.rstrip() for line in lines).strip("\n")
