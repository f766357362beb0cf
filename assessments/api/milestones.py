"""Milestones over REST: listed, and read byte for byte."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessments.api.milestone_serializers import MilestoneSerializer, WholeMilestoneSerializer
from assessments.api.preconditions import not_modified
from assessments.models import Milestone
from organizations.api.fields import caller


class MilestoneFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """By assessment, workload, organization."""

    organization = filters.CharFilter(
        field_name="assessment__organization__slug", label="Short name"
    )
    workload = filters.NumberFilter(field_name="assessment__workload", label="Id of the workload")

    class Meta:
        model = Milestone
        fields = ["assessment"]


class MilestoneViewSet(ReadOnlyModelViewSet[Milestone]):
    """What was published. A milestone never changes."""

    queryset = Milestone.objects.none()
    filterset_class = MilestoneFilter

    def get_queryset(self) -> QuerySet[Milestone]:
        """Those of the caller's organizations; lists without the documents."""
        visible = Milestone.objects.visible_to(caller(self.request)).select_related("published_by")
        return visible.defer("document") if self.action == "list" else visible

    def get_serializer_class(self) -> type[BaseSerializer[Milestone]]:
        """Lists go without the document."""
        return MilestoneSerializer if self.action == "list" else WholeMilestoneSerializer

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.OBJECT})
    @action(detail=True)
    def document(self, request: Request, pk: str) -> HttpResponse:
        """The document byte for byte: its SHA-256 is the milestone's, and its entity tag."""
        found = self.get_object()
        etag = f'"{found.sha256}"'
        answer = not_modified(request, etag) or HttpResponse(
            found.document.encode(), content_type="application/json"
        )
        answer.headers["ETag"] = etag
        return answer
