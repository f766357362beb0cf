"""A framework as a tree in plain text: what a dry run prints to show what would come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assessments.spec import BEST_PRACTICE, PRACTICE, FrameworkSpec, QuestionSpec, SectionSpec

_STEP = "  "


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each thing a framework has, all sections together.

    `sections` are those of other kinds than practice and best practice.
    """

    practices: int
    best_practices: int
    sections: int
    points: int
    questions: int
    choices: int
    groups: int
    roles: int
    responsibilities: int
    expected_evidence: int
    cloud_services: int
    providers: int

    def __str__(self) -> str:
        parts = (
            _number(self.practices, "practice") if self.practices else "",
            self._best_practices(),
            _number(self.sections, "section") if self.sections else "",
            _number(self.questions, "question"),
            _number(self.choices, "choice") if self.choices else "",
            _number(self.groups, "group") if self.groups else "",
            self._roles(),
            _number(self.expected_evidence, "expected artifact") if self.expected_evidence else "",
            self._services(),
        )
        return ", ".join(part for part in parts if part)

    def _best_practices(self) -> str:
        if not self.best_practices:
            return ""
        points = _number(self.points, "point")
        return f"{_number(self.best_practices, 'best practice')} with {points}"

    def _roles(self) -> str:
        roles = _number(self.roles, "role")
        if not self.responsibilities:
            return roles
        return (
            f"{roles} with {_number(self.responsibilities, 'responsibility', 'responsibilities')}"
        )

    def _services(self) -> str:
        if not self.cloud_services:
            return ""
        providers = _number(self.providers, "provider")
        return f"{_number(self.cloud_services, 'cloud service')} of {providers}"


def counts(spec: FrameworkSpec) -> Counts:
    """Count what the framework has."""
    sections = list(spec.walk())
    questions = list(spec.questions())
    services = [service for section in sections for service in section.cloud_services]
    return Counts(
        practices=sum(section.kind == PRACTICE for section in sections),
        best_practices=sum(section.kind == BEST_PRACTICE for section in sections),
        sections=sum(section.kind not in (PRACTICE, BEST_PRACTICE) for section in sections),
        points=sum(len(section.points) for section in sections),
        questions=len(questions),
        choices=sum(len(question.choices) for question in questions),
        groups=len(spec.groups),
        roles=len(spec.roles),
        responsibilities=sum(len(section.responsibilities) for section in sections),
        expected_evidence=sum(len(section.expected_evidence) for section in sections),
        cloud_services=len(services),
        providers=len({service.provider for service in services}),
    )


def tree(spec: FrameworkSpec) -> str:
    """The framework's name, a line of counts, then every section with all that it holds.

    Two spaces a step; ends with a line end.
    """
    lines = [f"{spec.title} {spec.version} ({spec.key})", str(counts(spec)), ""]
    for section in spec.sections:
        lines += _section(spec, section)
    return "\n".join(lines) + "\n"


def _section(spec: FrameworkSpec, section: SectionSpec) -> Iterator[str]:
    yield f"{section.kind.replace('_', ' ').capitalize()}: {section.title} ({section.key})"
    yield from _indented(_inside(spec, section))


def _inside(spec: FrameworkSpec, section: SectionSpec) -> Iterator[str]:
    for point in section.points:
        yield f"- {point}"
    for child in section.children:
        yield from _section(spec, child)
    for question in section.questions:
        yield from _question(spec, question)
    by_role = groupby(section.responsibilities, key=lambda responsibility: responsibility.role)
    names = {role.key: role.name for role in spec.roles}
    for role, responsibilities in by_role:
        yield f"Role: {names[role]} ({role})"
        yield from (f"{_STEP}- {responsibility.text}" for responsibility in responsibilities)
    for expected in section.expected_evidence:
        yield f"Expected {expected.kind.replace('_', ' ')}: {expected.title}"
    for provider, services in groupby(section.cloud_services, key=lambda service: service.provider):
        yield f"Provider: {provider}"
        yield from (f"{_STEP}- {service.name}: {service.purpose}" for service in services)


def _question(spec: FrameworkSpec, question: QuestionSpec) -> Iterator[str]:
    yield f"Question: {question.text}"
    everyone = len(question.roles) == len(spec.roles)
    asked = "every role" if everyone else ", ".join(question.roles)
    described = _number(len(question.levels), "level described", "levels described")
    weight = f"; weight {question.weight:g}" if question.weight != 1 else ""
    yield f"{_STEP}asked of {asked}{f'; {described}' if question.levels else ''}{weight}"
    yield from (f"{_STEP}- {choice.text}" for choice in question.choices)
    yield from (f"{_STEP}{rule.risk} risk: {rule.condition}" for rule in question.rules)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"{_STEP}{line}" for line in lines)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
