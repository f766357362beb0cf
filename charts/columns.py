"""How many ended well and how many did not, hour by hour, as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts import palette
from charts.svg import element, picture, text

WIDTH, HEIGHT = 720.0, 168.0
LEFT, RIGHT, TOP, BOTTOM = 0.0, 8.0, 20.0, 26.0
GAP = 4.0
THINNEST = 2.0
HOURS_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One stretch of time: when it begins, what ended well, what failed."""

    start: dt.datetime
    done: int
    failed: int


def columns_chart(columns: Sequence[Column], *, label: str = "") -> str:
    """Draw columns as an SVG string, 720 by 168 pixels.

    Failures stand on top, in another colour and apart by a gap, and their number is written above
    them. The scale begins at zero; its top is said in a figure. Anything but nothing is at least
    two pixels high.
    """
    most = max([1, *(column.done + column.failed for column in columns)])
    drawn = [_line(HEIGHT - BOTTOM), _line(TOP), _words(f"{most:,}", LEFT, TOP - 6, "start")]
    for place, column in enumerate(columns):
        drawn += _column(column, place, len(columns), most)
    said = describe(columns)
    return picture(
        "".join(drawn),
        title=f"{label}: {said}" if label else said,
        class_="columns",
        attributes={
            "width": f"{WIDTH:g}",
            "height": f"{HEIGHT:g}",
            "viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}",
        },
    )


def describe(columns: Sequence[Column]) -> str:
    """What the chart shows, in words."""
    done, failed = (sum(getattr(one, name) for one in columns) for name in ("done", "failed"))
    said = f"{done:,} done and {failed:,} failed in {len(columns)} hours"
    if not done + failed:
        return said
    busiest = max(columns, key=lambda one: one.done + one.failed)
    return f"{said}, most from {busiest.start:%H:%M} on: {busiest.done + busiest.failed:,}"


def _column(column: Column, place: int, count: int, most: int) -> Iterator[str]:
    wide = (WIDTH - LEFT - RIGHT) / max(count, 1)
    x, width = LEFT + wide * place + GAP / 2, wide - GAP
    bottom, tall = HEIGHT - BOTTOM, HEIGHT - TOP - BOTTOM
    if column.done:
        height = max(tall * column.done / most, THINNEST)
        bottom -= height
        yield element(
            "rect", class_="done", y=bottom, height=height, fill=palette.INK_3, x=x, width=width
        )
    if column.failed:
        height = max(tall * column.failed / most, THINNEST)
        bottom = max(bottom - height - 1, 0.0)
        yield element(
            "rect", class_="failed", y=bottom, height=height, fill=palette.FAILING, x=x, width=width
        )
        yield _words(f"{column.failed:,}", x + width / 2, max(bottom - 4, 10), "middle", "count")
    if column.start.hour % HOURS_BETWEEN == 0 and column.start.minute == 0:
        yield _words(f"{column.start:%H:%M}", x + width / 2, HEIGHT - 8, "middle")


def _line(at: float) -> str:
    return element(
        "line", class_="grid", x1=0, x2=WIDTH, y1=at, y2=at, stroke=palette.LINE, stroke_width=1
    )


def _words(words: str, x: float, y: float, anchor: str, style: str = "words") -> str:
    return element(
        "text",
        text(words),
        class_=style,
        x=x,
        y=y,
        text_anchor=anchor,
        font_family=palette.SANS,
        font_size=12,
        fill=palette.FAILING if style == "count" else palette.INK_2,
    )
