"""Probes over REST: what is ready-made, trying, watching, other bounds."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from evidence.actions import measures, probes, sources
from evidence.api import measure_serializers as serial
from evidence.api.signal_serializers import ProbeSerializer
from evidence.models import Probe, Source
from evidence.presets import presets
from jobs import nudge
from organizations.api.fields import InOrganization, caller, sent
from organizations.models import Workload


class ProbeFilter(InOrganization):
    """By organization, source, workload, metric and preset."""

    class Meta:
        model = Probe
        fields = ["source", "workload", "metric", "preset"]


class PresetListView(APIView):
    """What is ready-made to watch."""

    @extend_schema(
        parameters=[OpenApiParameter("connector", str, description="Only those of this kind.")],
        responses=serial.PresetSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """All presets, by file and in its order."""
        kind = request.query_params.get("connector")
        found: Any = [each for each in presets().values() if kind in (None, each.connector)]
        return Response(serial.PresetSerializer(found, many=True).data)


class ProbeViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    GenericViewSet[Probe],
):
    """What is watched, with its newest reading."""

    queryset = Probe.objects.none()
    serializer_class = ProbeSerializer
    filterset_class = ProbeFilter

    def get_queryset(self) -> QuerySet[Probe]:
        """Those the caller may see."""
        visible = Probe.objects.visible_to(caller(self.request))
        return visible.with_latest().select_related("organization")

    @extend_schema(request=serial.NewProbeSerializer, responses={201: ProbeSerializer})
    def create(self, request: Request) -> Response:
        """Watch a preset with its parameters, or a query of your own. What is left out is what the
        preset proposes. It is read at once."""
        given = sent(self, serial.NewProbeSerializer)
        source, user = self._source(given), caller(request)
        workloads = Workload.objects.visible_to(user)
        made = probes.create(
            source=source,
            workload=get_object_or_404(workloads, pk=given["workload"]),
            measure=serial.measure(source, given),
            asked=serial.asked(source, given),
            by=user,
        )
        if source.is_enabled:
            nudge.after_commit(sources.request_collection(source=source, by=user))
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=serial.TriedSerializer, responses=serial.TrialSerializer)
    @action(detail=False, methods=["post"], url_path="try")
    def try_out(self, request: Request) -> Response:
        """Ask the source once, judge, and store nothing."""
        given = sent(self, serial.TriedSerializer)
        source = self._source(given)
        asked = serial.asked(source, given)
        trial = measures.try_out(
            source=source,
            measure=serial.measure(source, given),
            bounds=asked.bounds,
            window_seconds=asked.window_seconds,
            now=timezone.now(),
            by=caller(request),
        )
        return Response(serial.TrialSerializer(trial).data)

    @extend_schema(request=serial.BoundsSerializer, responses=ProbeSerializer)
    @action(detail=True, methods=["post"])
    def bounds(self, request: Request, pk: str) -> Response:
        """Move the bounds, with a reason that is kept. Readings already judged stay as they are."""
        found = self.get_object()
        given = sent(self, serial.BoundsSerializer)
        probes.change_bounds(
            probe=found,
            bounds=serial.bounds({"comparison": found.comparison, **given}),
            reason=given["reason"],
            by=caller(request),
        )
        return Response(self.get_serializer(self.get_object()).data)

    def perform_destroy(self, instance: Probe) -> None:
        """Remove it with its readings."""
        probes.delete(probe=instance, by=caller(self.request))

    def _source(self, given: dict[str, Any]) -> Source:
        visible = Source.objects.visible_to(caller(self.request)).select_related("organization")
        return get_object_or_404(visible, pk=given["source"])
