"""Readings over REST."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from evidence.api import signal_serializers as serializers
from evidence.models import Reading, SignalState
from organizations.api.fields import caller


class ReadingFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """By organization, probe, state and time of reading."""

    organization = filters.CharFilter(field_name="probe__organization__slug", label="Short name")
    state = filters.ChoiceFilter(choices=SignalState.choices)
    since = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte", label="Read since")
    until = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt", label="Read before")

    class Meta:
        model = Reading
        fields = ["probe"]


class ReadingViewSet(ReadOnlyModelViewSet[Reading]):
    """What was read, the newest first; one alone comes with its points."""

    queryset = Reading.objects.none()
    serializer_class = serializers.ReadingSerializer
    filterset_class = ReadingFilter
    ordering = ("-at", "-pk")

    def get_queryset(self) -> QuerySet[Reading]:
        """Those the caller may see; a list leaves the points in the database."""
        visible = Reading.objects.visible_to(caller(self.request))
        return visible.defer("series") if self.action == "list" else visible

    def get_serializer_class(self) -> type[BaseSerializer[Reading]]:
        """Points only where one reading is asked for."""
        if self.action == "retrieve":
            return serializers.WholeReadingSerializer
        return serializers.ReadingSerializer
