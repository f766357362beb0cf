"""The scale of a framework, and how a fraction of it reads: as a level, a rating, a risk.

Scores are fractions, 0..1, of the highest level. They are floats, so every comparison with a
bound allows for `TOLERANCE`: a mean of three levels 3 of 5 has reached level 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels of a framework, lowest first, each higher than the one before, none negative.

    Raises ValueError where they are not.
    """

    values: tuple[int, ...]

    def __post_init__(self) -> None:
        rising = all(low < high for low, high in pairwise(self.values))
        if not self.values or self.values[0] < 0 or self.values[-1] == 0 or not rising:
            raise ValueError(f"A scale rises from 0 or more: {self.values} does not.")

    @property
    def maximum(self) -> int:
        """The highest level, of which every score is a fraction."""
        return self.values[-1]

    def reached(self, fraction: float) -> int:
        """The highest level that the fraction reaches; 0 where it reaches none."""
        height = fraction * self.maximum + TOLERANCE
        return max((value for value in self.values if value <= height), default=0)

    def floor(self, fraction: float) -> float:
        """The fraction rounded down to a level of the scale."""
        return self.reached(fraction) / self.maximum


DEFAULT_SCALE = Scale((0, 1, 2, 3, 4, 5))


def level(fraction: float, scale: Scale) -> float:
    """The fraction in levels of the scale, rounded to one decimal, for display."""
    return round(fraction * scale.maximum, 1)


class Rating(StrEnum):
    """How far something is achieved, after ISO/IEC 33020."""

    NOT = "N"
    PARTIALLY = "P"
    LARGELY = "L"
    FULLY = "F"


def rating_of(fraction: float) -> Rating:
    """N up to 15 %, P up to 50 %, L up to 85 %, F above."""
    for bound, rating in ((0.15, Rating.NOT), (0.5, Rating.PARTIALLY), (0.85, Rating.LARGELY)):
        if fraction <= bound + TOLERANCE:
            return rating
    return Rating.FULLY


class Risk(StrEnum):
    """What a low level puts at stake."""

    HIGH = "high"
    MEDIUM = "medium"
    NONE = "none"


def risk_of(fraction: float) -> Risk:
    """High below 40 %, medium below 80 %, else none."""
    if fraction < 0.4 - TOLERANCE:
        return Risk.HIGH
    return Risk.MEDIUM if fraction < 0.8 - TOLERANCE else Risk.NONE


def worse(one: Risk, other: Risk) -> Risk:
    """The higher of two risks."""
    return min(one, other, key=list(Risk).index)
