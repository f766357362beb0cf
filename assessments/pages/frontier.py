"""Which sections of a deep tree to set side by side: as fine as a reader can still take in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.models import Question, Section, SectionKind

MOST = 16
"""Sections side by side at most, unless more stand at the top."""

PLURALS = {SectionKind.CATEGORY: "Categories", SectionKind.FAMILY: "Families"}


@dataclass(frozen=True, slots=True)
class Compared:
    """A section, and all questions in it and below it."""

    section: Section
    questions: Sequence[Question]


def frontier(
    sections: Sequence[Section],
    questions: Iterable[Question],
    above: Mapping[int, Sequence[int]],
) -> list[Compared]:
    """The sections of one depth that ask anything, and shallower ones with questions of their own:
    of the greatest depth at which they are at most `MOST`. In the framework's order.

    `above` gives each section's own id and those above it, nearest first.
    """
    chains = {question: above[question.section_id][::-1] for question in questions}
    deepest = max((len(chain) for chain in chains.values()), default=1)
    for depth in range(deepest, 0, -1):
        found: dict[int, list[Question]] = {}
        for question, chain in chains.items():
            found.setdefault(chain[min(depth, len(chain)) - 1], []).append(question)
        if len(found) <= MOST or depth == 1:
            break
    return [Compared(one, found[one.pk]) for one in sections if one.pk in found]


def called(compared: Sequence[Compared]) -> tuple[str, str]:
    """What one of these sections, and all of them, are called: “Practice”, “Practices”."""
    kinds = {one.section.kind for one in compared}
    kind = SectionKind(kinds.pop()) if len(kinds) == 1 else SectionKind.SECTION
    return str(kind.label), PLURALS.get(kind, f"{kind.label}s")
