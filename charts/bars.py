"""One plumb bar per section under a common scale, as one picture."""

from __future__ import annotations

from collections.abc import Sequence

from charts import palette, plumb
from charts.labels import LEADING, lines, write
from charts.levels import Row, marks
from charts.svg import element, percent, picture, text
from charts.words import level

WIDTH = 640.0
NAMES, FIGURES = 190.0, 76.0
BAR, TOP, GAP = 14.0, 22.0, 12.0
LETTERS = 30


def bars(rows: Sequence[Row], maximum: float, *, label: str = "") -> str:
    """Draw the sections from top to bottom as an SVG string, 640 pixels wide.

    Each has its name, its bar and its two levels in figures; the whole levels of the scale stand
    above. The text alternative lists every section with its levels.
    """
    heights = [max(BAR, LEADING * len(lines(row.name, LETTERS))) + GAP for row in rows]
    tops = [TOP + sum(heights[:place]) for place in range(len(rows))]
    height = TOP + sum(heights)
    spoken = "; ".join(
        f"{row.name}: {plumb.describe(row.proven, row.claimed, maximum)}" for row in rows
    )
    drawn = "".join(
        _row(row, maximum, top, tall) for row, top, tall in zip(rows, tops, heights, strict=True)
    )
    return picture(
        _scale(maximum, height) + drawn,
        title=". ".join(part for part in (label, spoken) if part) or "no sections",
        class_="bars",
        attributes={
            "width": f"{WIDTH:g}",
            "height": f"{height:g}",
            "viewBox": f"0 0 {WIDTH:g} {height:g}",
        },
    )


def _scale(maximum: float, height: float) -> str:
    """Hairlines and figures at the marks of the scale."""
    wide = WIDTH - NAMES - FIGURES
    return "".join(
        element(
            "line",
            class_="grid",
            x1=NAMES + wide * percent(step, maximum) / 100,
            x2=NAMES + wide * percent(step, maximum) / 100,
            y1=TOP - 6,
            y2=height - GAP + 4,
            stroke=palette.LINE,
        )
        + _figure(f"{step:g}", NAMES + wide * percent(step, maximum) / 100, TOP - 10, "middle")
        for step in (0, *marks(maximum))
    )


def _row(row: Row, maximum: float, top: float, tall: float) -> str:
    middle = top + (tall - GAP) / 2
    bar = element(
        "svg",
        plumb.shapes(*plumb.shares(row.proven, row.claimed, maximum), BAR),
        class_="plumb",
        x=NAMES,
        y=middle - BAR / 2,
        width=WIDTH - NAMES - FIGURES,
        height=BAR,
    )
    figures = f"{level(row.proven)} / {level(row.claimed)}"
    return (
        write(row.name, 0, middle, letters=LETTERS)
        + bar
        + _figure(figures, WIDTH, middle + 4, "end")
    )


def _figure(words: str, x: float, y: float, anchor: str) -> str:
    return element(
        "text",
        text(words),
        class_="figure-text",
        x=x,
        y=y,
        text_anchor=anchor,
        font_family=palette.SANS,
        font_size=12,
        fill=palette.INK_2,
    )
