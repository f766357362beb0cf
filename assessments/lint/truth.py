"""Every way to answer a question, evaluated: what its rules can come to. Pure.

A way to tick n choices is a number, bit p for the choice at place p; a set of ways is a number with
a bit for each way (`assessments.rules.patterns`). Way 0, nothing ticked, is no answer: no rule is
asked about it, so it is left out everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assessments.rules import Condition, Rule, patterns, table
from assessments.scale import Risk

MOST_CHOICES = 15
"""Choices of a question that are tried in every combination."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What the rules come to in every way to answer.

    `first` holds, rule by rule, the ways in which it is the first true one; `missed` those in which
    none is. They are disjoint and together all ways but the empty one.
    """

    ids: tuple[str, ...]
    rules: tuple[Rule, ...]
    first: tuple[int, ...]
    missed: int

    @classmethod
    def of(cls, ids: Sequence[str], rules: Sequence[Rule]) -> Truth:
        """Try the rules on up to `MOST_CHOICES` choices."""
        left = _answers(len(ids))
        first = []
        for rule in rules:
            true = table(rule.condition, ids) & left
            first.append(true)
            left &= ~true
        return cls(tuple(ids), tuple(rules), tuple(first), left)

    def ways_to(self, risk: Risk) -> int:
        """The ways that come out at this risk; meeting no rule is high."""
        found = self.missed if risk is Risk.HIGH else 0
        for rule, ways in zip(self.rules, self.first, strict=True):
            if rule.risk is risk:
                found |= ways
        return found

    def knows(self, condition: Condition) -> bool:
        """Whether every choice that it speaks of is there."""
        return set(condition.ids) <= set(self.ids)

    def where(self, condition: Condition) -> int:
        """The ways in which a condition is true, whether another rule is first or not."""
        return table(condition, self.ids) & _answers(len(self.ids))

    def ticking(self, choices: Iterable[str]) -> int:
        """The ways that tick one of these choices, or more."""
        known, found = patterns(self.ids), 0
        for choice in choices:
            found |= known[choice]
        return found

    def risk_of(self, ticked: Iterable[str]) -> Risk:
        """What comes out where just these are ticked, one at least."""
        way = 1 << sum(1 << self.ids.index(choice) for choice in ticked)
        return next(risk for risk in Risk if self.ways_to(risk) & way)

    def with_and_without(self, choice: str, risk: Risk) -> tuple[int, int]:
        """The ways without the choice that come out at this risk once it is ticked, and those that
        do as they are; the way that ticks nothing else left out of both."""
        place = self.ids.index(choice)
        ticked = patterns(self.ids)[choice]
        ways = self.ways_to(risk)
        others = _answers(len(self.ids)) & ~ticked
        return (ways & ticked) >> (1 << place) & others, ways & others

    def dead(self, choice: str) -> bool:
        """Whether ticking it never changes the risk of an answer that ticks something else."""
        return all(
            with_it == without
            for with_it, without in (self.with_and_without(choice, risk) for risk in Risk)
        )

    def worsened_by(self, choice: str) -> int:
        """The ways whose risk rises when this choice is ticked too."""
        high_with, high = self.with_and_without(choice, Risk.HIGH)
        medium_with, _ = self.with_and_without(choice, Risk.MEDIUM)
        _, none = self.with_and_without(choice, Risk.NONE)
        return (high_with & ~high) | (medium_with & none)

    def beside(self, choice: str) -> int:
        """The ways with this choice and others whose risk is not that of the choice alone."""
        alone = 1 << (1 << self.ids.index(choice))
        ticked = patterns(self.ids)[choice] & ~alone
        same = next(ways for risk in Risk if (ways := self.ways_to(risk)) & alone)
        return ticked & ~same

    def smallest(self, ways: int) -> tuple[str, ...]:
        """The choices ticked in the way, among these, that ticks the fewest; () of no ways."""
        for size in _by_size(len(self.ids)):
            if found := ways & size:
                way = (found & -found).bit_length() - 1
                return tuple(name for place, name in enumerate(self.ids) if way >> place & 1)
        return ()


def _answers(choices: int) -> int:
    """All ways to tick something."""
    return (1 << (1 << choices)) - 2


@lru_cache(maxsize=MOST_CHOICES + 1)
def _by_size(choices: int) -> tuple[int, ...]:
    """For each number of ticks, the ways that have it."""
    sizes = [1]
    for place in range(choices):
        width = 1 << place
        without, with_it = [*sizes, 0], [0, *sizes]
        sizes = [old | new << width for old, new in zip(without, with_it, strict=True)]
    return tuple(sizes)
