"""Presets, what is asked of a probe, and what it says when it is tried, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from evidence.actions import measures, probes
from evidence.actions.measures import Measure, Trial
from evidence.actions.probes import Asked
from evidence.api.source_serializers import AskedFieldSerializer
from evidence.evaluate import Bounds
from evidence.evaluate import Comparison as Side
from evidence.models import Comparison, SignalState, Source, Statistic
from evidence.presets.base import Preset
from organizations.refusals import Invalid

MOST_SECONDS = 366 * 86400


class PresetBoundsSerializer(serializers.Serializer[Bounds]):
    """What is good; `floor_pass` and `floor_warn` where good is between two values."""

    comparison = serializers.CharField()
    bound_pass = serializers.FloatField()
    bound_warn = serializers.FloatField()
    floor_pass = serializers.FloatField(allow_null=True)
    floor_warn = serializers.FloatField(allow_null=True)


class PresetSerializer(serializers.Serializer[Preset]):
    """A ready-made probe. Lengths of time are seconds; `trap` is what the figure does not say."""

    key = serializers.CharField()
    connector = serializers.CharField()
    provider = serializers.CharField()
    service = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    reason = serializers.CharField()
    trap = serializers.CharField()
    parameters = AskedFieldSerializer(many=True)
    bounds = PresetBoundsSerializer()
    unit = serializers.CharField()
    window = serializers.IntegerField()
    grain = serializers.IntegerField()
    stale_after = serializers.IntegerField()
    every = serializers.IntegerField(allow_null=True)


class QuerySerializer(serializers.Serializer[Any]):
    """A query of one's own: the fields that its connector asks for."""

    given = serializers.DictField(child=serializers.CharField(max_length=2000, allow_blank=True))
    statistic = serializers.ChoiceField(choices=Statistic.choices)
    unit = serializers.CharField(max_length=20, allow_blank=True, default="")
    grain_seconds = serializers.IntegerField(min_value=1, max_value=86400, default=300)


class TriedSerializer(serializers.Serializer[Any]):
    """A preset with its parameters, or a query; with a query the bounds are needed."""

    source = serializers.IntegerField()  # type: ignore[assignment]  # the name is the API's
    preset = serializers.CharField(max_length=80, required=False)
    parameters = serializers.DictField(
        child=serializers.CharField(max_length=2000, allow_blank=True), default=dict
    )
    query = QuerySerializer(required=False)
    comparison = serializers.ChoiceField(choices=Comparison.choices, required=False)
    bound_pass = serializers.FloatField(required=False)
    bound_warn = serializers.FloatField(required=False)
    floor_pass = serializers.FloatField(required=False, allow_null=True)
    floor_warn = serializers.FloatField(required=False, allow_null=True)
    window_seconds = serializers.IntegerField(min_value=60, max_value=MOST_SECONDS, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one of preset and query; a query with its bounds, bounds with their side."""
        if ("preset" in attrs) == ("query" in attrs):
            raise serializers.ValidationError("Give either a preset or a query.")
        needed = ("comparison", "bound_pass", "bound_warn")
        there = [name for name in needed if name in attrs]
        if there != list(needed) and ("query" in attrs or there):
            raise serializers.ValidationError(f"Give {', '.join(needed)} together.")
        return attrs


class NewProbeSerializer(TriedSerializer):
    """What is to be watched, for which workload."""

    workload = serializers.IntegerField()
    name = serializers.CharField(max_length=160, required=False)
    stale_after_seconds = serializers.IntegerField(
        min_value=60, max_value=MOST_SECONDS, required=False
    )
    every_seconds = serializers.IntegerField(
        min_value=60, max_value=MOST_SECONDS, required=False, allow_null=True
    )
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class BoundsSerializer(serializers.Serializer[Any]):
    """Other bounds, and why."""

    bound_pass = serializers.FloatField()
    bound_warn = serializers.FloatField()
    floor_pass = serializers.FloatField(required=False, allow_null=True)
    floor_warn = serializers.FloatField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=1000)


class TrialSerializer(serializers.Serializer[Trial]):
    """What a measure said when it was tried."""

    state = serializers.ChoiceField(choices=SignalState.choices, source="judgement.state.value")
    value = serializers.FloatField(source="judgement.value", allow_null=True)
    message = serializers.CharField(source="judgement.message")
    sent = serializers.CharField(source="answer.sent")
    calls = serializers.IntegerField()
    series = serializers.SerializerMethodField()

    def get_series(self, trial: Trial) -> list[list[float]]:
        """The points that counted, oldest first: `[epoch seconds, value]`."""
        return [[point.at.timestamp(), point.value] for point in trial.judgement.points]


def measure(source: Source, given: Mapping[str, Any]) -> Measure:
    """What is to be asked. Raises Invalid for a field."""
    if "preset" in given:
        preset = measures.preset_of(source, given["preset"])
        return measures.from_preset(source, preset, given["parameters"])
    query = given["query"]
    return measures.from_query(
        source,
        query["given"],
        statistic=query["statistic"],
        unit=query["unit"],
        grain_seconds=query["grain_seconds"],
    )


def asked(source: Source, given: Mapping[str, Any]) -> Asked:
    """What the preset proposes, with what was given in its place. Raises Invalid for a field."""
    usual = _proposed(source, given)
    return Asked(
        name=given.get("name", usual.name),
        bounds=bounds(given) if "comparison" in given else usual.bounds,
        window_seconds=given.get("window_seconds", usual.window_seconds),
        stale_after_seconds=given.get("stale_after_seconds", usual.stale_after_seconds),
        reason=given.get("reason", usual.reason),
        every_seconds=given.get("every_seconds", usual.every_seconds),
    )


def bounds(given: Mapping[str, Any]) -> Bounds:
    """The bounds that were given. Raises Invalid where a lower one is missing or too many."""
    floors = (given.get("floor_pass"), given.get("floor_warn"))
    between = given["comparison"] == Comparison.BETWEEN
    if between and None in floors:
        raise Invalid("Where good is between two values, both are needed.", "floor_pass")
    if not between and floors != (None, None):
        raise Invalid("Lower bounds are only for what is good between two values.", "floor_pass")
    return Bounds(Side(given["comparison"]), given["bound_pass"], given["bound_warn"], *floors)


def _proposed(source: Source, given: Mapping[str, Any]) -> Asked:
    if "preset" in given:
        return probes.suggested(measures.preset_of(source, given["preset"]))
    if not given.get("name") and "workload" in given:
        raise Invalid("Give the probe a name.", "name")
    return Asked(name="", bounds=bounds(given))
