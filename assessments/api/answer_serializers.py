"""Answers and settlements as JSON, and what is accepted of them. Validation only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from assessments.models import Answer, AnswerVersion, Settlement, Standing


class SaidSerializer(serializers.Serializer[Any]):
    """What a role says: a level, “don't know”, or “not applicable” with its reason."""

    standing = serializers.ChoiceField(choices=Standing.choices)
    value = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1000)
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    """What one role says to one question now. `etag` names this version for `If-Match`."""

    question = serializers.SlugField(source="question.key", read_only=True)
    role = serializers.SlugField(source="role.key", read_only=True)
    said_by = serializers.EmailField(source="said_by.email", read_only=True)
    refused_by = serializers.EmailField(
        source="refused_by.email", read_only=True, allow_null=True, default=None
    )
    etag = serializers.CharField(read_only=True)

    class Meta:
        model = Answer
        fields = [
            "question",
            "role",
            "standing",
            "value",
            "note",
            "reason",
            "said_by",
            "said_at",
            "version",
            "etag",
            "refused_by",
            "refused_at",
            "refusal",
        ]
        read_only_fields = fields


class AnswerVersionSerializer(serializers.ModelSerializer[AnswerVersion]):
    """One save of an answer."""

    said_by = serializers.EmailField(source="said_by.email", read_only=True)

    class Meta:
        model = AnswerVersion
        fields = ["version", "standing", "value", "note", "reason", "said_by", "said_at"]
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
    """The lead's decision where roles disagree."""

    question = serializers.SlugField(source="question.key", read_only=True)
    settled_by = serializers.EmailField(source="settled_by.email", read_only=True)

    class Meta:
        model = Settlement
        fields = ["question", "value", "reason", "settled_by", "settled_at"]
        read_only_fields = ["settled_at"]
        extra_kwargs = {"value": {"max_value": 1000}}
