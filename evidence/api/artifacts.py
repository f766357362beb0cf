"""Artifacts over REST: looked at, added, changed, revised."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from evidence.actions import artifacts
from evidence.api import artifact_serializers as serializers
from evidence.models import Artifact
from evidence.models.artifact import ArtifactQuerySet
from organizations.api.fields import InOrganization, caller, sent
from organizations.models import Scope


class ArtifactFilter(InOrganization):
    """By organization, kind, today's state, workload, and words of title or description."""

    state = filters.ChoiceFilter(
        label="State today",
        choices=[(state, state) for state in serializers.STATES],
        method="in_state",
    )
    search = filters.CharFilter(label="Words of title or description", method="with_words")

    class Meta:
        model = Artifact
        fields = ["kind", "workload"]

    def in_state(self, found: ArtifactQuerySet, name: str, value: str) -> ArtifactQuerySet:
        """Those in that state today."""
        return found.in_state(value, timezone.localdate())

    def with_words(self, found: ArtifactQuerySet, name: str, value: str) -> ArtifactQuerySet:
        """Those that hold the words."""
        return found.search(value)


class ArtifactViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    GenericViewSet[Artifact],
):
    """Evidence. Add a file as multipart/form-data, or an address as JSON."""

    queryset = Artifact.objects.none()
    serializer_class = serializers.ArtifactSerializer
    filterset_class = ArtifactFilter
    parser_classes = [JSONParser, MultiPartParser]
    http_method_names = ["get", "post", "patch", "head", "options"]
    # What a CI job with an evidence token may do: add, and nothing else.
    token_scope = Scope.EVIDENCE

    def get_queryset(self) -> QuerySet[Artifact]:
        """Evidence of the caller's organizations, with its revisions."""
        return Artifact.objects.visible_to(caller(self.request)).with_revisions()

    def get_serializer_class(self) -> type[BaseSerializer[Artifact]]:
        """The organization is chosen once, at creation."""
        if self.action == "partial_update":
            return serializers.ChangeSerializer
        return serializers.ArtifactSerializer

    @extend_schema(
        request=serializers.NewArtifactSerializer,
        responses={201: serializers.ArtifactSerializer},
    )
    def create(self, request: Request) -> Response:
        """Add an artifact with its first revision, which waits for review."""
        given = sent(self, serializers.NewArtifactSerializer)
        by = caller(request)
        made = artifacts.add(by=by, **{"owner": by, "workload": None, **given})
        shown = self.get_serializer(self.get_queryset().get(pk=made.pk))
        return Response(shown.data, status=status.HTTP_201_CREATED)

    @extend_schema(
        request=serializers.NewRevisionSerializer,
        responses={201: serializers.RevisionSerializer},
    )
    @action(detail=True, methods=["post"], url_path="revisions", token_scope=Scope.EVIDENCE)
    def revise(self, request: Request, pk: str) -> Response:
        """Add a revision, which waits for review; an accepted one goes on counting meanwhile."""
        artifact = self.get_object()
        given = sent(self, serializers.NewRevisionSerializer)
        made = artifacts.revise(artifact=artifact, by=caller(request), **given)
        shown = serializers.RevisionSerializer(made, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    def perform_update(self, serializer: BaseSerializer[Artifact]) -> None:
        """Change what is sent; the rest stays."""
        found = self.get_object()
        names = ("title", "kind", "description", "owner", "workload")
        fields: dict[str, Any] = {name: getattr(found, name) for name in names}
        made = artifacts.change(
            artifact=found, by=caller(self.request), **{**fields, **serializer.validated_data}
        )
        serializer.instance = self.get_queryset().get(pk=made.pk)
