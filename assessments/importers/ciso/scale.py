"""A library's score scale as levels."""

from __future__ import annotations

from collections.abc import Mapping

from assessments.importers.ciso.words import Words, whole
from assessments.importers.nodes import Node
from assessments.importers.oddities import Oddities
from assessments.importers.wording import as_markdown, shortened
from assessments.spec import DEFAULT_LEVELS, LENGTHS, ChoiceSpec, LevelSpec

MAX_LEVELS = 11
"""Levels of a scale at most; a longer one is a percentage or a sum, which nobody answers with."""
MIN_LEVELS = 2
HIGHEST = 1_000
"""The highest score that can be a level."""

_TAKEN = "Plumbline's own levels, Absent to Optimizing, were taken."


def levels_of(framework: Node, words: Words, oddities: Oddities) -> tuple[LevelSpec, ...]:
    """The scores of the scale, lowest first, as far as they can be levels; else Plumbline's own."""
    named = _of_framework(framework, words)
    low, high = whole(framework, "min_score"), whole(framework, "max_score")
    if named and (low is None or high is None):
        low, high = min(named), max(named)
    if low is None or high is None:
        oddities.note(framework, f"The library has no scale. {_TAKEN}")
        return DEFAULT_LEVELS
    within = {score: level for score, level in named.items() if low <= score <= high}
    if len(within) < len(named):
        message = f"Scores beyond the scale from {low} to {high} are described and were left out."
        oddities.note(framework.get("scores_definition"), message)
    values = _values(low, high, within)
    if not values or (not within and values == [level.value for level in DEFAULT_LEVELS]):
        oddities.note(framework, f"The scale from {low} to {high} names no levels. {_TAKEN}")
        return DEFAULT_LEVELS
    if len(within) < len(values):
        message = "Not every score of the scale has a name; those without are called by number."
        oddities.note(framework, message)
    return tuple(within.get(value) or LevelSpec(value, f"Level {value}") for value in values)


def _values(low: int, high: int, named: Mapping[int, LevelSpec]) -> list[int]:
    """The scores that are levels; none where the scale cannot be one of levels."""
    if not 0 <= low < high <= HIGHEST:
        return []
    if high - low < MAX_LEVELS:
        return list(range(low, high + 1))
    return sorted(named) if MIN_LEVELS <= len(named) <= MAX_LEVELS and max(named) > 0 else []


def alternatives_of(framework: Node, words: Words) -> dict[str, tuple[ChoiceSpec, ...]]:
    """Other scales that requirements can name, as choices, each worth its share of the highest."""
    found = framework.get("scores_definition").get("alternatives")
    names = found.value if isinstance(found.value, dict) else {}
    scales = {name: _named(found, name, words) for name in names}
    return {name: _choices(scale) for name, scale in scales.items() if len(scale) >= MIN_LEVELS}


def _choices(scale: Mapping[int, LevelSpec]) -> tuple[ChoiceSpec, ...]:
    low, high = min(scale), max(scale)
    return tuple(
        ChoiceSpec(
            key=f"score-{score}",
            text=level.name,
            description=as_markdown(level.description),
            score=(score - low) / (high - low),
        )
        for score, level in sorted(scale.items())
    )


def _of_framework(framework: Node, words: Words) -> dict[int, LevelSpec]:
    definition = framework.get("scores_definition")
    if definition.has("scale"):
        return _named(definition, "scale", words)
    return {} if definition.has("alternatives") else _named(framework, "scores_definition", words)


def _named(whose: Node, key: str, words: Words) -> dict[int, LevelSpec]:
    """The scores of a list that have a name."""
    found = {}
    for entry in whose.objects(key):
        score = whole(entry, "score")
        name = words.line(entry, "name")
        if score is not None and name:
            about = words.line(entry, "description")
            found[score] = LevelSpec(
                score,
                shortened(name, LENGTHS["level"]),
                shortened(about, LENGTHS["level description"]),
            )
    return found
