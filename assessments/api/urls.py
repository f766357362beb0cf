"""Addresses of frameworks and assessments under `/api/v1/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from assessments.api.answers import (
    AnswerApprovalView,
    AnswerHistoryView,
    AnswerListView,
    AnswerRefusalView,
    AnswerView,
)
from assessments.api.assessments import AssessmentViewSet
from assessments.api.findings import FindingViewSet
from assessments.api.frameworks import FrameworkSchemaView, FrameworkViewSet
from assessments.api.links import EvidenceLinkViewSet
from assessments.api.milestones import MilestoneViewSet
from assessments.api.participants import ParticipantListView, ParticipantView
from assessments.api.settlements import SettlementListView, SettlementView
from assessments.api.trace import TraceView
from assessments.api.versions import ComparisonView, MoveListView, MoveUndoView

router = SimpleRouter()
router.register("frameworks", FrameworkViewSet, basename="framework")
router.register("assessments", AssessmentViewSet, basename="assessment")
router.register("evidence-links", EvidenceLinkViewSet, basename="evidence-link")
router.register("findings", FindingViewSet, basename="finding")
router.register("milestones", MilestoneViewSet, basename="milestone")

answer: list[URLPattern | URLResolver] = [
    path("", AnswerView.as_view(), name="answer-detail"),
    path("history/", AnswerHistoryView.as_view(), name="answer-history"),
    path("approve/", AnswerApprovalView.as_view(), name="answer-approve"),
    path("refuse/", AnswerRefusalView.as_view(), name="answer-refuse"),
]

of_assessment: list[URLPattern | URLResolver] = [
    path("trace/", TraceView.as_view(), name="assessment-trace"),
    path("moves/", MoveListView.as_view(), name="move-list"),
    path("moves/<int:pk>/undo/", MoveUndoView.as_view(), name="move-undo"),
    path("participants/", ParticipantListView.as_view(), name="participant-list"),
    path("participants/<int:pk>/", ParticipantView.as_view(), name="participant-detail"),
    path("answers/", AnswerListView.as_view(), name="answer-list"),
    path("answers/<slug:question>/<slug:role>/", include(answer)),
    path("settlements/", SettlementListView.as_view(), name="settlement-list"),
    path("settlements/<slug:question>/", SettlementView.as_view(), name="settlement-detail"),
]

urlpatterns = [
    path(
        "frameworks/<int:old>/compare/<int:new>/",
        ComparisonView.as_view(),
        name="framework-compare",
    ),
    path("framework-schema/", FrameworkSchemaView.as_view(), name="framework-schema"),
    *router.urls,
    path("assessments/<int:assessment>/", include(of_assessment)),
]
