"""Probes and readings as JSON."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evidence.models import Probe, Reading, SignalState
from organizations.api.fields import OrganizationField


class ReadingSerializer(serializers.ModelSerializer[Reading]):
    """One stored result of a probe, judged when it was read."""

    class Meta:
        model = Reading
        fields = [
            "id",
            "probe",
            "at",
            "window_start",
            "window_end",
            "state",
            "value",
            "unit",
            "points",
            "message",
            "query",
            "connector_version",
            "response_hash",
        ]
        read_only_fields = fields


class WholeReadingSerializer(ReadingSerializer):
    """A reading with its down-sampled points, oldest first: `[epoch seconds, value]`."""

    series = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        read_only=True,
    )

    class Meta(ReadingSerializer.Meta):
        fields = [*ReadingSerializer.Meta.fields, "series"]
        read_only_fields = fields


class ProbeSerializer(serializers.ModelSerializer[Probe]):
    """A watched metric with its bounds, in `unit`, and its newest reading.

    `state` is that of the newest reading seen now: what was judged turns stale with age. It is
    null where the probe was never read.
    """

    organization = OrganizationField(read_only=True)
    owner = serializers.EmailField(source="owner.email", read_only=True)
    state = serializers.SerializerMethodField()
    latest = ReadingSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Probe
        fields = [
            "id",
            "organization",
            "workload",
            "source",
            "name",
            "metric",
            "preset",
            "parameters",
            "terms",
            "method",
            "statistic",
            "of",
            "per",
            "arguments",
            "grain_seconds",
            "window_seconds",
            "every_seconds",
            "unit",
            "comparison",
            "bound_pass",
            "bound_warn",
            "floor_pass",
            "floor_warn",
            "stale_after_seconds",
            "reason",
            "owner",
            "state",
            "latest",
            "created_at",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=SignalState.choices, allow_null=True))
    def get_state(self, probe: Probe) -> str | None:
        """The state as of now."""
        return probe.state_at(timezone.now())
