"""The questions of a page: of what kind, asked of whom, counting how much, under what."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessments.importers.base import Problems
from assessments.importers.pages.entries import Asked, Entry
from assessments.importers.pages.keys import Keys, check_length
from assessments.importers.wording import listed, quoted
from assessments.spec import QUESTION_KINDS, QuestionSpec

MAX_WEIGHT = 100
MAX_TIER = 32_767


@dataclass(frozen=True, slots=True)
class Askable:
    """Keys that questions can name: roles in order, those asked where none is named, and groups."""

    roles: Sequence[str]
    usual: Sequence[str]
    groups: Collection[str] = ()


def questions_of(
    asked: Sequence[Asked], askable: Askable, problems: Problems
) -> tuple[QuestionSpec, ...]:
    """The questions in order; without `roles=` the usual roles are asked."""
    keys = Keys("question", problems)
    return tuple(_question(question, keys, askable, problems) for question in asked)


def _question(question: Asked, keys: Keys, askable: Askable, problems: Problems) -> QuestionSpec:
    heading = question.heading
    return QuestionSpec(
        key=keys.take(heading, heading.text),
        text=heading.text,
        roles=_roles(heading, askable, problems),
        help=question.help,
        kind=_kind(heading, problems),
        weight=weight_of(heading, problems),
        levels=question.levels,
        choices=question.choices,
        rules=question.rules,
        bands=question.bands,
        unit=_unit(heading, problems),
        tier=_tier(heading, problems),
        groups=_groups(heading, askable, problems),
        ref=ref_of(heading, problems),
    )


def home_of(entry: Entry, best_practices: Collection[str], problems: Problems) -> str:
    """The key of the best practice in `of=`; empty where the entry is of the practice itself."""
    key = entry.attributes.get("of", "")
    if key and key not in best_practices:
        problems.add(
            entry.line,
            f"The page has no best practice with the key {quoted(key)}.",
            f"Its keys are: {listed(best_practices)}." if best_practices else "",
        )
    return key


def ref_of(entry: Entry, problems: Problems) -> str:
    """What its publisher calls it, as `ref=` says."""
    ref = entry.attributes.get("ref", "")
    if "ref" in entry.attributes:
        check_length(problems, entry.line, "reference", ref)
    return ref


def _kind(entry: Entry, problems: Problems) -> str:
    kind = entry.attributes.get("kind", "level")
    if kind not in QUESTION_KINDS:
        problems.add(
            entry.line,
            f"This version cannot read a question of the kind {quoted(kind)}.",
            f"It reads the kinds {listed(QUESTION_KINDS)}.",
        )
    return kind


def _unit(entry: Entry, problems: Problems) -> str:
    unit = entry.attributes.get("unit", "")
    if "unit" in entry.attributes:
        check_length(problems, entry.line, "unit", unit)
        if entry.attributes.get("kind") != "number":
            problems.add(entry.line, "Only a question of the kind number has a unit.")
    return unit


def _tier(entry: Entry, problems: Problems) -> int | None:
    written = entry.attributes.get("tier")
    if written is None:
        return None
    if written.isascii() and written.isdigit() and len(written) < 6 and int(written) <= MAX_TIER:
        return int(written)
    problems.add(entry.line, f"{quoted(written)} cannot be a tier.", "Write a level such as 2.")
    return None


def _roles(entry: Entry, askable: Askable, problems: Problems) -> tuple[str, ...]:
    if "roles" not in entry.attributes:
        return tuple(askable.usual)
    named = _named(entry, "roles", "The page has no role", askable.roles, problems)
    return tuple(key for key in askable.roles if key in named)


def _groups(entry: Entry, askable: Askable, problems: Problems) -> tuple[str, ...]:
    if "groups" not in entry.attributes:
        return ()
    missing = "The framework has no group"
    named = _named(entry, "groups", missing, askable.groups, problems)
    return tuple(key for key in named if key in askable.groups)


def _named(
    entry: Entry, name: str, missing: str, known: Collection[str], problems: Problems
) -> list[str]:
    """The keys in an attribute, with a problem for each that nothing has."""
    named = [key.strip() for key in entry.attributes[name].split(",")]
    for key in named:
        if key not in known:
            hint = f"Its keys are: {listed(known)}." if known else ""
            problems.add(entry.line, f"{missing} with the key {quoted(key)}.", hint)
    return list(dict.fromkeys(named))


def weight_of(entry: Entry, problems: Problems) -> float:
    """How much it counts, as `weight=` says."""
    written = entry.attributes.get("weight", "1")
    try:
        weight = float(written)
    except ValueError:
        weight = math.nan
    if 0 < weight <= MAX_WEIGHT:
        return weight
    problems.add(
        entry.line,
        f"{quoted(written)} cannot be a weight.",
        f"Write a number above 0, up to {MAX_WEIGHT}; 1 is the usual weight.",
    )
    return 1.0
