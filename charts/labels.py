"""Words inside a picture: broken into lines by an estimate, for no font can be measured here."""

from __future__ import annotations

from textwrap import wrap

from charts import palette
from charts.svg import element, text

SIZE = 12.0
LEADING = 14.0
LETTERS = 18
LINES = 3


def lines(words: str, letters: int = LETTERS) -> list[str]:
    """Break a name into at most three lines of about that many letters; the rest is cut by "…"."""
    return wrap(words, letters, max_lines=LINES, placeholder=" …") or [""]


def write(
    words: str,
    x: float,
    y: float,
    *,
    anchor: str = "start",
    below: bool = False,
    letters: int = LETTERS,
) -> str:
    """Write a name at a point: its block of lines stands around it, or hangs ``below`` it."""
    broken = lines(words, letters)
    first = y + SIZE * 0.8 if below else y + SIZE * 0.35 - LEADING * (len(broken) - 1) / 2
    return "".join(
        element(
            "text",
            text(line),
            class_="name",
            x=x,
            y=first + LEADING * place,
            text_anchor=anchor,
            font_family=palette.SANS,
            font_size=SIZE,
            fill=palette.INK_2,
        )
        for place, line in enumerate(broken)
    )
