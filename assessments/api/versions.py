"""Versions over REST: compared, moved between, and back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.actions import moves
from assessments.api import version_serializers as serializers
from assessments.api.access import OfAssessment
from assessments.api.framework_serializers import HowSerializer
from assessments.comparison import compare
from assessments.framework_spec import spec_of
from assessments.models import Framework, Move
from organizations.api.fields import caller

OUTCOME = PolymorphicProxySerializer(
    component_name="MoveOutcome",
    serializers=[serializers.MoveSerializer, serializers.PlanSerializer],
    resource_type_field_name=None,
)


class ComparisonView(generics.GenericAPIView[Any]):
    """Two frameworks side by side."""

    queryset = Framework.objects.none()
    serializer_class = serializers.ComparisonSerializer

    def get(self, request: Request, old: int, new: int) -> Response:
        """What changed from the one to the other, word for word."""
        visible = Framework.objects.visible_to(caller(request))
        before, after = get_object_or_404(visible, pk=old), get_object_or_404(visible, pk=new)
        found = compare(spec_of(before), spec_of(after))
        return Response(serializers.ComparisonSerializer(found).data)


class MoveListView(OfAssessment[Move], generics.ListAPIView[Move]):
    """Moves of one assessment to other versions of its framework, the newest first."""

    queryset = Move.objects.none()
    serializer_class = serializers.MoveSerializer

    def get_queryset(self) -> QuerySet[Move]:
        """Those of the assessment in the address."""
        return self.assessment().moves.select_related("moved_by", "undone_by")

    @extend_schema(
        request=serializers.NewMoveSerializer,
        parameters=[HowSerializer],
        responses={200: OUTCOME, 201: serializers.MoveSerializer},
    )
    def post(self, request: Request, assessment: int) -> Response:
        """Move the assessment, after a milestone of it as it stands.

        `?dry_run=true` says what would become of each answer, and changes nothing.
        """
        found = self.assessment()
        given = serializers.NewMoveSerializer(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        how = HowSerializer(data=request.query_params)
        how.is_valid(raise_exception=True)
        target, by = given.validated_data["target"], caller(request)
        if how.validated_data["dry_run"]:
            plan = moves.preview(assessment=found, target=target, by=by)
            return Response(serializers.PlanSerializer(plan).data)
        made = moves.move(assessment=found, target=target, by=by)
        return Response(serializers.MoveSerializer(made).data, status=status.HTTP_201_CREATED)


class MoveUndoView(OfAssessment[Move]):
    """Back to the version before a move."""

    queryset = Move.objects.none()
    serializer_class = serializers.MoveSerializer

    @extend_schema(request=None)
    def post(self, request: Request, assessment: int, pk: int) -> Response:
        """Undo the last move; what was answered since stays with the newer version."""
        moved = get_object_or_404(self.assessment().moves.select_related("moved_by"), pk=pk)
        moves.undo(moved=moved, by=caller(request))
        return Response(serializers.MoveSerializer(moved).data)
