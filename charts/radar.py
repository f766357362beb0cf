"""Proven and claimed around a centre: solid and hatched, as on the plumb bar."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from charts import palette
from charts.bars import bars
from charts.labels import LEADING, lines, write
from charts.levels import Row, marks
from charts.plumb import describe
from charts.svg import element, number, percent, picture

WIDTH, HEIGHT, RADIUS = 480.0, 350.0, 122.0
STEP = 5.0
FEWEST = 3

Point = tuple[float, float]


def radar(rows: Sequence[Row], maximum: float, *, label: str = "") -> str:
    """Draw three or more sections as an SVG string; fewer have no area and come as bars.

    The claimed outline is hatched, the proven area solid, both on rings at the whole levels.
    A missing level stands at 0. The text alternative lists every section with its levels.
    """
    if len(rows) < FEWEST:
        return bars(rows, maximum, label=label)
    claimed = _outline([_share(row.claimed, maximum) for row in rows])
    proven = _outline(
        [min(_share(row.proven, maximum), _share(row.claimed, maximum)) for row in rows]
    )
    spoken = "; ".join(f"{row.name}: {describe(row.proven, row.claimed, maximum)}" for row in rows)
    return picture(
        _grid(len(rows), maximum)
        + _hatched(claimed)
        + _polygon(proven, class_="proven", fill=palette.PROVEN)
        + _polygon(claimed, class_="outline", fill="none", stroke=palette.CLAIMED, stroke_width=2)
        + _names(rows),
        title=f"{label}. {spoken}" if label else spoken,
        class_="radar",
        attributes={
            "width": f"{WIDTH:g}",
            "height": f"{HEIGHT:g}",
            "viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}",
        },
    )


def hatch(outline: Sequence[Point], step: float = STEP) -> Iterator[tuple[Point, Point]]:
    """Strokes at 45 degrees that fill a closed outline, ``step`` apart across x + y."""
    edges = list(pairwise([*outline, outline[0]]))
    sums = [x + y for x, y in outline]
    stroke = math.ceil(min(sums) / step) * step
    while stroke < max(sums):
        crossings = sorted(_crossings(edges, stroke))
        yield from zip(crossings[::2], crossings[1::2], strict=False)
        stroke += step


def _crossings(edges: Sequence[tuple[Point, Point]], total: float) -> Iterator[Point]:
    for (x1, y1), (x2, y2) in edges:
        first, second = x1 + y1 - total, x2 + y2 - total
        if (first < 0) != (second < 0):
            along = first / (first - second)
            yield (x1 + (x2 - x1) * along, y1 + (y2 - y1) * along)


def _share(value: float | None, maximum: float) -> float:
    return 0.0 if value is None else percent(value, maximum) / 100


def _at(place: int, count: int, distance: float) -> Point:
    angle = 2 * math.pi * place / count - math.pi / 2
    return (WIDTH / 2 + distance * math.cos(angle), HEIGHT / 2 + distance * math.sin(angle))


def _outline(shares: Sequence[float]) -> list[Point]:
    return [_at(place, len(shares), RADIUS * share) for place, share in enumerate(shares)]


def _polygon(points: Sequence[Point], **attributes: str | float) -> str:
    places = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return element("polygon", points=places, stroke_linejoin="round", **attributes)


def _grid(count: int, maximum: float) -> str:
    parts = [
        _polygon(
            _outline([_share(step, maximum)] * count),
            class_="grid",
            fill="none",
            stroke=palette.LINE,
        )
        for step in marks(maximum)
    ]
    for place in range(count):
        x, y = _at(place, count, RADIUS)
        parts.append(
            element(
                "line",
                class_="grid",
                x1=WIDTH / 2,
                y1=HEIGHT / 2,
                x2=x,
                y2=y,
                stroke=palette.LINE,
            )
        )
    return "".join(parts)


def _hatched(outline: Sequence[Point]) -> str:
    strokes = "".join(
        f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
        for (x1, y1), (x2, y2) in hatch(outline)
    )
    if not strokes:
        return ""
    return element("path", class_="claimed", d=strokes, stroke=palette.CLAIMED, stroke_width=1.4)


def _names(rows: Sequence[Row]) -> str:
    parts = []
    for place, row in enumerate(rows):
        x, y = _at(place, len(rows), RADIUS + 14)
        side = x - WIDTH / 2
        anchor = "middle" if abs(side) < 1 else "start" if side > 0 else "end"
        below = y > HEIGHT / 2 + 1
        if anchor == "middle" and not below:
            # Its last line, not its middle, stands above the tip.
            y -= LEADING * (len(lines(row.name)) - 1) / 2
        parts.append(write(row.name, x, y, anchor=anchor, below=below))
    return "".join(parts)
