"""What ticks come to: a level by risk rules, or by the scores of the choices, and its proof.

A question of which several choices can be ticked is judged twice: over what somebody ticked,
which is the claim, and over those of these ticks that evidence supports, which is the proof.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.proof import Artifact, Signal, supports
from assessments.rules import Reading, Rule, Ticks, all_not_applicable, first_true
from assessments.scale import Risk

FRACTIONS = {Risk.NONE: 1.0, Risk.MEDIUM: 0.5, Risk.HIGH: 0.0}
"""What a risk counts as a level. `risk_of` reads each of these as the same risk again."""

RISK_WORDS = {Risk.NONE: "no risk", Risk.MEDIUM: "medium risk", Risk.HIGH: "high risk"}


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    """A choice, and the evidence linked to it alone.

    `score`, 0..1, is what it weighs where there are no rules; None is not scored.
    `none_of_these` stands for nothing of the list. Raises ValueError where it cannot weigh that.
    """

    key: str
    score: float | None = None
    none_of_these: bool = False
    artifacts: tuple[Artifact, ...] = ()
    signals: tuple[Signal, ...] = ()

    def __post_init__(self) -> None:
        if self.score is not None and not 0 <= self.score <= 1:
            raise ValueError(f"Choice {self.key}: it cannot score {self.score}.")


@dataclass(frozen=True, slots=True)
class Options:
    """What can be ticked, and what ticks mean: by the rules, or without any by the scores."""

    choices: tuple[ChoiceFacts, ...]
    rules: tuple[Rule, ...]
    reading: Reading

    @property
    def scored(self) -> bool:
        """Whether ticks can have a level at all."""
        return bool(self.rules) or any(choice.score for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Judged:
    """What ticks come to.

    `ticks` are those that count. `fraction` is None where they have no score, or where the
    question does not apply by them. `why` says it in words.
    """

    ticks: Ticks
    fraction: float | None
    applies: bool
    why: str


def read(ticks: Ticks, options: Options) -> Ticks:
    """The ticks that count.

    Choices that are not there do not, nor does "not applicable" of a choice that is ticked, or
    that stands for none of these. By the strict reading such a choice gives way to the others.
    """
    ticked = {choice.key for choice in options.choices if choice.key in ticks.ticked}
    none = {choice.key for choice in options.choices if choice.none_of_these}
    if options.reading is Reading.STRICT and ticked - none:
        ticked -= none
    keys = {choice.key for choice in options.choices}
    return Ticks(frozenset(ticked), frozenset((ticks.not_applicable & keys) - none - ticked))


def nothing_applies(ticks: Ticks, options: Options) -> bool:
    """Whether nothing is ticked and every choice that can be is marked not applicable."""
    keys = [choice.key for choice in options.choices]
    none = [choice.key for choice in options.choices if choice.none_of_these]
    return all_not_applicable(keys, none, ticks)


def judge(said: Ticks, options: Options) -> Judged:
    """What ticks claim. Total: any ticks come to something.

    By the AWS reading, a question of which every choice is not applicable is without risk; by
    the strict one it does not apply itself.
    """
    ticks = read(said, options)
    if nothing_applies(ticks, options):
        if options.reading is Reading.STRICT:
            return Judged(ticks, None, applies=False, why=STRICT_NOTHING_APPLIES)
        return Judged(ticks, 1.0, applies=True, why=AWS_NOTHING_APPLIES)
    fraction, why = _weigh(ticks, options)
    return Judged(ticks, fraction, applies=True, why=why)


def judge_supported(said: Ticks, options: Options, supported: frozenset[str]) -> Judged:
    """What the same ticks prove: with those alone that are supported.

    Where nothing is ticked, nothing needs support.
    """
    ticks = read(said, options)
    if not ticks.ticked:
        return judge(said, options)
    left = Ticks(ticks.ticked & supported, ticks.not_applicable)
    fraction, why = _weigh(left, options)
    return Judged(left, fraction, applies=True, why=why)


def supported_choices(
    options: Options, artifacts: Sequence[Artifact], signals: Sequence[Signal], *, on: date
) -> frozenset[str]:
    """The choices that evidence supports on a day.

    It needs an accepted artifact in force, behind the choice, its question or its practice
    (`artifacts` and `signals` are of those two), and no counter-evidence among all of these.
    """
    return frozenset(
        choice.key
        for choice in options.choices
        if supports((*artifacts, *choice.artifacts), (*signals, *choice.signals), on=on)
    )


STRICT_NOTHING_APPLIES = (
    "every choice is marked not applicable, so by the strict reading the question is"
)
AWS_NOTHING_APPLIES = (
    "no risk, since every choice is marked not applicable, which the AWS reading lets pass"
)
NO_RULE_HOLDS = "high risk, since no rule holds, so that nothing says it is less"


def _weigh(ticks: Ticks, options: Options) -> tuple[float | None, str]:
    return _by_rules(ticks, options.rules) if options.rules else _by_scores(ticks, options)


def _by_rules(ticks: Ticks, rules: Sequence[Rule]) -> tuple[float, str]:
    """The first rule that holds. Where none does, nothing in the framework calls the ticks fine,
    so they count as high risk."""
    rule = first_true(rules, ticks)
    if rule is None:
        return 0.0, NO_RULE_HOLDS
    written = " ".join(rule.condition.text.split()) or str(rule.condition)
    return FRACTIONS[rule.risk], f"{RISK_WORDS[rule.risk]} by the rule “{written}”"


def _by_scores(ticks: Ticks, options: Options) -> tuple[float | None, str]:
    """The share of the scores that is ticked, without choices that are not applicable."""
    scores = {
        choice.key: choice.score
        for choice in options.choices
        if choice.score is not None and choice.key not in ticks.not_applicable
    }
    total = math.fsum(scores.values())
    if not total:
        return None, "nothing that applies has a score"
    share = math.fsum(score for key, score in scores.items() if key in ticks.ticked) / total
    return min(share, 1.0), f"{share:.0%} of the scores"
