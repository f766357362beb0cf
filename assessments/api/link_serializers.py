"""Evidence links as JSON, and what is accepted of them. Validation only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from assessments.api.fields import ArtifactField, AssessmentField, ProbeField
from assessments.models import Assessment, EvidenceLink, Question, Section
from evidence.models import Artifact, Probe


class EvidenceLinkSerializer(serializers.ModelSerializer[EvidenceLink]):
    """An artifact or a probe behind a question or a section, both by key."""

    question = serializers.SlugField(
        source="question.key", read_only=True, allow_null=True, default=None
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
            "section",
            "linked_by",
            "linked_at",
            "objection",
            "objected_by",
            "objected_at",
        ]
        read_only_fields = fields


class NewEvidenceLinkSerializer(serializers.Serializer[EvidenceLink]):
    """A link to make: one of `artifact` and `probe`, and one of `question` and `section`."""

    assessment = AssessmentField(queryset=Assessment.objects.none())
    artifact = ArtifactField(queryset=Artifact.objects.none(), required=False)
    probe = ProbeField(queryset=Probe.objects.none(), required=False)
    question = serializers.SlugField(required=False)
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
        return {"assessment": attrs["assessment"], "evidence": evidence, "to": subject}


class ObjectionSerializer(serializers.Serializer[EvidenceLink]):
    """What speaks against the claim."""

    objection = serializers.CharField(max_length=2000)


def _one_of(attrs: dict[str, Any], one: str, other: str) -> Any:
    if (one in attrs) == (other in attrs):
        raise serializers.ValidationError({one: f"Give either {one} or {other}."})
    return attrs[one] if one in attrs else attrs[other]
