"""A stored framework as the specification that an importer gave: rows in, plain values out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.models import (
    Choice,
    CloudService,
    ExpectedEvidence,
    Framework,
    Question,
    Responsibility,
    Section,
)
from assessments.spec import (
    BandSpec,
    ChoiceSpec,
    CloudServiceSpec,
    ExpectedEvidenceSpec,
    FrameworkSpec,
    GroupSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    ResponsibilitySpec,
    RiskRuleSpec,
    RoleSpec,
    SectionSpec,
)


def spec_of(framework: Framework) -> FrameworkSpec:
    """The framework with all it holds, as it was imported, in ten queries whatever its size."""
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
        attribution=framework.attribution,
        homepage=framework.homepage,
        language=framework.language,
        levels=levels,
        ladder=tuple(framework.ladder),
        roll_up=framework.roll_up,
        reading=framework.reading,
        groups=tuple(
            GroupSpec(group.key, group.name, group.description, group.default)
            for group in framework.groups.order_by("position")
        ),
        source_id=framework.source_id,
        extra=framework.extra,
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
    for question in _asked(framework):
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
        points=tuple(section.points),
        weight=section.weight,
        resources=_resources(section.resources),
        ref=section.ref,
        source_id=section.source_id,
        extra=section.extra,
    )


def _asked(framework: Framework) -> Sequence[Question]:
    return list(Question.objects.filter(framework=framework).whole().prefetch_related("groups"))


def _question(question: Question, levels: Sequence[LevelSpec]) -> QuestionSpec:
    # Fewer descriptions than levels means none: an importer gives all of them or none.
    described = zip(levels, question.level_descriptions, strict=False)
    return QuestionSpec(
        key=question.key,
        text=question.text,
        roles=tuple(role.key for role in question.all_roles),
        help=question.help,
        kind=question.kind,
        weight=question.weight,
        levels=tuple(LevelSpec(level.value, level.name, said) for level, said in described),
        choices=tuple(_choice(choice) for choice in question.all_choices),
        rules=tuple(
            RiskRuleSpec(rule["condition"], rule["risk"], rule.get("extra", {}))
            for rule in question.rules
        ),
        bands=tuple(BandSpec(band["at_least"], band["score"]) for band in question.bands),
        unit=question.unit,
        tier=question.tier,
        resources=_resources(question.resources),
        groups=tuple(group.key for group in question.groups.all()),
        ref=question.ref,
        source_id=question.source_id,
        extra=question.extra,
    )


def _choice(choice: Choice) -> ChoiceSpec:
    return ChoiceSpec(
        key=choice.key,
        text=choice.text,
        description=choice.description,
        score=choice.score,
        none_of_these=choice.none_of_these,
        help=_resources(choice.help),
        improvement=_resources(choice.improvement),
        extra=choice.extra,
    )


def _resources(rows: Sequence[Mapping[str, Any]]) -> tuple[ResourceSpec, ...]:
    return tuple(ResourceSpec(row["text"], row["url"]) for row in rows)
