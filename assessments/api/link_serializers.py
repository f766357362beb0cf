"""Evidence links as JSON, and what is accepted of them. Validation only."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.api.fields import ArtifactField, AssessmentField, ProbeField
from assessments.models import Assessment, Choice, EvidenceLink, Question, Section
from evidence.models import Artifact, Probe


class EvidenceLinkSerializer(serializers.ModelSerializer[EvidenceLink]):
    """An artifact or a probe behind a question, a choice of one, or a section, all by key."""

    question = serializers.SerializerMethodField()
    choice = serializers.CharField(
        source="choice.key", read_only=True, allow_null=True, default=None
    )
    section = serializers.SlugField(
        source="section.key", read_only=True, allow_null=True, default=None
    )
    linked_by = serializers.EmailField(source="linked_by.email", read_only=True)
    objected_by = serializers.EmailField(
        source="objected_by.email", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = EvidenceLink
        fields = [
            "id",
            "assessment",
            "artifact",
            "probe",
            "question",
            "choice",
            "section",
            "linked_by",
            "linked_at",
            "objection",
            "objected_by",
            "objected_at",
        ]
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.STR)
    def get_question(self, link: EvidenceLink) -> str | None:
        """The key of the question, also where the evidence stands behind one of its choices."""
        question = link.choice.question if link.choice else link.question
        return question.key if question else None


class NewEvidenceLinkSerializer(serializers.Serializer[EvidenceLink]):
    """A link to make: one of `artifact` and `probe`, and one of `question` and `section`; with a
    `question`, `choice` puts it behind that choice alone."""

    assessment = AssessmentField(queryset=Assessment.objects.none())
    artifact = ArtifactField(queryset=Artifact.objects.none(), required=False)
    probe = ProbeField(queryset=Probe.objects.none(), required=False)
    question = serializers.SlugField(required=False)
    choice = serializers.CharField(required=False, max_length=250)
    section = serializers.SlugField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What `links.link` takes: the assessment, the evidence, and what it is put behind."""
        evidence = _one_of(attrs, "artifact", "probe")
        key, framework = _one_of(attrs, "question", "section"), attrs["assessment"].framework_id
        model: type[Question | Section] = Question if "question" in attrs else Section
        subject = model._default_manager.filter(framework=framework, key=key).first()
        if subject is None:
            name = "question" if "question" in attrs else "section"
            raise serializers.ValidationError({name: f"The framework has no {name} {key}."})
        to = _choice(subject, attrs["choice"]) if "choice" in attrs else subject
        return {"assessment": attrs["assessment"], "evidence": evidence, "to": to}


class ObjectionSerializer(serializers.Serializer[EvidenceLink]):
    """What speaks against the claim."""

    objection = serializers.CharField(max_length=2000)


def _choice(subject: Question | Section, key: str) -> Choice:
    if not isinstance(subject, Question):
        raise serializers.ValidationError({"choice": "A choice is one of a question: name it."})
    found = subject.choices.filter(key=key).first()
    if found is None:
        raise serializers.ValidationError({"choice": f"The question has no choice {key}."})
    return found


def _one_of(attrs: dict[str, Any], one: str, other: str) -> Any:
    if (one in attrs) == (other in attrs):
        raise serializers.ValidationError({one: f"Give either {one} or {other}."})
    return attrs[one] if one in attrs else attrs[other]
