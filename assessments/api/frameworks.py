"""Frameworks over REST: found, read, linted, imported or only looked at, taken away, deleted."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from assessments import importers, schemas
from assessments.actions import frameworks
from assessments.api import framework_serializers as serializers
from assessments.downloads import NEUTRAL, export_of, file_of
from assessments.exporters import exporters
from assessments.forms.library import matching
from assessments.models import Framework
from organizations.api.fields import InOrganization, caller

OUTCOME = PolymorphicProxySerializer(
    component_name="ImportOutcome",
    serializers=[serializers.WholeFrameworkSerializer, serializers.PreviewSerializer],
    resource_type_field_name=None,
)


OF_TYPE = dict.fromkeys(("application/json", "application/yaml"), OpenApiTypes.OBJECT)
EXPORTED = {
    (200, kind): OF_TYPE.get(kind, OpenApiTypes.BINARY)
    for kind in sorted({one.content_type for one in exporters()})
}
"""What an export answers with, by the format asked for."""

AS = OpenApiParameter(
    "as", str, required=True, enum=[one.name for one in exporters()], description="The format."
)


class FrameworkFilter(InOrganization):
    """By what it is called, who published it, its language and format, or being built in."""

    built_in = filters.BooleanFilter(
        label="For everybody", field_name="organization", lookup_expr="isnull"
    )
    search = filters.CharFilter(
        label="In name, key, publisher and questions", method="_search", max_length=160
    )

    class Meta:
        model = Framework
        fields = ["key", "version", "publisher", "language", "source_format"]

    def _search(self, found: QuerySet[Framework], name: str, words: str) -> QuerySet[Framework]:
        return found.filter(matching(words))


class FrameworkViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    GenericViewSet[Framework],
):
    """Catalogues of what good looks like: the built-in ones and those of one's organizations."""

    queryset = Framework.objects.none()
    filterset_class = FrameworkFilter
    parser_classes = [MultiPartParser]

    def get_queryset(self) -> QuerySet[Framework]:
        """Those the caller may see."""
        visible = Framework.objects.visible_to(caller(self.request))
        found = visible.select_related("organization", "imported_by")
        return found.defer("lint", "warnings", "extra") if self.action == "list" else found

    def get_serializer_class(self) -> type[BaseSerializer[Framework]]:
        """Lists go without the tree."""
        if self.action == "list":
            return serializers.FrameworkSerializer
        return serializers.WholeFrameworkSerializer

    @extend_schema(
        request=serializers.ImportSerializer,
        parameters=[serializers.HowSerializer],
        responses={200: OUTCOME, 201: serializers.WholeFrameworkSerializer},
    )
    def create(self, request: Request) -> Response:
        """Import a framework from its file, whole or not at all.

        200 where these bytes are there already, or for `?dry_run=true`, which stores nothing.
        """
        given, how = self._given(request), serializers.HowSerializer(data=request.query_params)
        how.is_valid(raise_exception=True)
        try:
            if how.validated_data["dry_run"]:
                found = frameworks.preview(by=caller(request), **given)
                return Response(serializers.PreviewSerializer(found).data)
            imported = frameworks.import_framework(by=caller(request), **given)
        except frameworks.FileRefused as refusal:
            problems = [str(problem) for problem in refusal.problems]
            raise ValidationError({"file": problems}) from refusal
        shown = self.get_serializer(imported.framework)
        created = status.HTTP_201_CREATED if imported.created else status.HTTP_200_OK
        return Response(shown.data, status=created)

    @extend_schema(responses=serializers.LintSerializer)
    @action(detail=True, filterset_class=None)
    def lint(self, request: Request, pk: str) -> Response:
        """What is wrong with its questions and conditions, each with an example and a way out."""
        return Response(serializers.LintSerializer(self.get_object()).data)

    @extend_schema(
        parameters=[AS, serializers.ExportSerializer],
        responses=EXPORTED,
    )
    @action(detail=True, filterset_class=None)
    def export(self, request: Request, pk: str) -> HttpResponse:
        """The framework as a file of another format; 409 where it cannot be said in it.

        A framework that came from this format goes out as it came in; `?strict=true` makes
        everything fit the format's own rules, as it does with any other framework.
        """
        how = serializers.ExportSerializer(data=request.query_params)
        how.is_valid(raise_exception=True)
        name = request.query_params.get("as", "")
        made = export_of(self.get_object(), name, strict=how.validated_data["strict"])
        if made is None:
            known = ", ".join(one.name for one in exporters())
            raise ValidationError({"as": [f"Choose one of {known}."]})
        return made

    @extend_schema(responses={(200, NEUTRAL): OpenApiTypes.BINARY})
    @action(detail=True, filterset_class=None)
    def file(self, request: Request, pk: str) -> HttpResponse:
        """The very bytes that it was read from; their SHA-256 is `source_sha256`."""
        made = file_of(self.get_object())
        if made is None:
            raise NotFound
        return made

    def perform_destroy(self, instance: Framework) -> None:
        """Delete a framework that no assessment uses."""
        frameworks.delete(framework=instance, by=caller(self.request))

    def _given(self, request: Request) -> dict[str, Any]:
        asked = serializers.ImportSerializer(
            data=request.data, context=self.get_serializer_context()
        )
        asked.is_valid(raise_exception=True)
        file = asked.validated_data["file"]
        return {
            # One byte over the largest is enough for the importer to refuse it by size.
            "data": file.read(importers.largest() + 1),
            "filename": file.name,
            "organization": asked.validated_data.get("organization"),
            "how": asked.how(),
        }


class FrameworkSchemaView(APIView):
    """The JSON Schema of Plumbline's own framework format."""

    @extend_schema(responses={(200, schemas.CONTENT_TYPE): OpenApiTypes.OBJECT})
    def get(self, request: Request) -> HttpResponse:
        """Draft 2020-12; an editor that knows it checks a file while one writes."""
        return HttpResponse(schemas.schema_bytes(), content_type=schemas.CONTENT_TYPE)
