"""Reports over REST: ordered, asked after, fetched."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ReadOnlyModelViewSet

from jobs import nudge
from organizations.api.fields import caller, sent
from reports.actions import orders
from reports.api.serializers import OrderSerializer, ReportSerializer
from reports.delivery import stored_file
from reports.models import Report


class PdfRenderer(BaseRenderer):
    """Lets a client ask for `application/pdf`; the file itself is streamed, not rendered."""

    media_type = "application/pdf"
    format = "pdf"
    charset = None
    render_style = "binary"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        """Only a problem comes here, where the client takes nothing but a PDF."""
        return JSONRenderer().render(data)


class ReportViewSet(ReadOnlyModelViewSet[Report]):
    """Reports on the caller's assessments, oldest first."""

    queryset = Report.objects.none()
    serializer_class = ReportSerializer
    filterset_fields = ["assessment", "milestone"]

    def get_queryset(self) -> QuerySet[Report]:
        """Those the caller may see."""
        return Report.objects.visible_to(caller(self.request)).with_subject()

    @extend_schema(
        request=OrderSerializer,
        responses={
            202: OpenApiResponse(
                ReportSerializer, "Ordered. `Location` is where to ask how far it is."
            )
        },
    )
    def create(self, request: Request) -> Response:
        """Order a report. While the same one is waiting or running, this gives that one."""
        report = orders.order(by=caller(request), **sent(self, OrderSerializer))
        nudge.after_commit(report.job)
        return Response(
            self.get_serializer(report).data,
            status=status.HTTP_202_ACCEPTED,
            headers={"Location": reverse("report-detail", [report.pk], request=request)},
        )

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=[PdfRenderer, JSONRenderer])
    def download(self, request: Request, pk: str) -> FileResponse:
        """The file of a finished report."""
        return stored_file(self.get_object(), as_attachment=True)
