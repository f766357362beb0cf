"""Sources, probes and readings over REST: looked at, and collected now."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from evidence.actions import sources
from evidence.api import signal_serializers as serializers
from evidence.models import Probe, Reading, SignalState, Source
from jobs import nudge
from jobs.api.serializers import JobSerializer
from organizations.api.fields import InOrganization, caller


class SourceFilter(InOrganization):
    """By organization and connector."""

    class Meta:
        model = Source
        fields = ["connector", "is_enabled"]


class ProbeFilter(InOrganization):
    """By organization, source, workload and metric."""

    class Meta:
        model = Probe
        fields = ["source", "workload", "metric"]


class ReadingFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """By organization, probe, state and time of reading."""

    organization = filters.CharFilter(field_name="probe__organization__slug", label="Short name")
    state = filters.ChoiceFilter(choices=SignalState.choices)
    since = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte", label="Read since")
    until = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt", label="Read before")

    class Meta:
        model = Reading
        fields = ["probe"]


class SourceViewSet(ReadOnlyModelViewSet[Source]):
    """The metrics systems of the caller's organizations."""

    queryset = Source.objects.none()
    serializer_class = serializers.SourceSerializer
    filterset_class = SourceFilter

    def get_queryset(self) -> QuerySet[Source]:
        """Those the caller may see."""
        return Source.objects.visible_to(caller(self.request)).select_related("organization")

    @extend_schema(
        request=None,
        responses={
            202: OpenApiResponse(JobSerializer, "Asked for. `Location` says how far it is.")
        },
    )
    @action(detail=True, methods=["post"])
    def collect(self, request: Request, pk: str) -> Response:
        """Collect from it now; asked for twice, it is one job."""
        job = sources.request_collection(source=self.get_object(), by=caller(request))
        nudge.after_commit(job)
        shown = JobSerializer(job, context=self.get_serializer_context())
        headers = {"Location": reverse("job-detail", args=[job.pk], request=request)}
        return Response(shown.data, status=status.HTTP_202_ACCEPTED, headers=headers)


class ProbeViewSet(ReadOnlyModelViewSet[Probe]):
    """What is watched, with its newest reading."""

    queryset = Probe.objects.none()
    serializer_class = serializers.ProbeSerializer
    filterset_class = ProbeFilter

    def get_queryset(self) -> QuerySet[Probe]:
        """Those the caller may see."""
        visible = Probe.objects.visible_to(caller(self.request))
        return visible.with_latest().select_related("organization")


class ReadingViewSet(ReadOnlyModelViewSet[Reading]):
    """What was read, the newest first; one alone comes with its points."""

    queryset = Reading.objects.none()
    serializer_class = serializers.ReadingSerializer
    filterset_class = ReadingFilter
    ordering = ("-at", "-pk")

    def get_queryset(self) -> QuerySet[Reading]:
        """Those the caller may see; a list leaves the points in the database."""
        visible = Reading.objects.visible_to(caller(self.request))
        return visible.defer("series") if self.action == "list" else visible

    def get_serializer_class(self) -> type[BaseSerializer[Reading]]:
        """Points only where one reading is asked for."""
        if self.action == "retrieve":
            return serializers.WholeReadingSerializer
        return serializers.ReadingSerializer
