"""The plumb bar: solid to the proven level, hatched on to the claimed, on a track of the scale."""

from __future__ import annotations

from charts import palette
from charts.levels import marks
from charts.svg import element, percent, picture
from charts.words import level

HATCH = "2 3"
"""Dashes of one thick line, leaned over: strokes at 45 degrees at any width, without a pattern."""

TALL = 20.0
"""Height in pixels from which a bar is marked at its levels."""

MARK = 2.0
"""Width of the line that ends the claim, in pixels."""


def plumb(
    proven: float | None,
    claimed: float | None,
    maximum: float,
    *,
    height: float = 14,
    width: str = "100%",
    label: str = "",
) -> str:
    """Draw proven and claimed on a scale of 0 to ``maximum`` levels, as an SVG string.

    ``width`` is any SVG length ("100%", "76mm"); ``height`` is in pixels. Values outside the
    scale are held to it and proven never passes claimed. None means there is no such level:
    nothing is drawn for it and the text alternative says so; with neither, a broken line tells
    it from a level of 0. ``label`` opens the text alternative.
    """
    shown, said = shares(proven, claimed, maximum)
    known = proven is not None or claimed is not None
    title = f"{label}: {describe(proven, claimed, maximum)}" if label else ""
    return picture(
        (shapes(shown, said, height) if known else _unknown(height)) + _ticks(maximum, height),
        title=title or _sentence(describe(proven, claimed, maximum)),
        class_="plumb",
        attributes={"width": width, "height": f"{height:g}"},
    )


def describe(proven: float | None, claimed: float | None, maximum: float) -> str:
    """What the bar shows, in words: "proven 2.1, claimed 3.4, of 5"."""
    if proven is None and claimed is None:
        return "no level yet"
    said = "not claimed" if claimed is None else f"claimed {level(claimed)}"
    shown = "not proven" if proven is None else f"proven {level(proven)}"
    return f"{shown}, {said}, of {maximum:g}"


def shares(proven: float | None, claimed: float | None, maximum: float) -> tuple[float, float]:
    """Both levels in percent of the scale, 0 for none; proven is held below a claim."""
    shown, said = (0.0 if value is None else percent(value, maximum) for value in (proven, claimed))
    return (shown if claimed is None else min(shown, said), said)


def shapes(proven: float, claimed: float, height: float) -> str:
    """The parts of a bar as wide as its viewport; both levels in percent of it."""
    parts = [_track()]
    if claimed > proven:
        parts.append(_hatch(proven, claimed, height))
    if proven > 0:
        parts.append(_block(proven, "proven", palette.PROVEN))
    if claimed > 0:
        parts.append(_end(claimed))
    return "".join(parts)


def _track() -> str:
    return element("rect", class_="track", width="100%", height="100%", fill=palette.TRACK)


def _unknown(height: float) -> str:
    line = element(
        "line",
        class_="unknown",
        x2="100%",
        y1=height / 2,
        y2=height / 2,
        stroke=palette.INK_3,
        stroke_width=1,
        stroke_dasharray="2 6",
    )
    return _track() + line


def _block(end: float, class_: str, fill: str) -> str:
    return element("rect", class_=class_, width=_percent(end), height="100%", fill=fill)


def _hatch(start: float, end: float, height: float) -> str:
    """Strokes in a frame of their own: nothing has to cover them, so no edge shows a hair."""
    line = element(
        "line",
        class_="claimed",
        x1=-height,
        x2="100%",
        y1=height / 2,
        y2=height / 2,
        stroke=palette.CLAIMED,
        stroke_width=height,
        stroke_dasharray=HATCH,
    )
    # Leaning over, the strokes lose their height at the right: they are moved there first.
    leaning = element("g", line, transform=f"translate({height:g} 0) skewX(-45)")
    return element("svg", leaning, x=_percent(start), width=_percent(end - start), height="100%")


def _end(claimed: float) -> str:
    return element(
        "rect",
        class_="end",
        x=_percent(claimed),
        width=MARK,
        height="100%",
        fill=palette.CLAIMED,
        transform=f"translate({-MARK:g} 0)",
    )


def _ticks(maximum: float, height: float) -> str:
    """Marks at the whole levels of a tall bar, so that the scale below it can be read off."""
    return "".join(
        element(
            "rect",
            class_="tick",
            x=_percent(percent(step, maximum)),
            y=height - 5,
            width=1,
            height=5,
            fill=palette.SURFACE,
        )
        for step in marks(maximum)
        if step < maximum and height >= TALL
    )


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
