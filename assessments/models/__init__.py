"""Frameworks, the assessments made against them, and what people said."""

from assessments.models.answer import Answer, AnswerVersion, Settlement, Standing
from assessments.models.assessment import Assessment, AssessmentState, Participant, Policy
from assessments.models.framework import (
    CloudService,
    ExpectedEvidence,
    Framework,
    Question,
    QuestionKind,
    Responsibility,
    Role,
    Section,
    SectionKind,
)
from assessments.models.link import EvidenceLink
from assessments.models.milestone import Milestone

__all__ = [
    "Answer",
    "AnswerVersion",
    "Assessment",
    "AssessmentState",
    "CloudService",
    "EvidenceLink",
    "ExpectedEvidence",
    "Framework",
    "Milestone",
    "Participant",
    "Policy",
    "Question",
    "QuestionKind",
    "Responsibility",
    "Role",
    "Section",
    "SectionKind",
    "Settlement",
    "Standing",
]
