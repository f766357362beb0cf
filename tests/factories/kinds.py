"""Questions of every kind, with their choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.models import Choice, Framework, Question, Section
from organizations.models import Organization
from tests.factories.assessments import framework_with

NONE_OF_THESE = "queue_no"

QUEUES: Sequence[Mapping[str, Any]] = (
    {
        "key": "queue_peaks",
        "text": "Peaks wait in queues",
        "help": [{"text": "What to queue first", "url": "https://example.org/queue"}],
        "improvement": [{"text": "Begin with the slowest call.", "url": ""}],
    },
    {
        "key": "queue_alarms",
        "text": "The age of the oldest message has an alarm",
        "improvement": [{"text": "Set an alarm", "url": "https://example.org/alarm"}],
    },
    {
        "key": "queue_dead",
        "text": "Every queue has a dead-letter queue",
        "description": "One that *somebody* reads.",
        "improvement": [{"text": "Give each its own.", "url": ""}],
    },
    {"key": NONE_OF_THESE, "text": "None of these", "none_of_these": True},
)
"""Choices of which several can be ticked."""

QUEUE_RULES = (
    {"condition": "queue_peaks && queue_alarms && queue_dead", "risk": "none"},
    {"condition": "queue_peaks && queue_alarms", "risk": "medium"},
    {"condition": "default", "risk": "high"},
)

SCORED: Sequence[Mapping[str, Any]] = (
    {"key": "no", "text": "No", "score": 0.0},
    {"key": "some", "text": "Yes, for some", "score": 0.5},
    {"key": "most", "text": "Yes, for most or all", "score": 1.0},
)
"""Choices of which one is chosen."""

KINDS: Mapping[str, Mapping[str, Any]] = {
    "level": {},
    "single": {},
    "multiple": {"rules": list(QUEUE_RULES)},
    "boolean": {},
    "number": {
        "unit": "s",
        "bands": [{"at_least": None, "score": 1.0}, {"at_least": 300, "score": 0.4}],
    },
    "text": {},
}

CHOICES = {"single": SCORED, "multiple": QUEUES}


def ask(section: Section, kind: str, *, key: str = "", **given: Any) -> Question:
    """One more question of this kind, asked of every role of the framework; its key is the kind's
    name unless given, `choices` are those above unless given."""
    framework = section.framework
    choices = given.pop("choices", CHOICES.get(kind, ()))
    question = Question.objects.create(
        framework=framework,
        section=section,
        key=key or kind,
        kind=kind,
        position=framework.questions.count(),
        **{"text": f"A question answered with {kind}?", **KINDS[kind], **given},
    )
    question.roles.set(framework.roles.all())
    Choice.objects.bulk_create(
        Choice(question=question, position=place, **one) for place, one in enumerate(choices)
    )
    return question


def every_kind(organization: Organization | None = None) -> Framework:
    """A framework of one practice with a question of each kind; their keys are the kinds."""
    framework = framework_with(practices=1, questions=0, organization=organization)
    section = framework.sections.get()
    for kind in KINDS:
        ask(section, kind)
    return framework
