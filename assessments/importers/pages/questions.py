"""The questions of a page: of what kind, asked of whom, counting how much, under what."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from assessments.importers.base import Problems
from assessments.importers.pages.entries import Asked, Entry
from assessments.importers.pages.keys import Keys
from assessments.importers.wording import listed, quoted
from assessments.spec import QuestionSpec

QUESTION_KINDS = ("level",)
"""The kinds of question that this version reads."""
MAX_WEIGHT = 100


def questions_of(
    asked: Sequence[Asked], roles: Sequence[str], problems: Problems
) -> tuple[QuestionSpec, ...]:
    """The questions in order; without `roles=` a question is asked of every role of the page."""
    keys = Keys("question", problems)
    return tuple(
        QuestionSpec(
            key=keys.take(question.heading, question.heading.text),
            text=question.heading.text,
            roles=_roles(question.heading, roles, problems),
            help=question.help,
            kind=_kind(question.heading, problems),
            weight=_weight(question.heading, problems),
            levels=question.levels,
        )
        for question in asked
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


def _kind(entry: Entry, problems: Problems) -> str:
    kind = entry.attributes.get("kind", "level")
    if kind not in QUESTION_KINDS:
        problems.add(
            entry.line,
            f"This version cannot read a question of the kind {quoted(kind)}.",
            f"It reads the kind {listed(QUESTION_KINDS)}.",
        )
    return kind


def _roles(entry: Entry, roles: Sequence[str], problems: Problems) -> tuple[str, ...]:
    if "roles" not in entry.attributes:
        return tuple(roles)
    named = [name.strip() for name in entry.attributes["roles"].split(",")]
    for name in named:
        if name not in roles:
            problems.add(
                entry.line,
                f"The page has no role with the key {quoted(name)}.",
                f"Its keys are: {listed(roles)}." if roles else "",
            )
    return tuple(key for key in roles if key in named)


def _weight(entry: Entry, problems: Problems) -> float:
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
