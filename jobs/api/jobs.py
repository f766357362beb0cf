"""Jobs over REST: whoever ordered work asks here how far it is, and what the queues take."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ReadOnlyModelViewSet

from jobs import actions, figures, nudge
from jobs.api.serializers import AskedFiguresSerializer, FiguresSerializer, JobSerializer
from jobs.models import Job
from organizations.api.fields import InOrganization, caller


class JobFilter(InOrganization):
    """By organization, state, queue, task, and when it was requested."""

    since = filters.IsoDateTimeFilter(
        field_name="created_at", lookup_expr="gte", label="Requested since"
    )
    until = filters.IsoDateTimeFilter(
        field_name="created_at", lookup_expr="lt", label="Requested before"
    )

    class Meta:
        model = Job
        fields = ["state", "queue", "task"]


class JobViewSet(ReadOnlyModelViewSet[Job]):
    """Background work of the caller's organizations, the newest first; an operator sees all."""

    queryset = Job.objects.none()
    serializer_class = JobSerializer
    filterset_class = JobFilter
    ordering = ("-created_at", "-pk")

    def get_queryset(self) -> QuerySet[Job]:
        """Those the caller may see."""
        return Job.objects.visible_to(caller(self.request)).select_related("organization")

    @extend_schema(parameters=[AskedFiguresSerializer], responses=FiguresSerializer, filters=False)
    @action(detail=False, pagination_class=None)
    def figures(self, request: Request) -> Response:
        """What every queue does now, and what its work of the last hours took."""
        asked = AskedFiguresSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        mine = Job.objects.visible_to(caller(request))
        if slug := asked.validated_data.get("organization"):
            mine = mine.filter(organization__slug=slug)
        now, span = timezone.now(), dt.timedelta(hours=asked.validated_data["hours"])
        shown = {"at": now, "since": now - span, "queues": figures.by_queue(mine, now, span)}
        return Response(FiguresSerializer(shown).data)

    @extend_schema(
        request=None,
        responses={
            202: OpenApiResponse(JobSerializer, "Back in line. `Location` says how far it is.")
        },
    )
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Put a failed job back in line with all its attempts. It takes an owner."""
        job = actions.retry(job=self.get_object(), by=caller(request))
        nudge.after_commit(job)
        headers = {"Location": reverse("job-detail", args=[job.pk], request=request)}
        shown = self.get_serializer(job).data
        return Response(shown, status=status.HTTP_202_ACCEPTED, headers=headers)
