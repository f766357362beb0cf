"""Figures that are sent to a source, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from evidence.actions.pushing import MOST_POINTS, Pushed, Taken
from evidence.models.pushed import LONGEST_SERIES


class PointSerializer(serializers.Serializer[Any]):
    """A value of a series at a moment: the end of the span of time that it speaks of."""

    series = serializers.CharField(max_length=LONGEST_SERIES)
    at = serializers.DateTimeField()
    value = serializers.FloatField()


class PointsSerializer(serializers.Serializer[Any]):
    """Points to take, all or none."""

    points = serializers.ListField(
        child=PointSerializer(), min_length=1, max_length=MOST_POINTS, allow_empty=False
    )


class TakenSerializer(serializers.Serializer[Taken]):
    """How many points are new, how many had another value before, and how many were there."""

    added = serializers.IntegerField()
    corrected = serializers.IntegerField()
    unchanged = serializers.IntegerField()


def pushed(given: Mapping[str, Any]) -> list[Pushed]:
    """What was sent, as the action takes it."""
    return [Pushed(**point) for point in given["points"]]
