"""Assessments over REST: looked at with their scores, created, changed, moved on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from assessments.actions import assessments, milestones
from assessments.api import assessment_serializers as serializers
from assessments.api.milestone_serializers import MilestoneSerializer
from assessments.disclosure import questions_open_to
from assessments.models import Assessment
from assessments.picture import Picture, take
from organizations.api.fields import InOrganization, caller, sent
from organizations.models import User


class AssessmentFilter(InOrganization):
    """By organization, workload, framework, state."""

    class Meta:
        model = Assessment
        fields = ["workload", "framework", "state"]


@dataclass(frozen=True, slots=True)
class Shown:
    """The scores that one person may see."""

    picture: Picture
    user: User

    @property
    def context(self) -> dict[str, Any]:
        """For the serializers of scores."""
        score, open_keys = self.picture.score, questions_open_to(self.user, self.picture)
        shown = {
            "moment": self.picture.moment,
            "maximum": self.picture.maximum,
            "overall": score.overall,
            "sections": list(score.sections.values()),
            "questions": [one for key, one in score.questions.items() if key in open_keys],
        }
        return {"maximum": self.picture.maximum, "score": shown}


class AssessmentViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    GenericViewSet[Assessment],
):
    """Assessments of the caller's organizations."""

    queryset = Assessment.objects.none()
    serializer_class = serializers.AssessmentSerializer
    filterset_class = AssessmentFilter
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> QuerySet[Assessment]:
        """Those the caller may see."""
        visible = Assessment.objects.visible_to(caller(self.request))
        return visible.with_subject().select_related("created_by").prefetch_related("groups")

    @extend_schema(responses=serializers.ScoredAssessmentSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One assessment with claimed and proven, for every question, section and the whole."""
        found = self.get_object()
        context = Shown(take(found), caller(request)).context
        return Response(serializers.ScoredAssessmentSerializer(found, context=context).data)

    @extend_schema(
        request=serializers.NewAssessmentSerializer,
        responses={201: serializers.AssessmentSerializer},
    )
    def create(self, request: Request) -> Response:
        """Create a draft."""
        given = sent(self, serializers.NewAssessmentSerializer)
        made = assessments.create(by=caller(request), **given)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=serializers.AssessmentChangeSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change title, due day, policy, reading or groups, while it is a draft or open."""
        found = self.get_object()
        given = sent(self, serializers.AssessmentChangeSerializer)
        given = serializers.with_groups(given, found.framework)
        before = {"title": found.title, "due_on": found.due_on, "policy": found.policy}
        return self._shown(
            assessments.change(assessment=found, by=caller(request), **(before | given))
        )

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="open")
    def open_for_answers(self, request: Request, pk: str) -> Response:
        """Let the participants answer."""
        found = self.get_object()
        return self._shown(assessments.open_for_answers(assessment=found, by=caller(request)))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Freeze the answers and ask for review."""
        return self._shown(assessments.submit(assessment=self.get_object(), by=caller(request)))

    @extend_schema(request=serializers.ApprovalSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Sign the answers off."""
        given = sent(self, serializers.ApprovalSerializer)
        found = self.get_object()
        return self._shown(assessments.approve(assessment=found, by=caller(request), **given))

    @extend_schema(request=serializers.ReopeningSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Back to open, with what has to change."""
        given = sent(self, serializers.ReopeningSerializer)
        found = self.get_object()
        return self._shown(assessments.reopen(assessment=found, by=caller(request), **given))

    @extend_schema(request=serializers.PublicationSerializer, responses={201: MilestoneSerializer})
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Freeze it as its next milestone."""
        given = sent(self, serializers.PublicationSerializer)
        made = milestones.publish(assessment=self.get_object(), by=caller(request), **given)
        return Response(MilestoneSerializer(made).data, status=status.HTTP_201_CREATED)

    def _shown(self, assessment: Assessment) -> Response:
        return Response(self.get_serializer(assessment).data)
