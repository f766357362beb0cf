"""Answers and settlements as JSON, and what is accepted of them. Validation only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from assessments.models import Answer, AnswerVersion, Settlement, Standing
from assessments.said import Pick, PickState, Said
from assessments.said_rules import (
    CHOICE_NOTE_LENGTH,
    NOTE_LENGTH,
    REASON_LENGTH,
    TEXT_LENGTH,
)

PICK_STATES = [(state.value, state.name) for state in PickState]


class PickSerializer(serializers.Serializer[Any]):
    """What is said of one choice, by its key. `open` is not ticked: it keeps a note."""

    choice = serializers.CharField(max_length=250)
    state = serializers.ChoiceField(choices=PICK_STATES, default=PickState.TICKED.value)
    note = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=CHOICE_NOTE_LENGTH
    )


def picks_of(given: dict[str, Any]) -> dict[str, Any]:
    """What was validated, with its picks as the actions take them."""
    picks = tuple(Pick(**one) for one in given.get("picks", ()))
    return {**given, "picks": picks} if "picks" in given else given


class SaidSerializer(serializers.Serializer[Any]):
    """What a role says, in the way its question asks: `value` is a level, or 1 for yes and 0 for
    no; `picks` name the choice, or every choice that is ticked or not applicable; `number`; `text`.
    Or “don't know”, “not applicable” with its reason, or `open`, which takes the answer back and
    keeps its notes. Picks of which none is ticked or not applicable take it back as well."""

    standing = serializers.ChoiceField(choices=Standing.choices)
    value = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1000)
    picks = PickSerializer(many=True, required=False)
    number = serializers.FloatField(required=False, allow_null=True)
    text = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    note = serializers.CharField(required=False, allow_blank=True, max_length=NOTE_LENGTH)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=REASON_LENGTH)

    def said(self) -> Said:
        """What was sent, as the actions take it."""
        return Said(**picks_of(self.validated_data))


SAID = ["standing", "value", "picks", "number", "text", "note", "reason"]


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    """What one role says to one question now. `etag` names this version for `If-Match`.

    `carried_from` is the framework version that it was said to, where it waits to be confirmed.
    """

    question = serializers.SlugField(source="question.key", read_only=True)
    role = serializers.SlugField(source="role.key", read_only=True)
    said_by = serializers.EmailField(source="said_by.email", read_only=True)
    refused_by = serializers.EmailField(
        source="refused_by.email", read_only=True, allow_null=True, default=None
    )
    approved_by = serializers.EmailField(
        source="approved_by.email", read_only=True, allow_null=True, default=None
    )
    picks = PickSerializer(many=True, read_only=True)
    counts = serializers.BooleanField(
        read_only=True,
        help_text="Not where it was taken back, was refused, or waits to be confirmed.",
    )
    etag = serializers.CharField(read_only=True)

    class Meta:
        model = Answer
        fields = [
            "question",
            "role",
            *SAID,
            "counts",
            "said_by",
            "said_at",
            "version",
            "etag",
            "refused_by",
            "refused_at",
            "refusal",
            "approved_by",
            "approved_at",
            "carried_from",
        ]
        read_only_fields = fields


class AnswerVersionSerializer(serializers.ModelSerializer[AnswerVersion]):
    """One save of an answer."""

    said_by = serializers.EmailField(source="said_by.email", read_only=True)
    picks = PickSerializer(many=True, read_only=True)

    class Meta:
        model = AnswerVersion
        fields = ["version", *SAID, "said_by", "said_at"]
        read_only_fields = fields


class AnswerConflictSerializer(serializers.Serializer[Any]):
    """A problem (RFC 9457) with both versions: what stands, and what was sent."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    current = AnswerSerializer(allow_null=True)
    attempted = SaidSerializer()


class RefusalSerializer(serializers.Serializer[Answer]):
    """Why the question does apply."""

    reason = serializers.CharField(max_length=2000)


class SettlementSerializer(serializers.ModelSerializer[Settlement]):
    """The lead's decision where roles disagree, in the form of an answer to the question: `value`,
    `picks` or `number`."""

    question = serializers.SlugField(source="question.key", read_only=True)
    settled_by = serializers.EmailField(source="settled_by.email", read_only=True)
    picks = PickSerializer(many=True, required=False)

    class Meta:
        model = Settlement
        fields = ["question", "value", "picks", "number", "reason", "settled_by", "settled_at"]
        read_only_fields = ["settled_at"]
        extra_kwargs = {"value": {"max_value": 1000}}
