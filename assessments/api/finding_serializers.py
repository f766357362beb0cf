"""Findings as JSON, and what is accepted of them. Validation only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.actions.findings import About, Plan
from assessments.api.fields import AssessmentField
from assessments.models import Assessment, Choice, Finding, Question, Section
from evidence.api.artifact_serializers import MemberField


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """A gap: what was seen, whose it is, by when. What it is about is named by key."""

    organization = serializers.SlugField(source="organization.slug", read_only=True)
    question = serializers.SerializerMethodField()
    choice = serializers.CharField(
        source="choice.key", read_only=True, allow_null=True, default=None
    )
    section = serializers.SlugField(
        source="section.key", read_only=True, allow_null=True, default=None
    )
    owner = serializers.EmailField(
        source="owner.email", read_only=True, allow_null=True, default=None
    )
    opened_by = serializers.EmailField(
        source="opened_by.email", read_only=True, allow_null=True, default=None
    )
    resolved_by = serializers.EmailField(
        source="resolved_by.email", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Finding
        fields = [
            "id",
            "organization",
            "workload",
            "assessment",
            "question",
            "choice",
            "section",
            "probe",
            "title",
            "seen",
            "seen_state",
            "seen_value",
            "seen_unit",
            "seen_at",
            "seen_reading",
            "state",
            "owner",
            "due_on",
            "ticket",
            "note",
            "opened_at",
            "opened_by",
            "reopened_at",
            "resolved_at",
            "resolved_how",
            "resolved_by",
            "resolution",
        ]
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.STR)
    def get_question(self, finding: Finding) -> str | None:
        """The key of the question, also where it stands on one of its choices."""
        return finding.asked.key if finding.asked else None


class OwnerField(MemberField):
    """A person by their e-mail address, which may be left out; null makes it nobody's."""

    def __init__(self) -> None:
        super().__init__(required=False)
        self.allow_null = True


class PlanSerializer(serializers.Serializer[Finding]):
    """Whose it is, by when, and where it is worked on; what is left out stays as it is."""

    owner = OwnerField()
    due_on = serializers.DateField(required=False, allow_null=True)
    ticket = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000)


class ReasonSerializer(serializers.Serializer[Finding]):
    """Why it is resolved, or open again."""

    reason = serializers.CharField(max_length=2000)


class NewFindingSerializer(PlanSerializer):
    """A finding that no signal saw, on a `question`, a `choice` of it, or a `section`, by key."""

    assessment = AssessmentField(queryset=Assessment.objects.none())
    question = serializers.SlugField(required=False)
    choice = serializers.CharField(required=False, max_length=250)
    section = serializers.SlugField(required=False)
    title = serializers.CharField(max_length=200)
    seen = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What `findings.open_by_hand` takes."""
        plan = {name: attrs.pop(name) for name in PLANNED if name in attrs}
        names = {
            name: attrs.pop(name) for name in ("question", "choice", "section") if name in attrs
        }
        attrs["about"] = _about(attrs["assessment"].framework_id, names)
        return attrs | ({"plan": Plan(**plan)} if plan else {})


ABOUT = ("question", "choice", "section")
PLANNED = ("owner", "due_on", "ticket", "note")


def _about(framework: int, names: Mapping[Any, str]) -> About:
    if ("question" in names) == ("section" in names):
        raise serializers.ValidationError({"question": "Give either question or section."})
    kind: type[Question | Section] = Question if "question" in names else Section
    name = "question" if "question" in names else "section"
    found = kind._default_manager.filter(framework=framework, key=names[name]).first()
    if found is None:
        raise serializers.ValidationError({name: f"The framework has no {name} {names[name]}."})
    return _choice(found, names["choice"]) if "choice" in names else found


def _choice(found: Question | Section, key: str) -> Choice:
    choice = found.choices.filter(key=key).first() if isinstance(found, Question) else None
    if choice is None:
        raise serializers.ValidationError({"choice": f"No question named here has a choice {key}."})
    return choice
