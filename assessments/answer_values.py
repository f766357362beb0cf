"""From what somebody says to the fraction of the highest level that it claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Band = tuple[float | None, float]
"""What a number claims: from the first (None: from anywhere) up to the next band, the second,
a fraction 0..1 of the highest level."""


def fraction_of_boolean(value: bool) -> float:
    """Yes claims all, no claims nothing."""
    return 1.0 if value else 0.0


def fraction_of_choice(scores: Mapping[str, float | None], chosen: str) -> float | None:
    """The score of the one choice taken; None where it has none or is not there."""
    return scores.get(chosen)


def fraction_of_number(bands: Sequence[Band], value: float) -> float | None:
    """The score of the band that the number lies in; None where it lies in none.

    Bands stand lowest first. A number that is exactly where a band begins lies in that band.
    """
    place = _place(bands, value)
    return None if place is None else bands[place][1]


def number_words(bands: Sequence[Band], value: float, unit: str = "") -> str:
    """The number with its unit, and the bounds of its band: `12 days, from 10 to below 24`."""
    said = f"{_figure(value)} {unit}".strip()
    place = _place(bands, value)
    if place is None:
        return f"{said}, in no band"
    lower = bands[place][0]
    upper = bands[place + 1][0] if place + 1 < len(bands) else None
    bounds = [f"from {_figure(lower)}"] if lower is not None else []
    if upper is not None:
        bounds.append(f"to below {_figure(upper)}" if bounds else f"below {_figure(upper)}")
    return f"{said}, {' '.join(bounds) or 'whatever the number'}"


def _place(bands: Sequence[Band], value: float) -> int | None:
    begun = [place for place, (low, _) in enumerate(bands) if low is None or low <= value]
    return begun[-1] if begun else None


def _figure(value: float) -> str:
    return f"{value:.10g}"
