"""What stands below the heading of a question: help, and what its kind of answer needs."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.importers.base import Problems
from assessments.importers.pages.blocks import text_of
from assessments.importers.pages.choices import choices_of, first_choice
from assessments.importers.pages.entries import Asked, Entry
from assessments.importers.pages.levels import help_and_levels
from assessments.importers.pages.lists import Line
from assessments.importers.pages.rules import (
    FENCE,
    bands_of,
    first_band,
    rules_of,
    without_rules,
)
from assessments.spec import LevelSpec

USUAL_KIND = "level"


def asked(
    heading: Entry, body: Sequence[Line], scale: Sequence[LevelSpec], problems: Problems
) -> Asked:
    """The question with all that stands below it; a kind that is not known is left to others."""
    kind = heading.attributes.get("kind", USUAL_KIND)
    if kind in ("single", "multiple"):
        return _with_choices(heading, body, kind, problems)
    if kind == "number":
        above, below = _parted(body, first_band(body))
        return Asked(heading, text_of(above), bands=bands_of(below, problems))
    if kind in ("boolean", "text"):
        return Asked(heading, text_of(body))
    above, levels = help_and_levels(heading.line, body, scale, problems)
    return Asked(heading, text_of(above), levels)


def _with_choices(heading: Entry, body: Sequence[Line], kind: str, problems: Problems) -> Asked:
    outside, inside = without_rules(body)
    above, below = _parted(outside, first_choice(outside))
    choices = choices_of(below, problems)
    if not choices:
        problems.add(
            heading.line,
            f"A question of the kind {kind} has choices, and there are none here.",
            "Write them below the help as `- [ ] Text`.",
        )
    if inside and kind != "multiple":
        message = "Only a question of the kind multiple has risk rules."
        problems.add(inside[0].number, message, f"Leave out the block ```{FENCE}.")
    rules = rules_of(inside, problems)
    return Asked(heading, text_of(above), choices=choices, rules=rules)


def _parted(lines: Sequence[Line], first: int | None) -> tuple[list[Line], list[Line]]:
    """The lines above that number, and the rest; without a number all are above."""
    if first is None:
        return list(lines), []
    above = [line for line in lines if line.number < first]
    return above, [line for line in lines if line.number >= first]
