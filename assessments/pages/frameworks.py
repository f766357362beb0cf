"""A framework to read: the same page for one in the library and for one about to come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.models import SectionKind
from assessments.spec import CloudServiceSpec, FrameworkSpec, LevelSpec, QuestionSpec, SectionSpec
from evidence.models import ArtifactKind


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the names of the roles it is asked of."""

    question: QuestionSpec
    roles: Sequence[str]
    everyone: bool

    @property
    def levels(self) -> Sequence[LevelSpec]:
        """What each level looks like here; empty where the framework's own words stand."""
        return self.question.levels


@dataclass(frozen=True, slots=True)
class Branch:
    """A section as the page shows it, with the sections below it.

    `duties` are role names with what each does, `expected` kinds with title and description,
    `services` providers with theirs.
    """

    kind: str
    depth: int
    section: SectionSpec
    children: Sequence[Branch]
    questions: Sequence[Asked]
    duties: Sequence[tuple[str, Sequence[str]]]
    expected: Sequence[tuple[str, str, str]]
    services: Sequence[tuple[str, Sequence[CloudServiceSpec]]]

    @property
    def heading(self) -> int:
        """The level of its HTML heading."""
        return min(2 + self.depth, 6)

    @property
    def below(self) -> int:
        """The level of the headings inside it."""
        return min(3 + self.depth, 6)


def branches(spec: FrameworkSpec) -> list[Branch]:
    """The framework's sections, outermost first."""
    names = {role.key: role.name for role in spec.roles}
    return [_branch(section, names, 0) for section in spec.sections]


def _branch(section: SectionSpec, names: dict[str, str], depth: int) -> Branch:
    by_role = groupby(section.responsibilities, key=lambda duty: duty.role)
    by_provider = groupby(section.cloud_services, key=lambda service: service.provider)
    return Branch(
        kind=str(SectionKind(section.kind).label),
        depth=depth,
        section=section,
        children=[_branch(child, names, depth + 1) for child in section.children],
        questions=[
            Asked(
                question,
                [names[key] for key in question.roles],
                everyone=len(question.roles) == len(names),
            )
            for question in section.questions
        ],
        duties=[(names[role], [duty.text for duty in duties]) for role, duties in by_role],
        expected=[
            (str(ArtifactKind(item.kind).label), item.title, item.description)
            for item in section.expected_evidence
        ],
        services=[(provider, list(services)) for provider, services in by_provider],
    )
