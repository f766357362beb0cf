"""A metric over a stretch of time: its points, the bounds that judge it, and both axes in words."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts import palette
from charts.svg import element, number, picture, text
from charts.words import MONTHS, number_unit

WIDTH, HEIGHT = 720.0, 232.0
LEFT, RIGHT, TOP, BOTTOM = 8.0, 148.0, 10.0, 28.0
HEADROOM = 1.08
LETTERS = 15.0
PLOT_END = WIDTH - RIGHT + 8


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound to draw, and what it is called."""

    value: float
    name: str


@dataclass(frozen=True, slots=True)
class Series:
    """What to draw: points of a metric from ``start`` to ``end``, all in one time zone.

    The first of the bounds is the one whose bad side is marked.
    """

    points: Sequence[tuple[dt.datetime, float]]
    start: dt.datetime
    end: dt.datetime
    bounds: Sequence[Bound] = ()
    good_is_low: bool = True
    unit: str = ""
    label: str = ""


def series_chart(series: Series) -> str:
    """Draw a series as an SVG string, 720 by 232 pixels.

    The vertical axis begins at zero unless a value is below. Points on the bad side of the first
    bound are triangles. Points that are not finite or lie outside of the time are left out; the
    text alternative says how many there are, their range and the bounds.
    """
    shown = [
        (at, value)
        for at, value in series.points
        if math.isfinite(value) and series.start <= at <= series.end
    ]
    values = [value for _, value in shown]
    plot = _Plot([*values, *(bound.value for bound in series.bounds)], series.start, series.end)
    drawn = [_grid(plot, series.unit), _times(series.start, series.end)]
    drawn += [_bound(plot, bound) for bound in series.bounds]
    drawn += _names(plot, series)
    drawn.append(_line(plot, shown))
    drawn += [_point(plot, at, value, series) for at, value in shown]
    said = describe(values, series.bounds, series.unit)
    return picture(
        "".join(drawn),
        title=f"{series.label}: {said}" if series.label else said,
        class_="series",
        attributes={
            "width": f"{WIDTH:g}",
            "height": f"{HEIGHT:g}",
            "viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}",
        },
    )


def describe(values: Sequence[float], bounds: Sequence[Bound], unit: str) -> str:
    """What the chart shows, in words."""
    said = [f"{bound.name} {number_unit(bound.value, unit)}" for bound in bounds]
    if values:
        count = f"{len(values)} {'point' if len(values) == 1 else 'points'}"
        low, high = (number_unit(value, unit) for value in (min(values), max(values)))
        said.insert(0, f"{count} from {low} to {high}")
    else:
        said.insert(0, "no points")
    return ", ".join(said)


class _Plot:
    """Places moments and values in the picture."""

    def __init__(self, values: Sequence[float], start: dt.datetime, end: dt.datetime) -> None:
        self.low = min([0.0, *values])
        self.high = max([0.0, *values]) * HEADROOM or 1.0
        self.start, self.length = start, (end - start).total_seconds()

    def x(self, at: dt.datetime) -> float:
        part = (at - self.start).total_seconds() / self.length if self.length > 0 else 0.5
        return LEFT + (WIDTH - LEFT - RIGHT) * part

    def y(self, value: float) -> float:
        # Halves first: the span of two huge values must not overflow to infinity.
        span = self.high / 2 - self.low / 2
        part = (value / 2 - self.low / 2) / span if span > 0 else 0.5
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part


def _grid(plot: _Plot, unit: str) -> str:
    """The line at zero; its figure stands with the unit."""
    at = plot.y(0.0)
    line = element(
        "line", class_="grid", x1=0, x2=PLOT_END, y1=at, y2=at, stroke=palette.LINE, stroke_width=1
    )
    return line + _words(number_unit(0.0, unit), 0, at - 5, "start")


def _times(start: dt.datetime, end: dt.datetime) -> str:
    middle = start + (end - start) / 2
    places = ((start, 0.0, "start"), (middle, PLOT_END / 2, "middle"), (end, PLOT_END, "end"))
    return "".join(_words(_moment(at), x, HEIGHT - 8, anchor) for at, x, anchor in places)


def _moment(at: dt.datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]}, {at:%H:%M}"


def _bound(plot: _Plot, bound: Bound) -> str:
    at = plot.y(bound.value)
    return element(
        "line",
        class_="bound",
        x1=0,
        x2=PLOT_END,
        y1=at,
        y2=at,
        stroke=palette.WARNING,
        stroke_width=1,
        stroke_dasharray="4 3",
    )


def _names(plot: _Plot, series: Series) -> Iterator[str]:
    """The bounds' names beside their lines, from the top down, none covering another."""
    free = 0.0
    for bound in sorted(series.bounds, key=lambda bound: -bound.value):
        at = max(plot.y(bound.value) + 4, free)
        words = f"{bound.name} {number_unit(bound.value, series.unit)}"
        yield _words(words, PLOT_END + 8, at, "start")
        free = at + LETTERS


def _line(plot: _Plot, shown: Sequence[tuple[dt.datetime, float]]) -> str:
    places = " ".join(f"{number(plot.x(at))},{number(plot.y(value))}" for at, value in shown)
    return element(
        "polyline",
        class_="line",
        points=places,
        fill="none",
        stroke=palette.INK_3,
        stroke_width=1.25,
        stroke_linejoin="round",
    )


def _point(plot: _Plot, at: dt.datetime, value: float, series: Series) -> str:
    x, y = plot.x(at), plot.y(value)
    if series.bounds and _is_bad(value, series.bounds[0].value, series.good_is_low):
        corner = f"M{number(x)} {number(y - 3.5)}"
        return element("path", class_="outside", d=f"{corner}l3.5 6.3h-7z", fill=palette.FAILING)
    return element("circle", class_="dot", cx=x, cy=y, r=2, fill=palette.INK)


def _is_bad(value: float, bound: float, good_is_low: bool) -> bool:
    return value > bound if good_is_low else value < bound


def _words(words: str, x: float, y: float, anchor: str) -> str:
    return element(
        "text",
        text(words),
        class_="words",
        x=x,
        y=y,
        text_anchor=anchor,
        font_family=palette.SANS,
        font_size=12,
        fill=palette.INK_2,
    )
