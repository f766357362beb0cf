"""Frameworks, the assessments made against them, and what people said."""

from assessments.models.answer import Answer, AnswerVersion, Settlement, Standing
from assessments.models.assessment import Assessment, AssessmentState, Participant, Policy
from assessments.models.finding import Finding, FindingState, Resolution
from assessments.models.framework import (
    CloudService,
    ExpectedEvidence,
    Framework,
    Reading,
    Responsibility,
    Role,
    RollUp,
    Section,
    SectionKind,
)
from assessments.models.framework_file import FrameworkFile, Upload
from assessments.models.link import EvidenceLink
from assessments.models.milestone import Milestone
from assessments.models.move import Move
from assessments.models.question import Choice, ImplementationGroup, Question, QuestionKind

__all__ = [
    "Answer",
    "AnswerVersion",
    "Assessment",
    "AssessmentState",
    "Choice",
    "CloudService",
    "EvidenceLink",
    "ExpectedEvidence",
    "Finding",
    "FindingState",
    "Framework",
    "FrameworkFile",
    "ImplementationGroup",
    "Milestone",
    "Move",
    "Participant",
    "Policy",
    "Question",
    "QuestionKind",
    "Reading",
    "Resolution",
    "Responsibility",
    "Role",
    "RollUp",
    "Section",
    "SectionKind",
    "Settlement",
    "Standing",
    "Upload",
]
