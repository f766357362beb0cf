"""The lead's decisions over REST."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.actions import settlements
from assessments.api.access import OfAssessment
from assessments.api.answer_serializers import SettlementSerializer, picks_of
from assessments.models import Question, Settlement
from organizations.api.fields import caller


class SettlementListView(OfAssessment[Settlement], generics.ListAPIView[Settlement]):
    """What was decided in one assessment."""

    queryset = Settlement.objects.none()
    serializer_class = SettlementSerializer

    def get_queryset(self) -> QuerySet[Settlement]:
        """Those of the assessment in the address."""
        return self.assessment().settlements.current().select_related("question", "settled_by")


class SettlementView(OfAssessment[Any]):
    """The decision on one question."""

    queryset = Settlement.objects.none()
    serializer_class = SettlementSerializer

    def put(self, request: Request, assessment: int, question: str) -> Response:
        """Decide what the question claims; a new decision replaces the old."""
        found = self.assessment()
        asked = get_object_or_404(Question, framework=found.framework_id, key=question)
        given = SettlementSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = settlements.settle(
            assessment=found, question=asked, by=caller(request), **picks_of(given.validated_data)
        )
        return Response(SettlementSerializer(made).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, assessment: int, question: str) -> Response:
        """Let the policy decide again."""
        rows = (
            self.assessment()
            .settlements.current()
            .select_related("assessment__organization", "question")
        )
        settlement = get_object_or_404(rows, question__key=question)
        settlements.withdraw(settlement=settlement, by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
