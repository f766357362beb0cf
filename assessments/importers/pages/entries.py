"""A practice page as it was read, before it is judged: entries and groups, each with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assessments.importers.base import Problems
from assessments.importers.pages.parts import Part
from assessments.importers.wording import quoted
from assessments.spec import BandSpec, ChoiceSpec, LevelSpec, RiskRuleSpec


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading or a bullet: its line, its text on one line, and the attributes written with it."""

    line: int
    text: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Group:
    """A heading with its bullets; `guidance` is all that stands below it, as Markdown."""

    heading: Entry
    bullets: list[Entry] = field(default_factory=list)
    guidance: str = ""


@dataclass(slots=True)
class Asked:
    """A question with its help (Markdown) and what its kind of answer needs."""

    heading: Entry
    help: str = ""
    levels: tuple[LevelSpec, ...] = ()
    choices: tuple[ChoiceSpec, ...] = ()
    rules: tuple[RiskRuleSpec, ...] = ()
    bands: tuple[BandSpec, ...] = ()


@dataclass(slots=True)
class Page:
    """All that a practice page holds, in the order of its lines."""

    title: Entry | None = None
    guidance: str = ""
    best_practices: list[Group] = field(default_factory=list)
    questions: list[Asked] = field(default_factory=list)
    roles: list[Group] = field(default_factory=list)
    evidence: list[Entry] = field(default_factory=list)
    services: list[Group] = field(default_factory=list)
    parts: dict[Part, int] = field(default_factory=dict)

    def open(self, part: Part, line: int, problems: Problems) -> None:
        """Note on which line a part begins; it can begin once."""
        if part in self.parts:
            problems.add(
                line,
                f"The part {quoted(part.value)} begins on line {self.parts[part]} already.",
                "Put both under one heading.",
            )
        self.parts.setdefault(part, line)

    def things(self, part: Part) -> Sequence[Group | Asked | Entry]:
        """What the page lists in a part."""
        lists: dict[Part, Sequence[Group | Asked | Entry]] = {
            Part.BEST_PRACTICES: self.best_practices,
            Part.QUESTIONS: self.questions,
            Part.ROLES: self.roles,
            Part.EVIDENCE: self.evidence,
            Part.SERVICES: self.services,
        }
        return lists[part]
