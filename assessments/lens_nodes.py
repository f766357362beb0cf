"""The parts of a framework as the JSON objects of an AWS custom lens: its names and its shape.

The importer compares what it read with these objects and keeps the difference; the exporter writes
them. Each is made without the parts below it: their list is there, and empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assessments.plain_text import plain_text
from assessments.spec import (
    ChoiceSpec,
    Extra,
    FrameworkSpec,
    QuestionSpec,
    ResourceSpec,
    RiskRuleSpec,
    SectionSpec,
)

FORMAT = "aws-custom-lens"
"""The format's name, and the key of what is kept for it in a part's `extra`."""
SCHEMA_VERSION = "2021-11-01"
RISKS = {"high": "HIGH_RISK", "medium": "MEDIUM_RISK", "none": "NO_RISK"}
"""Our word for a risk, and the format's."""
CHILDREN = ("pillars", "questions", "choices", "riskRules")
"""The lists that hold the parts below."""
HELPFUL, IMPROVEMENT = "HELPFUL_RESOURCE", "IMPROVEMENT_PLAN"
NONE_SUFFIX = "_no"
"""How the id of a choice ends that stands for none of the others."""

Json = dict[str, Any]


def kept(extra: Extra) -> Any:
    """What a part keeps for this format; an empty object where it keeps nothing."""
    return extra.get(FORMAT, {})


def came_from_lens(spec: FrameworkSpec) -> bool:
    """Whether the framework is a lens that was imported, and still has the shape of one."""
    return FORMAT in spec.extra and all(
        not section.children and all(question.kind == "multiple" for question in section.questions)
        for section in spec.sections
    )


def lens_node(spec: FrameworkSpec) -> Json:
    """The lens itself."""
    return {
        "schemaVersion": SCHEMA_VERSION,
        "name": spec.title,
        "description": spec.description,
        "pillars": [],
    }


def pillar_node(section: SectionSpec) -> Json:
    """A pillar. The format knows no description of one, but authors write it."""
    return {
        "id": section.source_id or section.key,
        "name": section.title,
        **_if_any("description", plain_text(section.guidance)),
        "questions": [],
    }


def question_node(question: QuestionSpec) -> Json:
    """A question. The format knows one resource of it only, but authors write more."""
    return {
        "id": question.source_id or question.key,
        "title": question.text,
        **_if_any("description", plain_text(question.help)),
        **_if_any("helpfulResource", _first(question.resources)),
        "choices": [],
        "riskRules": [],
        **_if_any("additionalResources", _further(HELPFUL, question.resources[1:])),
    }


def choice_node(choice: ChoiceSpec) -> Json:
    """A choice. The format knows no description of one, but authors write it."""
    further = [
        *_further(HELPFUL, choice.help[1:]),
        *_further(IMPROVEMENT, choice.improvement[1:]),
    ]
    return {
        "id": choice.key,
        "title": choice.text,
        **_if_any("description", plain_text(choice.description)),
        **_if_any("helpfulResource", _first(choice.help)),
        **_if_any("improvementPlan", _first(choice.improvement)),
        **_if_any("additionalResources", further),
    }


def rule_node(rule: RiskRuleSpec) -> Json:
    """A risk rule."""
    return {"condition": rule.condition, "risk": RISKS[rule.risk]}


def resource_node(resource: ResourceSpec) -> Json:
    """A text and an address, where there are any."""
    return {**_if_any("displayText", resource.text), **_if_any("url", resource.url)}


def _first(resources: Sequence[ResourceSpec]) -> Json:
    return resource_node(resources[0]) if resources else {}


def _further(kind: str, resources: Sequence[ResourceSpec]) -> list[Json]:
    content = [resource_node(resource) for resource in resources]
    return [{"type": kind, "content": content}] if content else []


def _if_any(key: str, value: Any) -> Json:
    return {key: value} if value else {}
