"""What every importer speaks: the specification of a framework, and refusal with located problems.

An importer takes the bytes of one file and gives a `FrameworkSpec`, or raises `ImportRefused` with
everything that is wrong with the file. It reads nothing else, writes nothing and knows no database:
`assessments.actions` stores what it gives. Titles, names, descriptions and responsibilities are
plain text on one line; guidance and help are Markdown, not yet sanitised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

MAX_LISTED_PROBLEMS = 100
"""Problems a refusal lists at most; one more line says how many there are beside."""

LENGTHS = {
    "key": 120,
    "framework": 250,
    "version": 40,
    "publisher": 200,
    "licence": 120,
    "language": 20,
    "section": 250,
    "role": 120,
    "responsibility": 500,
    "question": 500,
    "expected artifact": 200,
    "provider": 80,
    "cloud service": 120,
    "level": 60,
    "level description": 500,
}
"""Characters that a key, fact, title, name or text may have at most: what the database holds."""

PRACTICE = "practice"
BEST_PRACTICE = "best_practice"

ARTIFACT_KINDS = (
    "policy",
    "dashboard",
    "guide",
    "checklist",
    "runbook",
    "playbook",
    "matrix",
    "report",
    "ticket",
    "code",
    "test_result",
    "screenshot",
    "other",
)


@dataclass(frozen=True, slots=True)
class LevelSpec:
    """A level of the scale, or what that level means for one question."""

    value: int
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """A job that questions are asked of. What it is responsible for stands with each section."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class ResponsibilitySpec:
    """One thing that a role, named by its key, does in a practice."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """A question and the keys of the roles it is asked of, at least one. The weight is above 0.

    `levels` is either empty (the framework's own descriptions stand) or describes every level of
    the framework's scale, lowest first.
    """

    key: str
    text: str
    roles: tuple[str, ...]
    help: str = ""
    kind: str = "level"
    weight: float = 1.0
    levels: tuple[LevelSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectedEvidenceSpec:
    """An artifact that a section asks for; `kind` is one of `ARTIFACT_KINDS`."""

    key: str
    title: str
    kind: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class CloudServiceSpec:
    """A provider's service and what a practice uses it for; one per provider and name."""

    provider: str
    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A node of the tree. Keys are unique in the framework, order is that of the source.

    `points` are the single pieces of advice as the source words them. `guidance` is all of the
    advice as Markdown, the points among it, and is what people read.
    """

    kind: str
    key: str
    title: str
    guidance: str = ""
    points: tuple[str, ...] = ()
    children: tuple[SectionSpec, ...] = ()
    questions: tuple[QuestionSpec, ...] = ()
    responsibilities: tuple[ResponsibilitySpec, ...] = ()
    expected_evidence: tuple[ExpectedEvidenceSpec, ...] = ()
    cloud_services: tuple[CloudServiceSpec, ...] = ()

    def walk(self) -> Iterator[SectionSpec]:
        """This section, then all below it, depth first in order."""
        yield self
        for child in self.children:
            yield from child.walk()


DEFAULT_LEVELS = (
    LevelSpec(0, "Absent", "Nobody does this."),
    LevelSpec(1, "Initial", "It happens now and then, when somebody thinks of it."),
    LevelSpec(2, "Repeatable", "It is usually done, out of habit; nothing is written down."),
    LevelSpec(3, "Defined", "The way to do it is written down, and the team follows it."),
    LevelSpec(4, "Measured", "It has targets, and somebody watches the figures."),
    LevelSpec(5, "Optimizing", "The figures lead to changes, and the changes are checked."),
)


@dataclass(frozen=True, slots=True)
class FrameworkSpec:
    """A whole framework, ready to be stored.

    `levels` is the scale, lowest first. `ladder` is what each rung of evidence, from 0 unsupported
    to 4 measured, can prove at most, as a share 0..1 of the highest level; empty means the ladder
    that scoring uses by itself.
    """

    key: str
    title: str
    description: str = ""
    version: str = "1.0"
    publisher: str = ""
    licence: str = ""
    language: str = "en"
    levels: tuple[LevelSpec, ...] = DEFAULT_LEVELS
    ladder: tuple[float, ...] = ()
    roles: tuple[RoleSpec, ...] = ()
    sections: tuple[SectionSpec, ...] = ()

    def walk(self) -> Iterator[SectionSpec]:
        """Every section, depth first in order."""
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: the line (from 1; None is the whole file), what, a way out."""

    line: int | None
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"Line {self.line}: " if self.line is not None else ""
        return f"{place}{self.message} {self.hint}".rstrip()


class ImportRefused(Exception):
    """The file was not taken. `problems` says why, in the order of the lines; never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        ordered = sorted(problems, key=lambda problem: problem.line or 0)
        beside = len(ordered) - MAX_LISTED_PROBLEMS
        if beside > 0:
            more = Problem(None, f"{beside:,} further problems are not listed.")
            ordered = [*ordered[:MAX_LISTED_PROBLEMS], more]
        self.problems = tuple(ordered)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Collects what is wrong, so that an author sees all of it at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, line: int | None, message: str, hint: str = "") -> None:
        """Note one problem and go on."""
        self._found.append(Problem(line, message, hint))

    def refuse_if_any(self) -> None:
        """Raise ImportRefused with all that was noted; do nothing if all is well."""
        if self._found:
            raise ImportRefused(self._found)


class Importer(Protocol):
    """One format. Modules of other packages offer theirs as entry points `plumbline.importers`."""

    @property
    def name(self) -> str:
        """The word that stands for the format in commands and records, such as `practice-text`."""

    @property
    def label(self) -> str:
        """What people call the format, such as `Practice page, plain text`."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How its files' names end, in lower case with the dot."""

    @property
    def max_bytes(self) -> int:
        """The largest file it takes; a larger one is refused before it is parsed."""

    def recognises(self, data: bytes, filename: str) -> bool:
        """Whether the file is meant to be of this format, right or wrong. Cheap; never raises."""

    def read(self, data: bytes, filename: str) -> FrameworkSpec:
        """The framework in the file. Raises ImportRefused, and nothing else, on any other bytes."""
