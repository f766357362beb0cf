"""A framework to read: the same outline for one in the library and for one about to come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.models import SectionKind
from assessments.pages.framework_lint import Lint, Place, Tally
from assessments.pages.framework_question import Asked
from assessments.spec import CloudServiceSpec, FrameworkSpec, QuestionSpec, SectionSpec
from evidence.models import ArtifactKind

WHOLE = 60
"""Questions up to which a framework is shown on one page; of a larger one, sections open."""

FEW = 12
"""Questions up to which all of a page are open from the start."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A section as the page shows it, with the sections below it.

    `total` is how many questions it holds with all below it, `tally` how many marks. `duties` are
    role names with what each does, `expected` kinds with title and description, `services`
    providers with theirs. `open` says that its questions are few enough to be read at once.
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
    open: bool

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
        self.total = sum(len(section.questions) for section in spec.walk())

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
            open=(self.total if self.total <= WHOLE else len(section.questions)) <= FEW,
        )

    def asked(self, question: QuestionSpec) -> Asked:
        """The question with its names and marks."""
        return Asked(
            question,
            [self.roles[key] for key in question.roles],
            everyone=len(question.roles) == len(self.roles),
            groups=[self.groups[key] for key in question.groups],
            every_mark=self.lint.of_question(question.key),
        )
