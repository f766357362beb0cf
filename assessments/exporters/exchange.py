"""A specification as the plain values of the Plumbline framework format, in canonical order.

Fields stand in the order of the format's lists, what is as usual is left out, a number that is
whole is written so, and whatever stands under `extra` has its names sorted: one framework, one
form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.importers.exchange import words
from assessments.spec import (
    DEFAULT_LEVELS,
    TEAM,
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
    SectionSpec,
)

Plain = dict[str, Any]

_USUAL: Plain = {
    "version": "1.0",
    "language": "en",
    "roll_up": "mean",
    "reading": "aws",
    "weight": 1,
}
"""What stands in the specification where a file says nothing."""
_USUAL_KIND = "level"


class Flow(list[Any]):
    """A short list that reads better on one line."""


def plain_framework(spec: FrameworkSpec) -> Plain:
    """The whole framework."""
    asked = [role.key for role in spec.roles]
    sections = [plain_section(section, asked) for section in spec.sections]
    return plain_head(spec) | {"sections": sections} if sections else plain_head(spec)


def plain_head(spec: FrameworkSpec) -> Plain:
    """Everything but the sections."""
    made = _object(
        words.FRAMEWORK,
        {
            words.MARKER: words.FORMAT,
            "key": spec.key,
            "title": spec.title,
            "version": spec.version,
            "language": spec.language,
            "description": spec.description,
            "publisher": spec.publisher,
            "licence": spec.licence,
            "attribution": spec.attribution,
            "homepage": spec.homepage,
            "source_id": spec.source_id,
            "roll_up": spec.roll_up,
            "reading": spec.reading,
            "ladder": Flow(map(plain_number, spec.ladder)),
            "groups": [_group(group) for group in spec.groups],
            "extra": _extra(spec.extra),
        },
    )
    # These two are not empty by default, so that what is empty has to be said.
    if not spec.version:
        made["version"] = ""
    if tuple(spec.levels) != DEFAULT_LEVELS:
        made["levels"] = [_level(level) for level in spec.levels]
    if tuple(spec.roles) != (TEAM,):
        made["roles"] = plain_roles(spec)
    return {name: made[name] for name in words.FRAMEWORK if name in made}


def plain_roles(spec: FrameworkSpec) -> list[Plain]:
    """The roles of the framework."""
    return [_object(words.ROLE, {"key": role.key, "name": role.name}) for role in spec.roles]


def plain_section(section: SectionSpec, everyone: Sequence[str]) -> Plain:
    """A section with all below it; `everyone` are the keys of the framework's roles."""
    return _object(
        words.SECTION,
        {
            "kind": section.kind,
            "key": section.key,
            "title": section.title,
            "ref": section.ref,
            "source_id": section.source_id,
            "weight": plain_number(section.weight),
            "guidance": section.guidance,
            "points": list(section.points),
            "resources": _resources(section.resources),
            "responsibilities": [_responsibility(duty) for duty in section.responsibilities],
            "expected_evidence": [_expected(item) for item in section.expected_evidence],
            "cloud_services": [_service(service) for service in section.cloud_services],
            "extra": _extra(section.extra),
            "questions": [_question(question, everyone) for question in section.questions],
            "children": [plain_section(child, everyone) for child in section.children],
        },
    )


def _question(question: QuestionSpec, everyone: Sequence[str]) -> Plain:
    all_asked = list(question.roles) == list(everyone)
    return _object(
        words.QUESTION,
        {
            "key": question.key,
            "text": question.text,
            "ref": question.ref,
            "source_id": question.source_id,
            "kind": None if question.kind == _USUAL_KIND else question.kind,
            "weight": plain_number(question.weight),
            "tier": question.tier,
            "roles": None if all_asked else Flow(question.roles),
            "groups": Flow(question.groups),
            "help": question.help,
            "levels": [level.description for level in question.levels],
            "unit": question.unit,
            "bands": [_band(band) for band in question.bands],
            "choices": [_choice(choice) for choice in question.choices],
            "rules": [_rule(rule) for rule in question.rules],
            "resources": _resources(question.resources),
            "extra": _extra(question.extra),
        },
    )


def _choice(choice: ChoiceSpec) -> Plain:
    return _object(
        words.CHOICE,
        {
            "key": choice.key,
            "text": choice.text,
            "score": None if choice.score is None else plain_number(choice.score),
            "none_of_these": choice.none_of_these or None,
            "description": choice.description,
            "help": _resources(choice.help),
            "improvement": _resources(choice.improvement),
            "extra": _extra(choice.extra),
        },
    )


def _rule(rule: RiskRuleSpec) -> Plain:
    values = {"condition": rule.condition, "risk": rule.risk, "extra": _extra(rule.extra)}
    return _object(words.RULE, values)


def _band(band: BandSpec) -> Plain:
    begins = None if band.at_least is None else plain_number(band.at_least)
    return _object(words.BAND, {"at_least": begins, "score": plain_number(band.score)})


def _resources(resources: Sequence[ResourceSpec]) -> list[Plain]:
    return [_object(words.RESOURCE, {"text": one.text, "url": one.url}) for one in resources]


def _responsibility(duty: ResponsibilitySpec) -> Plain:
    return _object(words.RESPONSIBILITY, {"role": duty.role, "text": duty.text})


def _expected(item: ExpectedEvidenceSpec) -> Plain:
    values = {"key": item.key, "title": item.title, "kind": item.kind}
    return _object(words.EXPECTED_EVIDENCE, values | {"description": item.description})


def _service(service: CloudServiceSpec) -> Plain:
    values = {"provider": service.provider, "name": service.name, "purpose": service.purpose}
    return _object(words.CLOUD_SERVICE, values)


def _level(level: LevelSpec) -> Plain:
    values = {"value": level.value, "name": level.name, "description": level.description}
    return _object(words.LEVEL, values)


def _group(group: GroupSpec) -> Plain:
    values = {"key": group.key, "name": group.name, "description": group.description}
    return _object(words.GROUP, values | {"default": group.default or None})


def _object(order: Sequence[str], values: Plain) -> Plain:
    """The values in the format's order, without what is empty and what is as usual."""
    return {name: values[name] for name in order if _is_said(name, values.get(name))}


def _is_said(name: str, value: Any) -> bool:
    return value is not None and value not in ("", [], {}) and value != _USUAL.get(name)


def plain_number(value: float) -> float:
    """The number, without a point where it is whole."""
    return int(value) if float(value).is_integer() else value


def _extra(extra: Mapping[str, Any]) -> Any:
    return _sorted(extra) if extra else {}


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _sorted(value[name]) for name in sorted(value)}
    if isinstance(value, list | tuple):
        return [_sorted(part) for part in value]
    return value
