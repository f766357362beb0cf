"""A framework's specification as rows: bulk inserts, one round per depth of the tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assessments.importers import Problem
from assessments.lint import Mark, Severity
from assessments.models import (
    Choice,
    CloudService,
    ExpectedEvidence,
    Framework,
    FrameworkFile,
    ImplementationGroup,
    Question,
    Responsibility,
    Role,
    Section,
)
from assessments.scoring import DEFAULT_LADDER
from assessments.spec import FrameworkSpec, QuestionSpec, ResourceSpec, SectionSpec
from organizations.models import Organization, User


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a framework comes from, and what was noticed on the way in."""

    format: str
    filename: str
    data: bytes
    sha256: str
    warnings: Sequence[Problem]
    marks: Sequence[Mark]
    imported_by: User | None


def store(spec: FrameworkSpec, *, organization: Organization | None, origin: Origin) -> Framework:
    """Insert the framework and all it holds, in the caller's transaction.

    The number of queries depends on the depth of the tree only, as far as the database takes a
    bulk insert in one statement.
    """
    framework = _framework(spec, organization, origin)
    FrameworkFile.objects.create(framework=framework, data=origin.data)
    roles = _roles(spec, framework)
    sections = _sections(spec, framework)
    _questions(spec, framework, sections, roles)
    _beside(spec, sections, roles)
    return framework


def _framework(spec: FrameworkSpec, organization: Organization | None, origin: Origin) -> Framework:
    return Framework.objects.create(
        organization=organization,
        key=spec.key,
        version=spec.version,
        name=spec.title,
        description=spec.description,
        publisher=spec.publisher,
        licence=spec.licence,
        attribution=spec.attribution,
        homepage=spec.homepage,
        language=spec.language,
        levels=[asdict(level) for level in spec.levels],
        ladder=list(spec.ladder or DEFAULT_LADDER.caps),
        roll_up=spec.roll_up,
        reading=spec.reading,
        source_id=spec.source_id,
        extra=dict(spec.extra),
        warnings=[
            {"place": one.place, "message": one.message, "hint": one.hint}
            for one in origin.warnings
        ],
        lint=[mark.values() for mark in origin.marks],
        lint_errors=sum(mark.severity is Severity.ERROR for mark in origin.marks),
        lint_warnings=sum(mark.severity is Severity.WARNING for mark in origin.marks),
        source_format=origin.format,
        source_name=origin.filename,
        source_sha256=origin.sha256,
        imported_by=origin.imported_by,
    )


def _roles(spec: FrameworkSpec, framework: Framework) -> dict[str, Role]:
    made = Role.objects.bulk_create(
        Role(framework=framework, key=role.key, name=role.name, position=place)
        for place, role in enumerate(spec.roles)
    )
    return {role.key: role for role in made}


def _sections(spec: FrameworkSpec, framework: Framework) -> dict[str, Section]:
    places = {section.key: place for place, section in enumerate(spec.walk())}
    made: dict[str, Section] = {}
    row: Sequence[tuple[SectionSpec, int | None]] = [(top, None) for top in spec.sections]
    while row:
        rows = Section.objects.bulk_create(
            Section(
                framework_id=framework.pk,
                parent_id=above,
                key=section.key,
                kind=section.kind,
                title=section.title,
                guidance=section.guidance,
                points=list(section.points),
                weight=section.weight,
                resources=_resources(section.resources),
                ref=section.ref,
                source_id=section.source_id,
                extra=dict(section.extra),
                position=places[section.key],
            )
            for section, above in row
        )
        made.update((section.key, section) for section in rows)
        row = [(child, made[one.key].pk) for one, _ in row for child in one.children]
    return made


def _questions(
    spec: FrameworkSpec,
    framework: Framework,
    sections: dict[str, Section],
    roles: dict[str, Role],
) -> None:
    asked = [(section, question) for section in spec.walk() for question in section.questions]
    rows = Question.objects.bulk_create(
        _question(question, framework, sections[section.key], place)
        for place, (section, question) in enumerate(asked)
    )
    stored = [(row, question) for row, (_, question) in zip(rows, asked, strict=True)]
    asking = Question.roles.through
    asking.objects.bulk_create(
        asking(question_id=row.pk, role_id=roles[key].pk)
        for row, question in stored
        for key in question.roles
    )
    _choices(stored)
    _groups(spec, framework, stored)


def _question(spec: QuestionSpec, framework: Framework, section: Section, place: int) -> Question:
    return Question(
        framework_id=framework.pk,
        section_id=section.pk,
        key=spec.key,
        kind=spec.kind,
        text=spec.text,
        help=spec.help,
        weight=spec.weight,
        level_descriptions=[level.description for level in spec.levels],
        rules=[
            {"condition": rule.condition, "risk": rule.risk, "extra": dict(rule.extra)}
            for rule in spec.rules
        ],
        bands=[asdict(band) for band in spec.bands],
        unit=spec.unit,
        tier=spec.tier,
        resources=_resources(spec.resources),
        ref=spec.ref,
        source_id=spec.source_id,
        extra=dict(spec.extra),
        position=place,
    )


def _choices(stored: Sequence[tuple[Question, QuestionSpec]]) -> None:
    Choice.objects.bulk_create(
        Choice(
            question_id=row.pk,
            key=choice.key,
            text=choice.text,
            description=choice.description,
            score=choice.score,
            none_of_these=choice.none_of_these,
            help=_resources(choice.help),
            improvement=_resources(choice.improvement),
            extra=dict(choice.extra),
            position=place,
        )
        for row, question in stored
        for place, choice in enumerate(question.choices)
    )


def _groups(
    spec: FrameworkSpec, framework: Framework, stored: Sequence[tuple[Question, QuestionSpec]]
) -> None:
    made = ImplementationGroup.objects.bulk_create(
        ImplementationGroup(
            framework=framework,
            key=group.key,
            name=group.name,
            description=group.description,
            default=group.default,
            position=place,
        )
        for place, group in enumerate(spec.groups)
    )
    groups = {group.key: group for group in made}
    belonging = Question.groups.through
    belonging.objects.bulk_create(
        belonging(question_id=row.pk, implementationgroup_id=groups[key].pk)
        for row, question in stored
        for key in question.groups
    )


def _resources(resources: Sequence[ResourceSpec]) -> list[dict[str, Any]]:
    return [asdict(resource) for resource in resources]


def _beside(spec: FrameworkSpec, sections: dict[str, Section], roles: dict[str, Role]) -> None:
    """Responsibilities, expected evidence and cloud services."""
    Responsibility.objects.bulk_create(
        Responsibility(
            section=sections[section.key], role=roles[duty.role], text=duty.text, position=place
        )
        for section in spec.walk()
        for place, duty in enumerate(section.responsibilities)
    )
    ExpectedEvidence.objects.bulk_create(
        ExpectedEvidence(
            section=sections[section.key],
            key=item.key,
            title=item.title,
            kind=item.kind,
            description=item.description,
            position=place,
        )
        for section in spec.walk()
        for place, item in enumerate(section.expected_evidence)
    )
    CloudService.objects.bulk_create(
        CloudService(
            section=sections[section.key],
            provider=service.provider,
            name=service.name,
            purpose=service.purpose,
            position=place,
        )
        for section in spec.walk()
        for place, service in enumerate(section.cloud_services)
    )
