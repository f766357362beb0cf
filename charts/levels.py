"""What charts of levels are given."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One section or practice: its name and its two levels, None where there is none."""

    name: str
    proven: float | None
    claimed: float | None


def marks(maximum: float) -> tuple[float, ...]:
    """Where a scale of 0 to ``maximum`` is marked: its whole levels, or only its end.

    A scale of more than ten levels, or of less than one, would be a hatching of its own.
    """
    if not 1 <= maximum <= 10:
        return (maximum,)
    return tuple(float(step) for step in range(1, math.floor(maximum) + 1))
