"""Milestones as JSON."""

from __future__ import annotations

import json
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.models import Milestone


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """A frozen copy of an assessment; `sha256` is of the bytes at its `document/`."""

    published_by = serializers.EmailField(source="published_by.email", read_only=True)

    class Meta:
        model = Milestone
        fields = [
            "id",
            "assessment",
            "number",
            "title",
            "sha256",
            "audit_head",
            "proven",
            "claimed",
            "published_by",
            "published_at",
        ]
        read_only_fields = fields


class WholeMilestoneSerializer(MilestoneSerializer):
    """A milestone with its document, whose parts docs/milestones.md describes."""

    document = serializers.SerializerMethodField()

    class Meta(MilestoneSerializer.Meta):
        fields = [*MilestoneSerializer.Meta.fields, "document"]
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_document(self, milestone: Milestone) -> Any:
        """As values; the exact bytes are at `document/`."""
        return json.loads(milestone.document)
