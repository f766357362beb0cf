"""What stands below a question beside choices and levels: risk rules, and the bands of a number."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assessments.importers.base import Problems
from assessments.importers.pages.choices import share
from assessments.importers.pages.lists import Line, items_in
from assessments.importers.wording import listed, quoted
from assessments.rules import ConditionError, parse
from assessments.spec import RISKS, BandSpec, RiskRuleSpec

FENCE = "risk"
"""What follows the marks of the fence around risk rules."""

_OPENING = re.compile(rf" {{0,3}}(?:`{{3,}}|~{{3,}})\s*{FENCE}\s*")
_RULE = re.compile(r"(\w+)\s*:(.*)")
_BAND = re.compile(r"(?:less|from\s+(?P<bound>\S+))\s*:(?P<score>.*)")
_LARGEST = 1e15


def without_rules(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines outside of the fences with risk rules, and those within."""
    outside: list[Line] = []
    inside: list[Line] = []
    opened = ""
    for line in lines:
        if not opened and line.fenced and _OPENING.fullmatch(line.text):
            opened = line.text.strip()[:3]
        elif opened and line.text.strip().startswith(opened):
            opened = ""
        else:
            (inside if opened else outside).append(line)
    return outside, inside


def rules_of(lines: Sequence[Line], problems: Problems) -> tuple[RiskRuleSpec, ...]:
    """The rules on the lines `risk: condition`, the first that is true first."""
    written = [line for line in lines if line.text.strip()]
    return tuple(_rule(line, problems) for line in written)


def _rule(line: Line, problems: Problems) -> RiskRuleSpec:
    match = _RULE.fullmatch(line.text.strip())
    if match is None or match[1] not in RISKS:
        problems.add(
            line.number,
            "This is not a risk rule.",
            f"Write `risk: condition`; the risks are {listed(RISKS)}.",
        )
        return RiskRuleSpec("default", "none")
    try:
        parse(match[2])
    except ConditionError as error:
        problems.add(line.number, f"This condition cannot be read. {error}")
    return RiskRuleSpec(match[2].strip(), match[1])


def first_band(lines: Sequence[Line]) -> int | None:
    """The number of the line of the first band; None where there is none."""
    items, _ = items_in(lines)
    return next((item.line for item in items if _BAND.fullmatch(item.text)), None)


def bands_of(lines: Sequence[Line], problems: Problems) -> tuple[BandSpec, ...]:
    """The bands of a number: `- less: 0`, then `- from 80: 0.5` and so on, rising."""
    items, strays = items_in(lines)
    for stray in strays:
        problems.add(stray.number, "This stands below the bands.", "Put it above them, as help.")
    bands: list[BandSpec] = []
    for item in items:
        match = _BAND.fullmatch(item.text)
        if match is None or item.nested:
            hint = "Write `- less: score` and then `- from number: score`."
            problems.add(item.line, "This is not a band.", hint)
            continue
        bound = None if match["bound"] is None else _bound(item.line, match["bound"], problems)
        _check_order(item.line, bands, bound, problems)
        bands.append(BandSpec(bound, share(item.line, match["score"].strip(), problems)))
    return tuple(bands)


def _bound(line: int, written: str, problems: Problems) -> float:
    try:
        bound = float(written)
    except ValueError:
        bound = math.nan
    if abs(bound) <= _LARGEST:
        return bound
    problems.add(line, f"{quoted(written)} is no number.", "Write one such as 80 or 99.5.")
    return 0.0


def _check_order(
    line: int, bands: Sequence[BandSpec], bound: float | None, problems: Problems
) -> None:
    if (bound is None) == bool(bands):
        problems.add(
            line,
            "The first band, and no other, is `less`.",
            "Write `- less: score` for all that lies below the second band.",
        )
    reached = bands[-1].at_least if bands else None
    if bound is not None and reached is not None and bound <= reached:
        problems.add(line, "Each band begins above the one before it.", "Put them in order.")
