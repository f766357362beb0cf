"""A small line over time, with the bounds it is judged by and the gaps it has."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from charts import palette
from charts.svg import element, number, picture
from charts.words import figure

WIDTH, HEIGHT, MARGIN = 200.0, 44.0, 4.0


def sparkline(
    series: Sequence[float | None],
    *,
    low: float | None = None,
    high: float | None = None,
    label: str = "",
    width: float = WIDTH,
    height: float = HEIGHT,
) -> str:
    """Draw points at even distances as an SVG string, ``width`` by ``height`` pixels.

    None (and NaN or infinity) is a gap: the line stops and starts again, and a point alone is a
    dot. Points below ``low`` or above ``high`` are marked by triangles, the bounds by dashes.
    """
    points = [value if value is not None and math.isfinite(value) else None for value in series]
    bounds = [bound for bound in (low, high) if bound is not None and math.isfinite(bound)]
    known = [value for value in points if value is not None]
    plot = _Plot(known + bounds, len(points), width, height)
    parts = [_bound(plot, bound) for bound in bounds]
    parts += [_run(plot, run) for run in _runs(points)]
    parts += [
        _outside(plot, place, value)
        for place, value in enumerate(points)
        if value is not None and _is_outside(value, low, high)
    ]
    last = points[-1] if points else None
    if last is not None and not _is_outside(last, low, high):
        parts.append(_dot(plot, len(points) - 1, last))
    return picture(
        "".join(parts),
        title=f"{label}: {describe(points, low, high)}" if label else describe(points, low, high),
        class_="sparkline",
        attributes={
            "width": f"{width:g}",
            "height": f"{height:g}",
            "viewBox": f"0 0 {width:g} {height:g}",
        },
    )


def describe(points: Sequence[float | None], low: float | None, high: float | None) -> str:
    """What the line shows, in words: points, gaps, extremes and bounds."""
    known = [value for value in points if value is not None]
    if not known:
        return "no points"
    words = f"{len(known)} {'point' if len(known) == 1 else 'points'}"
    if len(known) < len(points):
        words += f", {len(points) - len(known)} missing"
    words += f", from {figure(min(known))} to {figure(max(known))}"
    if low is not None:
        words += f", bound at least {figure(low)}"
    if high is not None:
        words += f", bound at most {figure(high)}"
    return words


class _Plot:
    """Places values in the picture; a flat series lies in its middle."""

    def __init__(self, values: Sequence[float], count: int, width: float, height: float) -> None:
        self.bottom, self.top = (min(values), max(values)) if values else (0.0, 0.0)
        self.count, self.width, self.height = count, width, height

    def x(self, place: int) -> float:
        if self.count < 2:
            return self.width / 2
        return MARGIN + (self.width - 2 * MARGIN) * place / (self.count - 1)

    def y(self, value: float) -> float:
        # Halves first: the span of two huge values must not overflow to infinity.
        span = self.top / 2 - self.bottom / 2
        part = (value / 2 - self.bottom / 2) / span if span > 0 else 0.5
        return self.height - MARGIN - (self.height - 2 * MARGIN) * part


def _runs(points: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    run: list[tuple[int, float]] = []
    for place, value in enumerate(points):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _run(plot: _Plot, run: list[tuple[int, float]]) -> str:
    if len(run) == 1:
        return "" if run[0][0] == plot.count - 1 else _dot(plot, *run[0])
    places = " ".join(f"{number(plot.x(at))},{number(plot.y(value))}" for at, value in run)
    return element(
        "polyline",
        class_="line",
        points=places,
        fill="none",
        stroke=palette.INK_2,
        stroke_width=1.5,
        stroke_linejoin="round",
    )


def _dot(plot: _Plot, place: int, value: float) -> str:
    return element(
        "circle", class_="dot", cx=plot.x(place), cy=plot.y(value), r=2.5, fill=palette.INK
    )


def _bound(plot: _Plot, bound: float) -> str:
    height = plot.y(bound)
    return element(
        "line",
        class_="bound",
        x1=0,
        x2=plot.width,
        y1=height,
        y2=height,
        stroke=palette.WARNING,
        stroke_width=1,
        stroke_dasharray="4 3",
    )


def _outside(plot: _Plot, place: int, value: float) -> str:
    corner = f"M{number(plot.x(place))} {number(plot.y(value) - 3)}"
    return element("path", class_="outside", d=f"{corner}l3 5.4h-6z", fill=palette.FAILING)


def _is_outside(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)
