"""What an answer comes to, in words: the risk it leaves, the level a number claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assessments.models import Framework, Question
from assessments.pages import words
from assessments.picture import Picture
from assessments.scale import Risk
from assessments.scoring import QuestionScore

STATES = {Risk.NONE: "pass", Risk.MEDIUM: "warn", Risk.HIGH: "fail"}
"""The state whose shape a risk is shown with."""


@dataclass(frozen=True, slots=True)
class Stake:
    """A risk as a page shows it: of what, with which shape, in which word."""

    name: str
    state: str
    word: str


def risks(score: QuestionScore, question: Question) -> list[Stake]:
    """Claimed and proven risk of a question with risk rules, as far as there is any."""
    if not question.rules:
        return []
    found = {"Claimed risk": score.claimed_risk, "Proven risk": score.risk}
    return [Stake(name, STATES[risk], str(risk)) for name, risk in found.items() if risk]


@dataclass(frozen=True, slots=True)
class Total:
    """How many questions stand at one risk, by what is claimed and by what is proven."""

    name: str
    state: str
    claimed: int
    proven: int


def totals(picture: Picture) -> list[Total]:
    """The risks of the whole assessment, the highest first; none where no question has rules."""
    if not any(question.rules for question in picture.questions):
        return []
    counts = picture.score.overall.risks
    return [
        Total(str(risk).capitalize(), STATES[risk], counts.claimed[risk], counts.proven[risk])
        for risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE)
    ]


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers that claim the same level."""

    numbers: str
    level: str


def bands(question: Question, framework: Framework) -> Sequence[Band]:
    """What a number claims, from the lowest numbers on."""
    ends = [band["at_least"] for band in question.bands[1:]]
    return [
        Band(_between(band["at_least"], end, question.unit), _level(band["score"], framework))
        for band, end in zip_longest(question.bands, ends)
    ]


def _between(start: float | None, end: float | None, unit: str) -> str:
    if start is None:
        return f"below {words.number(end, unit)}" if end is not None else "any number"
    begin = f"from {words.number(start, unit)}"
    return f"{begin} to below {words.number(end, unit)}" if end is not None else f"{begin} on"


def _level(score: float, framework: Framework) -> str:
    level = score * framework.maximum
    whole = round(level)
    exact = abs(level - whole) < 1e-9  # shares of a level are floats
    return words.level_name(framework, whole) if exact else f"{level:.1f}"
