"""Evidence links over REST: made, taken away, objected to."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from assessments.actions import links
from assessments.api.link_serializers import (
    EvidenceLinkSerializer,
    NewEvidenceLinkSerializer,
    ObjectionSerializer,
)
from assessments.models import EvidenceLink
from organizations.api.fields import caller, sent


class EvidenceLinkViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    GenericViewSet[EvidenceLink],
):
    """What stands behind questions, choices and sections, in the assessments of the caller."""

    queryset = EvidenceLink.objects.none()
    serializer_class = EvidenceLinkSerializer
    filterset_fields = ["assessment", "artifact", "probe"]

    def get_queryset(self) -> QuerySet[EvidenceLink]:
        """Those the caller may see."""
        return EvidenceLink.objects.visible_to(caller(self.request)).select_related(
            "assessment__organization",
            "artifact",
            "probe",
            "question",
            "choice__question",
            "section",
            "linked_by",
            "objected_by",
        )

    @extend_schema(request=NewEvidenceLinkSerializer, responses={201: EvidenceLinkSerializer})
    def create(self, request: Request) -> Response:
        """Put evidence behind a question, a choice or a section; linked already, it stays so."""
        made = links.link(by=caller(request), **sent(self, NewEvidenceLinkSerializer))
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    def perform_destroy(self, instance: EvidenceLink) -> None:
        """Take the evidence away from there; it stays in the library."""
        links.unlink(link=instance, by=caller(self.request))

    @extend_schema(request=ObjectionSerializer)
    @action(detail=True, methods=["post"], url_path="object")
    def object_to(self, request: Request, pk: str) -> Response:
        """A reviewer's word that it speaks against the claim."""
        given = sent(self, ObjectionSerializer)
        found = links.object_to(link=self.get_object(), by=caller(request), **given)
        return Response(self.get_serializer(found).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str) -> Response:
        """Lift the objection: what it was about is resolved."""
        found = links.lift(link=self.get_object(), by=caller(request))
        return Response(self.get_serializer(found).data)
