"""Scores and their traces as JSON. Levels are in units of the scale: `maximum` in the context."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.scoring import (
    Part,
    PartKind,
    QuestionScore,
    QuestionState,
    Rating,
    Risk,
    SectionScore,
    Trace,
)


def _choices(kind: Any) -> list[str]:
    return [str(member.value) for member in kind]


@extend_schema_field(serializers.FloatField(allow_null=True))
class LevelField(serializers.Field[float, float, float, float]):
    """A fraction 0..1 of the scale, shown in levels, rounded to four decimals."""

    def __init__(self, *, source: str | None = None) -> None:
        super().__init__(read_only=True, source=source)

    def to_representation(self, value: float) -> float:
        """In levels."""
        return round(value * int(self.context["maximum"]), 4)


class PartSerializer(serializers.Serializer[Part]):
    """A question or section, by key, that a section's number is made of."""

    kind = serializers.ChoiceField(choices=_choices(PartKind))
    id = serializers.CharField()
    weight = serializers.FloatField()


class InputSerializer(serializers.Serializer[Any]):
    """One thing that went into a number."""

    name = serializers.CharField()
    value = serializers.CharField()


class TraceSerializer(serializers.Serializer[Trace]):
    """Why a number is what it is. `rule` is whole sentences."""

    formula = serializers.CharField()
    rule = serializers.CharField()
    inputs = serializers.SerializerMethodField()
    parts = PartSerializer(many=True)

    @extend_schema_field(InputSerializer(many=True))
    def get_inputs(self, trace: Trace) -> list[dict[str, str]]:
        """What went in."""
        return [{"name": name, "value": value} for name, value in trace.inputs]


class SectionScoreSerializer(serializers.Serializer[SectionScore]):
    """What a section comes to, or the whole, whose `key` is null."""

    key = serializers.SlugField(source="id", allow_null=True)
    claimed = LevelField()
    proven = LevelField()
    claimed_with_waivers = LevelField()
    proven_with_waivers = LevelField()
    gated = serializers.IntegerField(allow_null=True)
    rating = serializers.ChoiceField(choices=_choices(Rating), allow_null=True)
    coverage = serializers.FloatField(allow_null=True)
    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())
    disagreements = serializers.ListField(child=serializers.SlugField())
    trace = TraceSerializer()


class QuestionScoreSerializer(serializers.Serializer[QuestionScore]):
    """What a question comes to; `rung` is 0 unsupported to 4 measured."""

    key = serializers.SlugField(source="id")
    state = serializers.ChoiceField(choices=_choices(QuestionState))
    claimed = LevelField()
    proven = LevelField()
    cap = LevelField()
    rung = serializers.IntegerField(min_value=0, max_value=4)
    risk = serializers.ChoiceField(choices=_choices(Risk), allow_null=True)
    disagreement = serializers.FloatField(allow_null=True)
    settled = serializers.BooleanField()
    counter_evidence = serializers.ListField(child=serializers.CharField())
    expired = serializers.ListField(child=serializers.CharField())
    trace = TraceSerializer()


class NumberSerializer(serializers.Serializer[Any]):
    """One number of an assessment with its trace."""

    kind = serializers.ChoiceField(choices=["assessment", *_choices(PartKind)])
    key = serializers.SlugField(source="score.id", allow_null=True)
    claimed = LevelField(source="score.claimed")
    proven = LevelField(source="score.proven")
    trace = TraceSerializer(source="score.trace")
