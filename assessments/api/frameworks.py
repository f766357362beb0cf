"""Frameworks over REST: looked at, imported with or without storing, deleted."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import mixins, status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from assessments import importers
from assessments.actions import frameworks
from assessments.api import framework_serializers as serializers
from assessments.models import Framework
from organizations.api.fields import InOrganization, caller

OUTCOME = PolymorphicProxySerializer(
    component_name="ImportOutcome",
    serializers=[serializers.WholeFrameworkSerializer, serializers.PreviewSerializer],
    resource_type_field_name=None,
)


class FrameworkFilter(InOrganization):
    """By organization, key, version, or being built in."""

    built_in = filters.BooleanFilter(
        label="For everybody", field_name="organization", lookup_expr="isnull"
    )

    class Meta:
        model = Framework
        fields = ["key", "version"]


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
        return visible.select_related("organization", "imported_by")

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
        }
