"""A stored framework as the specification that an importer gave: rows in, plain values out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.models import (
    CloudService,
    ExpectedEvidence,
    Framework,
    Question,
    Responsibility,
    Section,
)
from assessments.spec import (
    CloudServiceSpec,
    ExpectedEvidenceSpec,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    ResponsibilitySpec,
    RoleSpec,
    SectionSpec,
)


def spec_of(framework: Framework) -> FrameworkSpec:
    """The framework with all it holds, in seven queries whatever its size.

    The same as was imported, except that single points of advice stand in the guidance only.
    """
    levels = tuple(
        LevelSpec(int(level["value"]), level["name"], level.get("description", ""))
        for level in framework.levels
    )
    held = _held(framework, levels)
    return FrameworkSpec(
        key=framework.key,
        title=framework.name,
        description=framework.description,
        version=framework.version,
        publisher=framework.publisher,
        licence=framework.licence,
        language=framework.language,
        levels=levels,
        ladder=tuple(framework.ladder),
        roles=tuple(RoleSpec(role.key, role.name) for role in framework.roles.order_by("position")),
        sections=tuple(_section(held, section) for section in held.sections[None]),
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """A framework's rows, sections by the id of their parent, all else by that of its section."""

    sections: dict[int | None, list[Section]] = field(default_factory=lambda: defaultdict(list))
    questions: dict[int, list[QuestionSpec]] = field(default_factory=lambda: defaultdict(list))
    responsibilities: dict[int, list[ResponsibilitySpec]] = field(
        default_factory=lambda: defaultdict(list)
    )
    expected: dict[int, list[ExpectedEvidenceSpec]] = field(
        default_factory=lambda: defaultdict(list)
    )
    services: dict[int, list[CloudServiceSpec]] = field(default_factory=lambda: defaultdict(list))


def _held(framework: Framework, levels: Sequence[LevelSpec]) -> _Held:
    held = _Held()
    for section in framework.sections.order_by("position"):
        held.sections[section.parent_id].append(section)
    for question in framework.questions.prefetch_related("roles").order_by("position"):
        held.questions[question.section_id].append(_question(question, levels))
    within = {"section__framework": framework}
    for duty in Responsibility.objects.filter(**within).select_related("role").order_by("position"):
        held.responsibilities[duty.section_id].append(ResponsibilitySpec(duty.role.key, duty.text))
    for item in ExpectedEvidence.objects.filter(**within).order_by("position"):
        held.expected[item.section_id].append(
            ExpectedEvidenceSpec(item.key, item.title, item.kind, item.description)
        )
    for service in CloudService.objects.filter(**within).order_by("position"):
        held.services[service.section_id].append(
            CloudServiceSpec(service.provider, service.name, service.purpose)
        )
    return held


def _section(held: _Held, section: Section) -> SectionSpec:
    return SectionSpec(
        kind=section.kind,
        key=section.key,
        title=section.title,
        guidance=section.guidance,
        children=tuple(_section(held, child) for child in held.sections[section.pk]),
        questions=tuple(held.questions[section.pk]),
        responsibilities=tuple(held.responsibilities[section.pk]),
        expected_evidence=tuple(held.expected[section.pk]),
        cloud_services=tuple(held.services[section.pk]),
    )


def _question(question: Question, levels: Sequence[LevelSpec]) -> QuestionSpec:
    # Fewer descriptions than levels means none: an importer gives all of them or none.
    described = zip(levels, question.level_descriptions, strict=False)
    return QuestionSpec(
        key=question.key,
        text=question.text,
        roles=tuple(role.key for role in question.roles.all()),
        help=question.help,
        kind=question.kind,
        weight=question.weight,
        levels=tuple(LevelSpec(level.value, level.name, said) for level, said in described),
    )
