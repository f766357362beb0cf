"""What a framework and its parts say, field by field, in words that can be compared. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from assessments.spec import ChoiceSpec, FrameworkSpec, QuestionSpec, ResourceSpec, SectionSpec

Whole = TypeVar("Whole", FrameworkSpec, SectionSpec, QuestionSpec, ChoiceSpec)
Getters = dict[str, Callable[[Whole], str]]
"""By the name of a field, what it says."""


def _read(resources: Iterable[ResourceSpec]) -> str:
    return "\n".join(f"{one.text} {one.url}".strip() for one in resources)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


FACTS: Getters[FrameworkSpec] = {
    "name": lambda spec: spec.title,
    "description": lambda spec: spec.description,
    "publisher": lambda spec: spec.publisher,
    "licence": lambda spec: spec.licence,
    "language": lambda spec: spec.language,
    "scale": lambda spec: "\n".join(
        f"{one.value} {one.name}: {one.description}" for one in spec.levels
    ),
    "ladder": lambda spec: ", ".join(map(_number, spec.ladder)),
    "roll-up": lambda spec: spec.roll_up,
    "reading": lambda spec: spec.reading,
    "roles": lambda spec: ", ".join(role.name for role in spec.roles),
    "implementation groups": lambda spec: ", ".join(group.name for group in spec.groups),
}

OF_SECTION: Getters[SectionSpec] = {
    "title": lambda one: one.title,
    "reference": lambda one: one.ref,
    "kind": lambda one: one.kind.replace("_", " "),
    "guidance": lambda one: one.guidance,
    "weight": lambda one: _number(one.weight),
    "to read": lambda one: _read(one.resources),
    "responsibilities": lambda one: "\n".join(f"{d.role}: {d.text}" for d in one.responsibilities),
    "expected evidence": lambda one: "\n".join(
        f"{item.title} ({item.kind}) {item.description}".strip() for item in one.expected_evidence
    ),
    "cloud services": lambda one: "\n".join(
        f"{service.provider} {service.name}: {service.purpose}" for service in one.cloud_services
    ),
}

ASKED: Getters[QuestionSpec] = {
    "question": lambda one: one.text,
    "kind": lambda one: one.kind,
    "levels": lambda one: "\n".join(f"{level.value}: {level.description}" for level in one.levels),
    "risk rules": lambda one: "\n".join(f"{rule.risk}: {rule.condition}" for rule in one.rules),
    "bands": lambda one: "\n".join(
        f"from {_number(band.at_least) or 'anywhere'}: {_number(band.score)}" for band in one.bands
    ),
    "unit": lambda one: one.unit,
}
"""What an answer depends on: where one of these changed, an answer needs to be confirmed."""

OF_QUESTION: Getters[QuestionSpec] = ASKED | {
    "reference": lambda one: one.ref,
    "help": lambda one: one.help,
    "asked of": lambda one: ", ".join(one.roles),
    "weight": lambda one: _number(one.weight),
    "implementation groups": lambda one: ", ".join(one.groups),
    "to read": lambda one: _read(one.resources),
}

OF_CHOICE: Getters[ChoiceSpec] = {
    "choice": lambda one: one.text,
    "description": lambda one: one.description,
    "score": lambda one: _number(one.score),
    "none of these": lambda one: "yes" if one.none_of_these else "no",
    "helpful resources": lambda one: _read(one.help),
    "improvement plan": lambda one: _read(one.improvement),
}
