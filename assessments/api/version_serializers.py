"""Versions as JSON: what changed between two, and moves from one to the other."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.api.fields import FrameworkField
from assessments.comparison import Change, Comparison, Field
from assessments.models import Framework, Move
from assessments.move_plan import Carried, Plan

CHANGES = [(str(change), str(change)) for change in Change]


class FieldSerializer(serializers.Serializer[Field]):
    """Something that is said differently now."""

    name = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class ChoiceDifferenceSerializer(serializers.Serializer[Any]):
    """What became of one choice of a question."""

    key = serializers.CharField(source="part.key")
    change = serializers.ChoiceField(choices=CHANGES)
    moved = serializers.CharField(source="moved_from")
    fields_changed = FieldSerializer(source="fields", many=True)


class SectionDifferenceSerializer(ChoiceDifferenceSerializer):
    """What became of one section; `within` is the key of the section it stands in."""

    within = serializers.CharField()
    title = serializers.CharField(source="part.title")


class QuestionDifferenceSerializer(ChoiceDifferenceSerializer):
    """What became of one question and its choices; `within` is the key of its section."""

    within = serializers.CharField()
    text = serializers.CharField(source="part.text")
    choices = ChoiceDifferenceSerializer(many=True)


class ComparisonSerializer(serializers.Serializer[Comparison]):
    """Two frameworks, part by part. Parts that stayed the same are only counted."""

    facts = FieldSerializer(many=True)
    counts = serializers.SerializerMethodField()
    sections = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField()

    @extend_schema_field(
        serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))
    )
    def get_counts(self, found: Comparison) -> dict[str, dict[str, int]]:
        """How many sections, questions and choices became what."""
        return {
            kind: {str(change): many.get(change, 0) for change in Change}
            for kind, many in found.counts().items()
        }

    @extend_schema_field(SectionDifferenceSerializer(many=True))
    def get_sections(self, found: Comparison) -> Any:
        """Those that changed."""
        changed = [one for one in found.sections if one.change is not Change.SAME]
        return SectionDifferenceSerializer(changed, many=True).data

    @extend_schema_field(QuestionDifferenceSerializer(many=True))
    def get_questions(self, found: Comparison) -> Any:
        """Those that changed."""
        changed = [one for one in found.questions if one.change is not Change.SAME]
        return QuestionDifferenceSerializer(changed, many=True).data


class CarriedSerializer(serializers.Serializer[Carried]):
    """What becomes of one answer; `becomes` is the key of its question in the newer version."""

    question = serializers.CharField(source="answer.question.key")
    role = serializers.CharField(source="answer.role.key")
    fate = serializers.CharField(source="outcome.fate")
    why = serializers.CharField(source="outcome.why")
    becomes = serializers.CharField(source="question")


class PlanSerializer(serializers.Serializer[Plan]):
    """What a move would do."""

    target = serializers.IntegerField(source="target.pk")
    counts = serializers.DictField(child=serializers.IntegerField())
    answers = CarriedSerializer(many=True)
    roles_left = serializers.ListField(child=serializers.CharField())
    links_left = serializers.IntegerField()
    settlements_left = serializers.IntegerField()


class MoveSerializer(serializers.ModelSerializer[Move]):
    """A move that was made."""

    moved_by = serializers.EmailField(source="moved_by.email", read_only=True)
    undone_by = serializers.EmailField(
        source="undone_by.email", read_only=True, allow_null=True, default=None
    )
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)

    class Meta:
        model = Move
        fields = [
            "id",
            "origin",
            "target",
            "milestone",
            "counts",
            "moved_by",
            "moved_at",
            "undo_until",
            "undone_by",
            "undone_at",
        ]
        read_only_fields = fields


class NewMoveSerializer(serializers.Serializer[Move]):
    """Where to move to."""

    target = FrameworkField(queryset=Framework.objects.none())
