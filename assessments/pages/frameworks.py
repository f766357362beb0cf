"""A framework to read: the same outline for one in the library and for one about to come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.models import QuestionKind, SectionKind
from assessments.pages.framework_lint import Lint, Place, Tally
from assessments.spec import (
    CloudServiceSpec,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    RiskRuleSpec,
    SectionSpec,
)
from evidence.models import ArtifactKind

WHOLE = 60
"""Questions up to which a framework is shown on one page; of a larger one, sections open."""

RISKS = {"high": ("fail", "High risk"), "medium": ("warn", "Medium risk")}
"""The state and the words of each risk that is one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the names of the roles it is asked of and of its groups, and its marks."""

    question: QuestionSpec
    roles: Sequence[str]
    everyone: bool
    groups: Sequence[str]
    marks: Sequence[Mapping[str, str]]

    @property
    def kind(self) -> str:
        """How it is answered, in words."""
        return str(QuestionKind(self.question.kind).label)

    @property
    def levels(self) -> Sequence[LevelSpec]:
        """What each level looks like here; empty where the framework's own words stand."""
        return self.question.levels

    @property
    def rules(self) -> Sequence[tuple[str, str, RiskRuleSpec]]:
        """Each risk rule with the state and the words of what it means."""
        return [(*RISKS.get(rule.risk, ("pass", "No risk")), rule) for rule in self.question.rules]

    @property
    def bands(self) -> Sequence[tuple[str, float]]:
        """From where on a number claims which share of the highest level."""
        unit = f" {self.question.unit}" if self.question.unit else ""
        return [
            (
                "below that" if band.at_least is None else f"from {band.at_least:,g}{unit}",
                band.score,
            )
            for band in reversed(self.question.bands)
        ]


@dataclass(frozen=True, slots=True)
class Branch:
    """A section as the page shows it, with the sections below it.

    `total` is how many questions it holds with all below it, `tally` how many marks. `duties` are
    role names with what each does, `expected` kinds with title and description, `services`
    providers with theirs.
    """

    kind: str
    depth: int
    section: SectionSpec
    children: Sequence[Branch]
    questions: Sequence[Asked]
    duties: Sequence[tuple[str, Sequence[str]]]
    expected: Sequence[tuple[str, str, str]]
    services: Sequence[tuple[str, Sequence[CloudServiceSpec]]]
    marks: Sequence[Mapping[str, str]]
    total: int
    tally: Tally

    @property
    def heading(self) -> int:
        """The level of its HTML heading."""
        return min(2 + self.depth, 6)

    @property
    def below(self) -> int:
        """The level of the headings inside it."""
        return min(3 + self.depth, 6)


@dataclass(frozen=True, slots=True)
class Outline:
    """A framework's tree. `whole` where it is shown on one page, else its sections open one by
    one from `place`."""

    branches: Sequence[Branch]
    whole: bool
    place: Place


def outline(spec: FrameworkSpec, lint: Lint, place: Place) -> Outline:
    """The framework's sections, outermost first."""
    made = _Making(spec, lint)
    return Outline([made.branch(one, 0) for one in spec.sections], place.whole, place)


def branch_of(spec: FrameworkSpec, lint: Lint, key: str) -> Branch | None:
    """One section with all below it, as the outermost of its page; None where there is none."""
    found = next((section for section in spec.walk() if section.key == key), None)
    return _Making(spec, lint).branch(found, 0) if found else None


def trail(spec: FrameworkSpec, key: str) -> list[SectionSpec]:
    """The sections above this one, outermost first."""
    for section in spec.sections:
        found = _trail(section, key)
        if found is not None:
            return found
    return []


def is_small(spec: FrameworkSpec) -> bool:
    """Whether all of it is shown on one page."""
    return sum(len(section.questions) for section in spec.walk()) <= WHOLE


def _trail(section: SectionSpec, key: str) -> list[SectionSpec] | None:
    if section.key == key:
        return []
    for child in section.children:
        found = _trail(child, key)
        if found is not None:
            return [section, *found]
    return None


class _Making:
    """Sections into branches, with the names that their keys stand for."""

    def __init__(self, spec: FrameworkSpec, lint: Lint) -> None:
        self.roles = {role.key: role.name for role in spec.roles}
        self.groups = {group.key: group.name for group in spec.groups}
        self.lint = lint

    def branch(self, section: SectionSpec, depth: int) -> Branch:
        """The section with all below it."""
        by_role = groupby(section.responsibilities, key=lambda duty: duty.role)
        by_provider = groupby(section.cloud_services, key=lambda service: service.provider)
        children = [self.branch(child, depth + 1) for child in section.children]
        own = self.lint.tallies.get(section.key, Tally())
        return Branch(
            kind=str(SectionKind(section.kind).label),
            depth=depth,
            section=section,
            children=children,
            questions=[self.asked(question) for question in section.questions],
            duties=[(self.roles[role], [duty.text for duty in duties]) for role, duties in by_role],
            expected=[
                (str(ArtifactKind(item.kind).label), item.title, item.description)
                for item in section.expected_evidence
            ],
            services=[(provider, list(services)) for provider, services in by_provider],
            marks=self.lint.on(section.key),
            total=len(section.questions) + sum(child.total for child in children),
            tally=sum((child.tally for child in children), own),
        )

    def asked(self, question: QuestionSpec) -> Asked:
        """The question with its names and marks."""
        return Asked(
            question,
            [self.roles[key] for key in question.roles],
            everyone=len(question.roles) == len(self.roles),
            groups=[self.groups[key] for key in question.groups],
            marks=self.lint.of_question(question.key),
        )
