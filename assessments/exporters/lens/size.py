"""A lens within the number of characters that AWS takes: the least useful goes first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from assessments.exporters.base import Change
from assessments.lens_limits import LONGEST_LENS
from assessments.lens_nodes import Json

SHORT = 300
"""Characters that are left of a text where all have to be cut."""


def written(lens: Json, *, compact: bool = False) -> str:
    """The file: JSON in UTF-8, indented unless it has to be compact."""
    if compact:
        return json.dumps(lens, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return json.dumps(lens, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def within_limit(lens: Json) -> tuple[str, list[Change]]:
    """The file, and what had to go; the lens itself is changed."""
    text = _readable(lens)
    if text is not None:
        return text, []
    changes: list[Change] = []
    for message, shrink in _STEPS:
        if len(written(lens, compact=True)) <= LONGEST_LENS:
            break
        shrink(lens)
        changes.append(_too_long(message))
    dropped = _drop_questions(lens)
    if dropped:
        changes.append(_too_long(f"its last {dropped} questions are left out."))
    return _readable(lens) or written(lens, compact=True), changes


def _readable(lens: Json) -> str | None:
    """The indented file, if that is short enough."""
    text = written(lens)
    return text if len(text) <= LONGEST_LENS else None


def _too_long(message: str) -> Change:
    return Change(f"The lens has over {LONGEST_LENS:,} characters: {message}")


def _questions(lens: Json) -> Iterator[Json]:
    for pillar in lens["pillars"]:
        yield from pillar["questions"]


def _choices(lens: Json) -> Iterator[Json]:
    for question in _questions(lens):
        yield from question["choices"]


def _drop_additional(lens: Json) -> None:
    for choice in _choices(lens):
        choice.pop("additionalResources", None)


def _drop_helpful(lens: Json) -> None:
    for part in (*_choices(lens), *_questions(lens)):
        part.pop("helpfulResource", None)


def _cut_texts(lens: Json) -> None:
    for question in _questions(lens):
        if "description" in question:
            question["description"] = _short(question["description"])
    for choice in _choices(lens):
        if "improvementPlan" in choice:
            plan = choice["improvementPlan"]
            choice["improvementPlan"] = {"displayText": _short(plan["displayText"])}


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 3].rstrip()}..."


def _drop_questions(lens: Json) -> int:
    """How many of the last questions had to go."""
    beyond, dropped = len(written(lens, compact=True)) - LONGEST_LENS, 0
    while beyond > 0:
        pillar = lens["pillars"][-1]
        beyond -= len(written(pillar["questions"].pop(), compact=True))
        dropped += 1
        if not pillar["questions"]:
            lens["pillars"].pop()
    return dropped


_STEPS: tuple[tuple[str, Callable[[Json], None]], ...] = (
    ("additional resources are left out.", _drop_additional),
    ("helpful resources are left out.", _drop_helpful),
    (f"texts are cut to {SHORT} characters, and addresses of plans left out.", _cut_texts),
)
