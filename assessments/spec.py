"""The specification of a framework: plain values, the same whatever format it came from.

Importers give it, `assessments.actions` stores it, exporters write it, lint and comparison read it.
Titles, names, descriptions and responsibilities are plain text on one line; guidance and help are
Markdown, not yet sanitised. Keys are what Plumbline calls a thing by in addresses; `source_id` is
what its own format calls it by, where that differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LENGTHS = {
    "key": 120,
    "framework": 250,
    "version": 40,
    "publisher": 200,
    "licence": 120,
    "language": 20,
    "reference": 60,
    "source id": 250,
    "section": 250,
    "role": 120,
    "responsibility": 500,
    "question": 1000,
    "choice": 1000,
    "choice key": 250,
    "unit": 40,
    "expected artifact": 200,
    "provider": 80,
    "cloud service": 120,
    "level": 60,
    "level description": 500,
    "group": 120,
    "url": 2000,
}
"""Characters that a key, fact, title, name or text may have at most: what the database holds."""

PRACTICE = "practice"
BEST_PRACTICE = "best_practice"

SECTION_KINDS = (
    "pillar",
    "function",
    "focus_area",
    "category",
    "family",
    "practice",
    "best_practice",
    "stream",
    "requirement",
    "section",
)
"""What a node of the tree can be; `section` where the format has no word that fits."""

QUESTION_KINDS = ("level", "single", "multiple", "boolean", "number", "text")

RISKS = ("high", "medium", "none")

ROLL_UPS = ("mean", "gated", "samm")

READINGS = ("aws", "strict")
"""How risk rules and “not applicable” are read; see docs/risk-rules.md."""

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

Extra = Mapping[str, Any]
"""JSON values that only the format a thing came from knows, by the name of that format."""


def _nothing() -> Extra:
    return {}


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
class GroupSpec:
    """An implementation group: a part of the framework that an assessment can be limited to."""

    key: str
    name: str
    description: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class ResponsibilitySpec:
    """One thing that a role, named by its key, does in a practice."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class ResourceSpec:
    """Something to read: a text, an address (http or https), or both; never neither."""

    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceSpec:
    """An option of a `single` or `multiple` question; its key is unique in the question only.

    `score`, 0..1 of the highest level, is what a `single` choice claims, and how much a choice of
    a `multiple` question without risk rules weighs; None is not scored. `none_of_these` stands for
    “nothing of this list”. `help` leads on, `improvement` says what to do where it is not ticked.
    """

    key: str
    text: str
    description: str = ""
    score: float | None = None
    none_of_these: bool = False
    help: tuple[ResourceSpec, ...] = ()
    improvement: tuple[ResourceSpec, ...] = ()
    extra: Extra = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class RiskRuleSpec:
    """A condition over choices and the risk (one of `RISKS`) that it means. The first true one
    of a question's rules counts. `assessments.rules` reads conditions."""

    condition: str
    risk: str
    extra: Extra = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class BandSpec:
    """What a number claims, 0..1, from `at_least` on (None: from anywhere) up to the next band."""

    at_least: float | None
    score: float


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """A question and the keys of the roles it is asked of, at least one. The weight is above 0.

    `levels` is either empty (the framework's own descriptions stand) or describes every level of
    the framework's scale, lowest first. `choices` belong to the kinds `single` and `multiple`,
    `rules` to `multiple`, `bands` (lowest first, the first from None) and `unit` to `number`.
    `tier` is the level of its practice that the question stands on, for the `samm` roll-up.
    `groups` are keys of implementation groups; with none it belongs to all of them. `ref` is what
    its publisher calls it in print, such as `GV.OC-01`.
    """

    key: str
    text: str
    roles: tuple[str, ...]
    help: str = ""
    kind: str = "level"
    weight: float = 1.0
    levels: tuple[LevelSpec, ...] = ()
    choices: tuple[ChoiceSpec, ...] = ()
    rules: tuple[RiskRuleSpec, ...] = ()
    bands: tuple[BandSpec, ...] = ()
    unit: str = ""
    tier: int | None = None
    resources: tuple[ResourceSpec, ...] = ()
    groups: tuple[str, ...] = ()
    ref: str = ""
    source_id: str = ""
    extra: Extra = field(default_factory=_nothing)


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
    advice as Markdown, the points among it, and is what people read. `weight`, above 0, is what
    it weighs in its parent.
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
    weight: float = 1.0
    resources: tuple[ResourceSpec, ...] = ()
    ref: str = ""
    source_id: str = ""
    extra: Extra = field(default_factory=_nothing)

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

TEAM = RoleSpec("team", "Team")
"""Who answers where a format knows no roles."""


@dataclass(frozen=True, slots=True)
class FrameworkSpec:
    """A whole framework, ready to be stored.

    An empty `version` means that the format has none: storing gives it the next number.
    `levels` is the scale, lowest first. `ladder` is what each rung of evidence, from 0 unsupported
    to 4 measured, can prove at most, as a share 0..1 of the highest level; empty means the ladder
    that scoring uses by itself. `roll_up` is one of `ROLL_UPS`, `reading` of `READINGS`: how its
    assessments are read unless they say otherwise. `attribution` is the text that its licence
    asks to be shown, `homepage` where it comes from.
    """

    key: str
    title: str
    description: str = ""
    version: str = "1.0"
    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    homepage: str = ""
    language: str = "en"
    levels: tuple[LevelSpec, ...] = DEFAULT_LEVELS
    ladder: tuple[float, ...] = ()
    roll_up: str = "mean"
    reading: str = "aws"
    roles: tuple[RoleSpec, ...] = ()
    groups: tuple[GroupSpec, ...] = ()
    sections: tuple[SectionSpec, ...] = ()
    source_id: str = ""
    extra: Extra = field(default_factory=_nothing)

    def walk(self) -> Iterator[SectionSpec]:
        """Every section, depth first in order."""
        for section in self.sections:
            yield from section.walk()

    def questions(self) -> Iterator[QuestionSpec]:
        """Every question, in order."""
        for section in self.walk():
            yield from section.questions
