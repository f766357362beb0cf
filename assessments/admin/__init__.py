"""The admin of frameworks and assessments; importing a module registers its models."""

from assessments.admin import (
    answers,
    assessments,
    evidence_links,
    findings,
    framework_parts,
    frameworks,
    milestones,
    moves,
)

__all__ = [
    "answers",
    "assessments",
    "evidence_links",
    "findings",
    "framework_parts",
    "frameworks",
    "milestones",
    "moves",
]
