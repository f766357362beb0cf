"""Metrics systems over REST: what kinds there are, adding one, reaching it, collecting from it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from evidence.actions import measures, pushing, sources
from evidence.api import point_serializers
from evidence.api import source_serializers as serial
from evidence.connectors import connectors
from evidence.models import Source
from jobs import nudge
from jobs.api.serializers import JobSerializer
from organizations.api.fields import InOrganization, caller, sent
from organizations.models import Scope


class SourceFilter(InOrganization):
    """By organization and connector."""

    class Meta:
        model = Source
        fields = ["connector", "is_enabled"]


class ConnectorListView(APIView):
    """The kinds of systems that can be watched, and what each asks for."""

    @extend_schema(responses=serial.ConnectorSerializer(many=True))
    def get(self, request: Request) -> Response:
        """All of them, by name."""
        found: Any = sorted(connectors().values(), key=lambda each: each.label)
        return Response(serial.ConnectorSerializer(found, many=True).data)


class SourceViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    GenericViewSet[Source],
):
    """The metrics systems of the caller's organizations."""

    queryset = Source.objects.none()
    serializer_class = serial.SourceSerializer
    filterset_class = SourceFilter
    token_scope: Scope | None = None

    def get_queryset(self) -> QuerySet[Source]:
        """Those the caller may see."""
        return Source.objects.visible_to(caller(self.request)).select_related("organization")

    @extend_schema(request=serial.NewSourceSerializer, responses={201: serial.SourceSerializer})
    def create(self, request: Request) -> Response:
        """Add one; it is due at once. Secrets are only referred to, never sent."""
        given = sent(self, serial.NewSourceSerializer)
        made = sources.create(
            organization=given["organization"],
            connector=given["connector"],
            wanted=serial.wanted(given),
            by=caller(request),
        )
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=serial.ChangedSourceSerializer, responses=serial.SourceSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; the rest stays. Settings are sent whole."""
        found = self.get_object()
        given = sent(self, serial.ChangedSourceSerializer, partial=True)
        wanted = serial.wanted({**serial.as_it_is(found), **given})
        made = sources.change(source=found, wanted=wanted, by=caller(request))
        return Response(self.get_serializer(made).data)

    @extend_schema(request=serial.SwitchSerializer, responses=serial.SourceSerializer)
    @action(detail=True, methods=["post"])
    def switch(self, request: Request, pk: str) -> Response:
        """Collect from it, or stop."""
        on = sent(self, serial.SwitchSerializer)["on"]
        made = sources.switch(source=self.get_object(), on=on, by=caller(request))
        return Response(self.get_serializer(made).data)

    @extend_schema(request=serial.CheckSerializer, responses=serial.AnsweredSerializer)
    @action(detail=False, methods=["post"])
    def check(self, request: Request) -> Response:
        """Try to reach a source that need not be stored."""
        said = sources.check(by=caller(request), **sent(self, serial.CheckSerializer))
        return Response({"answered": said})

    @extend_schema(
        parameters=[OpenApiParameter("what", str, required=True, description="What to list.")],
        responses=serial.KnownSerializer,
    )
    @action(detail=True, methods=["get"])
    def known(self, request: Request, pk: str) -> Response:
        """What the source lists to choose from; other parameters are those chosen so far."""
        given = {name: str(value) for name, value in request.query_params.items()}
        what = given.pop("what", "")
        found = measures.discover(
            source=self.get_object(),
            what=what,
            given=given,
            by=caller(request),
        )
        return Response({"values": found})

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

    @extend_schema(
        request=point_serializers.PointsSerializer, responses=point_serializers.TakenSerializer
    )
    @action(detail=True, methods=["post"], token_scope=Scope.READINGS)
    def points(self, request: Request, pk: str) -> Response:
        """Send figures to a source of the kind `push`, at most 1,000 at a time.

        All are taken or none. Sent again, they are kept once; with another value for the same
        moment they are corrected. The source is then collected within a minute. This is what a
        token that only sends readings opens.
        """
        given = sent(self, point_serializers.PointsSerializer)
        taken = pushing.push(
            source=self.get_object(), points=point_serializers.pushed(given), by=caller(request)
        )
        return Response(point_serializers.TakenSerializer(taken).data)
