"""Why a number is what it is: the formula, the rule in words, what went in, what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FORMULA = "2026-11"
"""The version of the scoring formula. Numbers of two versions are not compared unexplained.

It changes when the same facts come to another number. That there are ticks, risk rules and the
roll-up of SAMM since is not such a change: what there was before comes to what it came to.
"""


class PartKind(StrEnum):
    """What a section's number is made of."""

    QUESTION = "question"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Part:
    """A question or section that counts towards its section, and how much it weighs there."""

    kind: PartKind
    id: str
    weight: float


Inputs = tuple[tuple[str, str], ...]
"""What went into a number, as pairs of a label and a value, both ready to be shown."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The account of one number. `rule` is whole sentences in plain English."""

    rule: str
    inputs: Inputs
    parts: tuple[Part, ...] = ()
    formula: str = FORMULA
