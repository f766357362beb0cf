"""What a report says, as plain values. Every rendering is made from this and nothing else.

Pure: no Django, no clock. Levels are in units of the scale, None where there is none. `words`,
`why` and the like are whole phrases, ready to be shown; nothing in them is HTML. `guidance` is
Markdown. An `anchor` is unique in the document and safe as an HTML id.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from reports.exhibits import Artifact, Objection, Signal


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the scale."""

    value: int
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure and what it is of."""

    value: str
    caption: str


@dataclass(frozen=True, slots=True)
class Saying:
    """What one role said: `said` is the level or the standing, `words` the note or reason."""

    role: str
    standing: str
    said: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """The lead's decision where roles differ."""

    said: str
    reason: str
    by: str


MOST_LISTED = 26
"""Sections that the page of the gap lists; more do not fit on it."""
MOST_CHARTED = 12
"""Sections that one picture compares."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a question: the roles that ticked it, those for whom it does not apply, what they
    noted, and what the framework advises where nobody ticked it."""

    text: str
    ticked_by: tuple[str, ...]
    not_for: tuple[str, ...]
    notes: tuple[str, ...]
    improvement: tuple[str, ...]

    @property
    def state(self) -> str:
        """`ticked`, `not_applicable` or `open`: what the most that was said of it is."""
        if self.ticked_by:
            return "ticked"
        return "not_applicable" if self.not_for else "open"


@dataclass(frozen=True, slots=True)
class Risk:
    """What the risk rules say to all ticks, and to those that evidence supports: `high`, `medium`
    or `none`."""

    claimed: str
    proven: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the two levels, why, who said what, and what stands behind it.

    `cause` is a clause that says what holds the proven level below the claim, empty where
    nothing does: "the signal “Oldest waiting job” fails".
    """

    anchor: str
    number: str
    text: str
    section: str
    state: str
    proven: float | None
    claimed: float | None
    cause: str
    why: str
    sayings: tuple[Saying, ...]
    disagreement: str
    settlement: Settlement | None
    artifacts: tuple[Artifact, ...]
    signals: tuple[Signal, ...]
    ref: str = ""
    risk: Risk | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def gap(self) -> float:
        """How many levels are claimed and not proven; 0 where nothing is claimed."""
        return 0.0 if self.claimed is None else self.claimed - (self.proven or 0.0)

    @property
    def objections(self) -> tuple[Objection, ...]:
        """All objections to what stands behind it."""
        on_artifacts = (one for artifact in self.artifacts for one in artifact.objections)
        on_signals = (one for signal in self.signals for one in signal.objections)
        return (*on_artifacts, *on_signals)


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the framework's tree. `depth` is 0 for the topmost; `number` may be empty.

    `change` is the difference of the proven level to the milestone before, None without one.
    """

    key: str
    anchor: str
    number: str
    name: str
    depth: int
    proven: float | None
    claimed: float | None
    change: float | None
    facts: str
    guidance: str
    ref: str
    questions: tuple[Question, ...]

    @property
    def gap(self) -> float:
        """How many levels are claimed and not proven; 0 where nothing is claimed."""
        return 0.0 if self.claimed is None else self.claimed - (self.proven or 0.0)


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """How many of the questions asked of a role are answered, and by whom."""

    name: str
    people: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Expected:
    """An artifact that the framework asks for: accepted, held (not accepted yet) or missing."""

    title: str
    kind: str
    section: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the improvement plan. `place` says what it is about, and `target` is the anchor of
    that, or empty. `state` is `overdue`, `due_soon`, `open` or `resolved` on the day of the report.

    `seen` is what there was to see, `gain` how many levels the whole rises by closing it, where
    that is known. `address` leads to the ticket, and only to http or https. `history` has a
    sentence for each time it was opened or resolved.
    """

    anchor: str
    title: str
    place: str
    target: str
    state: str
    words: str
    owner: str
    due: str
    seen: str
    note: str
    address: str
    gain: float | None
    history: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether the gap is still there."""
        return self.state != "resolved"


@dataclass(frozen=True, slots=True)
class Drop:
    """A day on which the proven level of the whole falls if nothing is renewed."""

    on: str
    proven: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder of evidence, and the level that it carries at most."""

    value: int
    name: str
    words: str
    cap: int


@dataclass(frozen=True, slots=True)
class Method:
    """How the numbers come about."""

    formula: str
    policy: str
    roll_up: str
    reading: str
    scope: str
    attribution: str
    levels: tuple[Level, ...]
    ladder: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Integrity:
    """What ties the report to what it was made from. `milestone_sha256` is empty for a draft."""

    milestone_id: int | None
    milestone_sha256: str
    audit_head: str
    audit_length: int
    framework_sha256: str
    schema: str


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose report it is, on what, and as of when."""

    workload: str
    organization: str
    framework: str
    title: str
    standing: str
    milestone: int | None
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What the report shows, in words: two or three leading sentences, then what follows."""

    lead: tuple[str, ...]
    further: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """The whole report. `at` is the moment the facts are of, in UTC; `since` the earlier
    milestone that changes are counted from, empty where there is none."""

    at: dt.datetime
    cover: Cover
    maximum: int
    proven: float | None
    claimed: float | None
    change: float | None
    since: str
    summary: Summary
    sections: tuple[Section, ...]
    roles: tuple[RoleCoverage, ...]
    disagreements: tuple[Question, ...]
    expected: tuple[Expected, ...]
    findings: tuple[Finding, ...]
    forecast: tuple[Drop, ...]
    artifacts: tuple[Artifact, ...]
    signals: tuple[Signal, ...]
    method: Method
    integrity: Integrity

    @property
    def is_draft(self) -> bool:
        """Whether it shows the live state, which no milestone holds."""
        return self.cover.milestone is None

    @property
    def name(self) -> str:
        """What runs along every page: "Order platform · Maturity report · milestone 4"."""
        which = "draft" if self.is_draft else f"milestone {self.cover.milestone}"
        return f"{self.cover.workload} · Maturity report · {which}"

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """What is still to be done, the most urgent first."""
        return tuple(finding for finding in self.findings if finding.is_open)

    @property
    def resolved_findings(self) -> tuple[Finding, ...]:
        """What was done since the milestone before."""
        return tuple(finding for finding in self.findings if not finding.is_open)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the framework."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def gaps(self) -> tuple[Question, ...]:
        """The questions that are held down, at most eight: the widest gaps, then the unanswered."""
        held = [question for question in self.questions if question.cause]
        return tuple(sorted(held, key=lambda question: -question.gap)[:8])

    @property
    def listed(self) -> tuple[Section, ...]:
        """The sections below the whole: without a single one on top that only gathers them, and
        without the deepest where there are more than a page holds."""
        on_top = [section for section in self.sections if section.depth == 0]
        gathers = len(on_top) == 1 and not on_top[0].questions
        found = [section for section in self.sections if section.depth > 0 or not gathers]
        while len(found) > MOST_LISTED and len({section.depth for section in found}) > 1:
            deepest = max(section.depth for section in found)
            found = [section for section in found if section.depth < deepest]
        return tuple(found)

    @property
    def charted(self) -> tuple[Section, ...]:
        """The sections worth comparing in a picture: those with questions of their own, or, where
        these are too many for one, those on top."""
        asking = tuple(section for section in self.sections if section.questions)
        on_top = tuple(section for section in self.listed if section.depth == 0)
        return asking if len(asking) <= MOST_CHARTED else on_top
