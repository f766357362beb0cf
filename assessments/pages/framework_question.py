"""One question of a framework to read: its choices, conditions and bands, and the lint's marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.models import QuestionKind
from assessments.pages.framework_lint import Tally, Values, tally_of
from assessments.pages.rule_words import condition_words, letter
from assessments.spec import ChoiceSpec, LevelSpec, QuestionSpec

RISKS = {"high": ("fail", "High risk"), "medium": ("warn", "Medium risk")}
"""The state and the words of each risk that is one."""

NO_RISK = ("pass", "No risk")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, the letter that conditions call it by (none where there are no conditions), and
    the marks on it."""

    letter: str
    choice: ChoiceSpec
    marks: Sequence[Values]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A risk rule: the state and the words of its risk, when it comes out in words, and the
    condition as it is written."""

    state: str
    risk: str
    when: str
    condition: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the names of the roles it is asked of and of its groups, and its marks."""

    question: QuestionSpec
    roles: Sequence[str]
    everyone: bool
    groups: Sequence[str]
    every_mark: Sequence[Values]

    @property
    def kind(self) -> str:
        """How it is answered, in words."""
        many, unit = len(self.question.choices), self.question.unit
        if self.question.kind == QuestionKind.SINGLE:
            return f"one of {many} choice{'' if many == 1 else 's'}"
        if self.question.kind == QuestionKind.MULTIPLE:
            return f"any of {many} choice{'' if many == 1 else 's'}"
        words = str(QuestionKind(self.question.kind).label).lower()
        return f"{words} of {unit}" if unit else words

    @property
    def about(self) -> Sequence[str]:
        """What holds for this question and not for every one."""
        question = self.question
        said = [] if self.everyone else [f"asked of {', '.join(self.roles)}"]
        if question.weight != 1:
            said.append(f"weighs {question.weight:g}")
        if question.tier:
            said.append(f"stands on level {question.tier} of its practice")
        if self.groups:
            said.append(f"in {', '.join(self.groups)}")
        return said

    @property
    def tally(self) -> Tally:
        """How many marks are on it and its choices."""
        return tally_of(self.every_mark)

    @property
    def plain(self) -> bool:
        """Whether there is nothing to it but its words."""
        question = self.question
        return not (
            question.help
            or question.choices
            or question.rules
            or question.bands
            or question.levels
            or question.resources
            or self.every_mark
        )

    @property
    def marks(self) -> Sequence[Values]:
        """Those on the question itself."""
        known = {choice.key for choice in self.question.choices}
        return [mark for mark in self.every_mark if mark["choice"] not in known]

    @property
    def levels(self) -> Sequence[LevelSpec]:
        """What each level looks like here; empty where the framework's own words stand."""
        return self.question.levels

    @property
    def options(self) -> Sequence[Option]:
        """Its choices in order."""
        letters = self._letters if self.question.rules else {}
        return [
            Option(
                letters.get(choice.key, ""),
                choice,
                [mark for mark in self.every_mark if mark["choice"] == choice.key],
            )
            for choice in self.question.choices
        ]

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """Its risk rules, the first that is true first."""
        letters = self._letters
        return [
            Outcome(
                *RISKS.get(rule.risk, NO_RISK),
                condition_words(rule.condition, letters, first=place == 0),
                rule.condition,
            )
            for place, rule in enumerate(self.question.rules)
        ]

    @property
    def bands(self) -> Sequence[tuple[str, float]]:
        """From where on a number claims which share of the highest level."""
        unit = f" {self.question.unit}" if self.question.unit else ""
        return [
            (
                "below that" if band.at_least is None else f"from {band.at_least:,g}{unit}",
                band.score,
            )
            for band in reversed(self.question.bands)
        ]

    @property
    def _letters(self) -> Mapping[str, str]:
        return {choice.key: letter(place) for place, choice in enumerate(self.question.choices)}
