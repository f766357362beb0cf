"""Findings over REST: listed, opened, planned, resolved, reopened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from assessments.actions import findings
from assessments.actions.findings import Plan
from assessments.api.finding_serializers import (
    FindingSerializer,
    NewFindingSerializer,
    PlanSerializer,
    ReasonSerializer,
)
from assessments.models import Finding
from assessments.models.finding import FindingQuerySet
from organizations.api.fields import InOrganization, caller, sent


class FindingFilter(InOrganization):
    """By organization, workload, assessment, probe, state, owner, and when they are due."""

    owner = filters.CharFilter(field_name="owner__email", lookup_expr="iexact", label="E-mail")
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lt", label="Due before")
    overdue = filters.BooleanFilter(label="Open, and its day is over", method="of_late")

    class Meta:
        model = Finding
        fields = ["workload", "assessment", "probe", "state"]

    def of_late(self, found: FindingQuerySet, name: str, value: bool) -> FindingQuerySet:
        """The overdue ones, or the others."""
        late = found.overdue(timezone.localdate())
        return late if value else found.exclude(pk__in=late.values("pk"))


class FindingViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    GenericViewSet[Finding],
):
    """Gaps in the assessments of the caller: opened by failing signals or by hand."""

    queryset = Finding.objects.none()
    serializer_class = FindingSerializer
    filterset_class = FindingFilter
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> QuerySet[Finding]:
        """Those the caller may see."""
        visible = Finding.objects.visible_to(caller(self.request)).with_subject()
        return visible.select_related("opened_by", "resolved_by")

    @extend_schema(request=NewFindingSerializer, responses={201: FindingSerializer})
    def create(self, request: Request) -> Response:
        """Open one that no signal saw. Without a plan it is nobody's, and due in two weeks."""
        made = findings.open_by_hand(by=caller(request), **sent(self, NewFindingSerializer))
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=PlanSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say whose it is, when it is due, and where it is worked on."""
        found = self.get_object()
        planned = replace(Plan.of(found), **sent(self, PlanSerializer))
        return self._shown(findings.plan(finding=found, to=planned, by=caller(request)))

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, pk: str) -> Response:
        """Say that the gap is closed; where it has a signal, its next reading has the last word."""
        return self._decided(findings.resolve)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Say that the gap is there again."""
        return self._decided(findings.reopen)

    def _decided(self, decide: Any) -> Response:
        found = self.get_object()
        return self._shown(
            decide(finding=found, by=caller(self.request), **sent(self, ReasonSerializer))
        )

    def _shown(self, finding: Finding) -> Response:
        return Response(self.get_serializer(finding).data)
