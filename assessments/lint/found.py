"""A mark before it has its place, and the words that several marks use. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.lint.marks import Mark
from assessments.scale import Risk

LONGEST_SHOWN = 200
"""Characters of somebody else's text that a mark shows."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mark without its place, and the key of the choice it is on."""

    code: str
    message: str
    example: str = ""
    fix: str = ""
    choice: str = ""

    def at(self, section: str, question: str) -> Mark:
        """The mark at its place."""
        return Mark(self.code, self.message, self.example, self.fix, section, question, self.choice)


def shortened(text: str, most: int = LONGEST_SHOWN) -> str:
    """The text on one line, its end cut off where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def ticked_words(ids: Sequence[str], names: Mapping[str, str]) -> str:
    """Which choices are ticked, as a sentence."""
    texts = [f"“{shortened(names[name])}”" for name in ids]
    return f"Ticked: {', '.join(texts)}." if texts else "Nothing is ticked."


def risk_words(risk: Risk) -> str:
    """The risk as people say it."""
    return "no risk" if risk is Risk.NONE else f"{risk} risk"
