"""Revisions over REST: looked at, downloaded, decided on, withdrawn."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from evidence.actions import address_checks, artifacts, reviews
from evidence.api import artifact_serializers as serializers
from evidence.downloads import attachment
from evidence.models import Revision
from organizations.api.fields import caller, sent


class RevisionFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """By artifact, by what a reviewer said, by organization."""

    organization = filters.CharFilter(field_name="artifact__organization__slug", label="Short name")

    class Meta:
        model = Revision
        fields = ["artifact", "state"]


class AsItIs(BaseRenderer):
    """Lets a caller ask for any type: a file needs no rendering, and comes as it is."""

    media_type = "*/*"
    format = "file"


class RevisionViewSet(ReadOnlyModelViewSet[Revision]):
    """The versions of artifacts."""

    queryset = Revision.objects.none()
    serializer_class = serializers.RevisionSerializer
    filterset_class = RevisionFilter

    def get_queryset(self) -> QuerySet[Revision]:
        """Revisions of the caller's organizations."""
        visible = Revision.objects.visible_to(caller(self.request))
        return visible.select_related(
            "artifact__organization", "submitted_by", "reviewed_by", "address_check"
        )

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=[AsItIs])
    def download(self, request: Request, pk: str) -> FileResponse:
        """The file, always as an attachment of a neutral type."""
        revision = self.get_object()
        if not revision.file:
            raise Http404
        return attachment(revision)

    @extend_schema(request=serializers.AcceptanceSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Let it count."""
        given = sent(self, serializers.AcceptanceSerializer)
        return self._shown(reviews.accept(revision=self.get_object(), by=caller(request), **given))

    @extend_schema(request=serializers.ReturnSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def give_back(self, request: Request, pk: str) -> Response:
        """Return it with a comment."""
        given = sent(self, serializers.ReturnSerializer)
        revision = self.get_object()
        return self._shown(reviews.give_back(revision=revision, by=caller(request), **given))

    @extend_schema(request=serializers.WithdrawalSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Stop it from counting, for good."""
        given = sent(self, serializers.WithdrawalSerializer)
        revision = self.get_object()
        return self._shown(artifacts.withdraw(revision=revision, by=caller(request), **given))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def check(self, request: Request, pk: str) -> Response:
        """Ask its address now, within eight seconds; `address_check` says what it did."""
        address_checks.check_now(revision=self.get_object(), by=caller(request))
        return self._shown(self.get_object())

    def _shown(self, revision: Revision) -> Response:
        return Response(self.get_serializer(revision).data)
