"""What each level of the scale means for one question: `0. Absent: Calls are direct.`"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assessments.importers.base import Problems
from assessments.importers.pages.keys import check_length
from assessments.importers.pages.lists import Item, Line, items_in
from assessments.importers.wording import fold, plain, quoted, title_and_rest
from assessments.spec import LevelSpec

_NUMBERED_BULLET = re.compile(r"(\d{1,3})[.:)]?\s+(\S.*)")


def help_and_levels(
    question: int, lines: Sequence[Line], scale: Sequence[LevelSpec], problems: Problems
) -> tuple[list[Line], tuple[LevelSpec, ...]]:
    """The lines above the first level, which are help, and the levels; none, or the whole scale.

    A level is a numbered line, or a bullet that begins with a number. `question` is the line that
    a missing level is noted for.
    """
    items, _ = items_in(lines)
    first = next((item.line for item in items if _numbered(item)), None)
    if first is None:
        return list(lines), ()
    below = [line for line in lines if line.number >= first]
    levels = _levels(below, scale, problems)
    missing = [f"{level.value} {level.name}" for level in scale if level.value not in levels]
    if missing:
        problems.add(
            question,
            f"Not every level is described; these are missing: {', '.join(missing)}.",
            "Describe all levels of the scale, or none.",
        )
    help_lines = [line for line in lines if line.number < first]
    return help_lines, tuple(levels[value] for value in sorted(levels))


def _levels(
    lines: Sequence[Line], scale: Sequence[LevelSpec], problems: Problems
) -> dict[int, LevelSpec]:
    items, strays = items_in(lines)
    for stray in strays:
        problems.add(stray.number, "This stands below the levels.", "Put it above them, as help.")
    names = {level.value: level for level in scale}
    found: dict[int, LevelSpec] = {}
    for item in items:
        numbered = _numbered(item)
        if numbered is None or item.nested:
            problems.add(item.line, "This is not a level.", "Write `0. Name: description` lines.")
        elif numbered[0] not in names:
            problems.add(item.line, f"The scale has no level {numbered[0]}.")
        elif numbered[0] in found:
            problems.add(item.line, f"Level {numbered[0]} is described twice.")
        else:
            value, text = numbered
            found[value] = _described(item.line, names[value], text, scale, problems)
    return found


def _numbered(item: Item) -> tuple[int, str] | None:
    """The value and the words of a level; None if the item is none."""
    if item.number is not None:
        return item.number, plain(item.text)
    match = _NUMBERED_BULLET.fullmatch(plain(item.text))
    return (int(match[1]), match[2]) if match else None


def _described(
    line: int, level: LevelSpec, text: str, scale: Sequence[LevelSpec], problems: Problems
) -> LevelSpec:
    name, rest = title_and_rest(text)
    named = fold(name)
    if named == fold(level.name):
        text = rest
    elif named in {fold(other.name) for other in scale}:
        problems.add(
            line,
            f"Level {level.value} of the scale is {quoted(level.name)}, not {quoted(name)}.",
            "Change the number or the name.",
        )
    check_length(problems, line, "level description", text)
    return replace(level, description=text)
