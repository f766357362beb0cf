"""How much of something is done, as a bar."""

from __future__ import annotations

from charts import palette
from charts.svg import element, percent, picture


def progress(
    done: float, total: float, *, height: float = 6, width: str = "100%", label: str = ""
) -> str:
    """Draw ``done`` of ``total`` as an SVG string; ``label`` opens its text alternative."""
    said = f"{done:g} of {total:g}"
    filled = f"{percent(done, total):.2f}".rstrip("0").rstrip(".")
    return picture(
        element("rect", class_="track", width="100%", height="100%", fill=palette.TRACK)
        + element("rect", class_="done", width=f"{filled}%", height="100%", fill=palette.INK_2),
        title=f"{label}: {said}" if label else said,
        class_="progress-bar",
        attributes={"width": width, "height": f"{height:g}"},
    )
