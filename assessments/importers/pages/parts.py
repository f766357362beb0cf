"""The parts of a practice page, recognised by their titles in the variants that pages use."""

from __future__ import annotations

import re
from enum import Enum

from assessments.importers.wording import fold, listed, quoted


class Part(Enum):
    """A part of the page; the value is the title that our own pages give it."""

    BEST_PRACTICES = "Best practices"
    QUESTIONS = "Questions to ask the team"
    ROLES = "Who should do this"
    EVIDENCE = "Evidence"
    SERVICES = "Cloud services"


LONGEST_TITLE = 120
"""Characters of a line that can be the title of a part."""

_TITLES = {
    Part.BEST_PRACTICES: re.compile(r"(?:the )?(?:best|good|recommended) practices?"),
    Part.QUESTIONS: re.compile(r"(?:key )?questions?(?: (?:to|for|you|your) .*)?"),
    Part.ROLES: re.compile(
        r"who (?:should|does|do|must|is|are|needs) .*"
        r"|roles(?: and responsibilities)?|responsibilities"
    ),
    Part.EVIDENCE: re.compile(
        r"(?:what|which) evidence .*|(?:expected |required )?evidence(?: (?:of|that|to) .*)?"
    ),
    Part.SERVICES: re.compile(r"(?:relevant |related )?cloud (?:provider )?services?"),
}


def part_titled(title: str) -> Part | None:
    """The part that a heading opens; None if the heading is no part's title."""
    if len(title) > LONGEST_TITLE:
        return None
    folded = fold(title)
    return next((part for part, titles in _TITLES.items() if titles.fullmatch(folded)), None)


def known_titles() -> str:
    """The titles of all parts in one line, for hints."""
    return listed(quoted(part.value) for part in Part)
