"""A framework's specification as rows: bulk inserts, one round per depth of the tree."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.models import (
    CloudService,
    ExpectedEvidence,
    Framework,
    Question,
    Responsibility,
    Role,
    Section,
)
from assessments.scoring import DEFAULT_LADDER
from assessments.spec import FrameworkSpec, SectionSpec
from organizations.models import Organization, User


def store(
    spec: FrameworkSpec,
    *,
    organization: Organization | None,
    source_format: str,
    source_name: str,
    source_sha256: str,
    imported_by: User | None,
) -> Framework:
    """Insert the framework and all it holds, in the caller's transaction."""
    framework = Framework.objects.create(
        organization=organization,
        key=spec.key,
        version=spec.version,
        name=spec.title,
        description=spec.description,
        publisher=spec.publisher,
        licence=spec.licence,
        language=spec.language,
        levels=[
            {"value": level.value, "name": level.name, "description": level.description}
            for level in spec.levels
        ],
        ladder=list(spec.ladder or DEFAULT_LADDER.caps),
        source_format=source_format,
        source_name=source_name,
        source_sha256=source_sha256,
        imported_by=imported_by,
    )
    roles = _roles(spec, framework)
    sections = _sections(spec, framework)
    _questions(spec, framework, sections, roles)
    _beside(spec, sections, roles)
    return framework


def _roles(spec: FrameworkSpec, framework: Framework) -> dict[str, Role]:
    made = Role.objects.bulk_create(
        Role(framework=framework, key=role.key, name=role.name, position=place)
        for place, role in enumerate(spec.roles)
    )
    return {role.key: role for role in made}


def _sections(spec: FrameworkSpec, framework: Framework) -> dict[str, Section]:
    places = {section.key: place for place, section in enumerate(spec.walk())}
    made: dict[str, Section] = {}
    row: Sequence[tuple[SectionSpec, Section | None]] = [(top, None) for top in spec.sections]
    while row:
        rows = Section.objects.bulk_create(
            Section(
                framework=framework,
                parent=parent,
                key=section.key,
                kind=section.kind,
                title=section.title,
                guidance=section.guidance,
                position=places[section.key],
            )
            for section, parent in row
        )
        made.update((section.key, section) for section in rows)
        row = [(child, made[above.key]) for above, _ in row for child in above.children]
    return made


def _questions(
    spec: FrameworkSpec,
    framework: Framework,
    sections: dict[str, Section],
    roles: dict[str, Role],
) -> None:
    asked = [(section, question) for section in spec.walk() for question in section.questions]
    rows = Question.objects.bulk_create(
        Question(
            framework=framework,
            section=sections[section.key],
            key=question.key,
            kind=question.kind,
            text=question.text,
            help=question.help,
            weight=question.weight,
            level_descriptions=[level.description for level in question.levels],
            position=place,
        )
        for place, (section, question) in enumerate(asked)
    )
    asking = Question.roles.through
    asking.objects.bulk_create(
        asking(question_id=row.pk, role_id=roles[key].pk)
        for row, (_, question) in zip(rows, asked, strict=True)
        for key in question.roles
    )


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
