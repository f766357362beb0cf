"""The tree of sections and their questions, ready to be rolled up any number of times."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assessments.question_facts import QuestionFacts
from assessments.trace import Part, PartKind


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A node of the framework's tree, and how much it weighs in its parent.

    Raises ValueError where it cannot weigh that.
    """

    id: str
    parent: str | None
    weight: float = 1

    def __post_init__(self) -> None:
        if not 0 <= self.weight < math.inf:
            raise ValueError(f"Section {self.id}: it cannot weigh {self.weight}.")


Fact = TypeVar("Fact")

Values = Mapping[str, float | None]
"""A fraction per question; None where the question leaves the mean."""

Figures = Mapping[str | None, float | None]
"""A fraction per section, under None that of the whole; None where nothing counts."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The sections with their questions, ready to be rolled up any number of times.

    `bottom_up` has every section after those below it, and at the end None, the whole. `parts`
    and `below` have, per section, what weighs in it and all questions in and under it; `above`
    the section itself and those it stands in, up to the whole. A part that weighs 0 is no part.
    `tiers` has the tier of each question that has one.
    """

    bottom_up: tuple[str | None, ...]
    above: Mapping[str | None, tuple[str | None, ...]]
    parts: Mapping[str | None, tuple[Part, ...]]
    below: Mapping[str | None, tuple[str, ...]]
    tiers: Mapping[str, int]

    @classmethod
    def of(cls, questions: Sequence[QuestionFacts], sections: Sequence[SectionFacts]) -> Tree:
        """The tree of these. Raises ValueError where they are none: an id twice, a section or
        parent that is not there, a section above itself."""
        _refuse_twice([question.id for question in questions])
        _refuse_twice([section.id for section in sections])
        children: dict[str | None, list[SectionFacts]] = {None: []}
        asked: dict[str | None, list[QuestionFacts]] = {None: []}
        for section in sections:
            children[section.id], asked[section.id] = [], []
        for section in sections:
            _at(children, section.parent).append(section)
        for question in questions:
            _at(asked, question.section).append(question)
        bottom_up = _bottom_up(children)
        below: dict[str | None, tuple[str, ...]] = {}
        for at in bottom_up:
            deeper = (key for child in children[at] for key in below[child.id])
            below[at] = (*(question.id for question in asked[at]), *deeper)
        return cls(
            bottom_up=bottom_up,
            above=_above(bottom_up, children),
            parts={at: _parts(asked[at], children[at]) for at in bottom_up},
            below=below,
            tiers={one.id: one.tier for one in questions if one.tier is not None},
        )


Own = Callable[[Tree, str | None, Values, Figures], float | None]
"""Gives the number of one section, from its questions' values and the numbers below it."""


def rolled(tree: Tree, own: Own, values: Values) -> Figures:
    """The number of every section, and of the whole."""
    found: dict[str | None, float | None] = {}
    for at in tree.bottom_up:
        found[at] = own(tree, at, values, found)
    return found


def rolled_again(
    tree: Tree, own: Own, values: Values, before: Figures, changed: Iterable[str]
) -> Figures:
    """As `rolled`, from what it gave `before` values in these sections changed: they and those
    above them are worked out."""
    touched = {at for section in changed for at in tree.above[section]}
    found = dict(before)
    # Deeper sections first: whatever stands below another has more sections above it.
    for at in sorted(touched, key=lambda at: -len(tree.above[at])):
        found[at] = own(tree, at, values, found)
    return found


def gathers(tree: Tree, at: str | None) -> bool:
    """Whether a section has sections below it."""
    return any(part.kind is PartKind.SECTION for part in tree.parts[at])


def mean_of_parts(tree: Tree, at: str | None, values: Values, found: Figures) -> float | None:
    """The weighted mean of a section's parts, those below it being in `found`."""
    return weighted_mean((part.weight, _value(part, values, found)) for part in tree.parts[at])


def weighted_mean(weighted: Iterable[tuple[float, float | None]]) -> float | None:
    """The mean of (weight, value) pairs, weights above 0; pairs without a value leave it.

    None of no pairs. The order does not matter, and it lies between the lowest and the highest.
    """
    pairs = [(weight, value) for weight, value in weighted if value is not None]
    if not pairs:
        return None
    values = [value for _, value in pairs]
    total = math.fsum(weight for weight, _ in pairs)
    mean = math.fsum(weight * value for weight, value in pairs) / total
    return min(max(mean, min(values)), max(values))


def _value(part: Part, values: Values, found: Figures) -> float | None:
    return values[part.id] if part.kind is PartKind.QUESTION else found[part.id]


def _parts(questions: list[QuestionFacts], sections: list[SectionFacts]) -> tuple[Part, ...]:
    parts = [Part(PartKind.QUESTION, question.id, question.weight) for question in questions]
    parts += [Part(PartKind.SECTION, section.id, section.weight) for section in sections]
    return tuple(part for part in parts if part.weight > 0)


def _bottom_up(children: Mapping[str | None, list[SectionFacts]]) -> tuple[str | None, ...]:
    down: list[str | None] = [None]
    for at in down:
        down.extend(section.id for section in children[at])
    if len(down) < len(children):
        unreached = ", ".join(sorted(str(at) for at in children.keys() - set(down)))
        raise ValueError(f"Sections stand above themselves: {unreached}.")
    return tuple(reversed(down))


def _above(
    bottom_up: Sequence[str | None], children: Mapping[str | None, list[SectionFacts]]
) -> dict[str | None, tuple[str | None, ...]]:
    above: dict[str | None, tuple[str | None, ...]] = {None: (None,)}
    for at in reversed(bottom_up):
        above |= {section.id: (section.id, *above[at]) for section in children[at]}
    return above


def _at(places: Mapping[str | None, list[Fact]], at: str | None) -> list[Fact]:
    if at not in places:
        raise ValueError(f"There is no section {at}.")
    return places[at]


def _refuse_twice(ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        twice = sorted(key for key, count in Counter(ids).items() if count > 1)
        raise ValueError(f"These are there twice: {', '.join(twice)}.")
