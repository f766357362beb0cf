"""What charts of levels are given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One section or practice: its name and its two levels, None where there is none."""

    name: str
    proven: float | None
    claimed: float | None
