"""Who answers in which role, over REST."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.actions import participants
from assessments.api.access import OfAssessment
from assessments.api.assessment_serializers import (
    NewParticipantSerializer,
    ParticipantSerializer,
)
from assessments.models import Participant
from organizations.api.fields import caller


class ParticipantListView(OfAssessment[Participant], generics.ListAPIView[Participant]):
    """Who answers in which role."""

    queryset = Participant.objects.none()
    serializer_class = ParticipantSerializer

    def get_queryset(self) -> QuerySet[Participant]:
        """Those of the assessment in the address."""
        return self.assessment().participants.current().select_related("user", "role")

    @extend_schema(request=NewParticipantSerializer, responses={201: ParticipantSerializer})
    def post(self, request: Request, assessment: int) -> Response:
        """Give a role to a person; giving it twice changes nothing."""
        found = self.assessment()
        context = {"request": request, "framework": found.framework_id}
        asked = NewParticipantSerializer(data=request.data, context=context)
        asked.is_valid(raise_exception=True)
        made = participants.add(assessment=found, by=caller(request), **asked.validated_data)
        return Response(ParticipantSerializer(made).data, status=status.HTTP_201_CREATED)


class ParticipantView(OfAssessment[Participant], generics.RetrieveDestroyAPIView[Participant]):
    """One role of one person."""

    queryset = Participant.objects.none()
    serializer_class = ParticipantSerializer

    def get_queryset(self) -> QuerySet[Participant]:
        """Those of the assessment in the address."""
        return (
            self.assessment()
            .participants.current()
            .select_related("user", "role", "assessment__organization")
        )

    def perform_destroy(self, instance: Participant) -> None:
        """Take the role away; what was said in it stays."""
        participants.remove(participant=instance, by=caller(self.request))
