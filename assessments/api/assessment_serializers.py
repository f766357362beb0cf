"""Assessments and the people in them as JSON, and what is accepted of them. Validation only."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.api.fields import FrameworkField, RoleField
from assessments.api.score_serializers import QuestionScoreSerializer, SectionScoreSerializer
from assessments.models import Assessment, Framework, Participant, Policy, Reading, Role
from evidence.api.artifact_serializers import MemberField, WorkloadField


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    """One workload, one framework version, one period."""

    organization = serializers.SlugField(source="organization.slug", read_only=True)
    created_by = serializers.EmailField(source="created_by.email", read_only=True)
    groups = serializers.SlugRelatedField(  # type: ignore[var-annotated]  # many makes another
        slug_field="key", many=True, read_only=True
    )

    class Meta:
        model = Assessment
        fields = [
            "id",
            "organization",
            "workload",
            "framework",
            "title",
            "due_on",
            "policy",
            "reading",
            "groups",
            "state",
            "state_comment",
            "state_since",
            "created_by",
            "created_at",
        ]
        read_only_fields = fields


class ScoreSerializer(serializers.Serializer[Any]):
    """How an assessment stands at `moment`. `questions` are those of which the caller may see
    what was said: a member has answered them."""

    moment = serializers.DateTimeField()
    maximum = serializers.IntegerField()
    overall = SectionScoreSerializer()
    sections = SectionScoreSerializer(many=True)
    questions = QuestionScoreSerializer(many=True)


class ScoredAssessmentSerializer(AssessmentSerializer):
    """An assessment with every score, each with its trace."""

    score = serializers.SerializerMethodField()

    class Meta(AssessmentSerializer.Meta):
        fields = [*AssessmentSerializer.Meta.fields, "score"]
        read_only_fields = fields

    @extend_schema_field(ScoreSerializer)
    def get_score(self, assessment: Assessment) -> Any:
        """As the view put it into the context."""
        return ScoreSerializer(self.context["score"], context=self.context).data


class GroupsField(serializers.ListField):
    """Implementation groups by key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            child=serializers.CharField(max_length=120), required=False, max_length=100, **kwargs
        )


def with_groups(attrs: dict[str, Any], framework: Framework) -> dict[str, Any]:
    """What was sent, with its groups as rows of the framework."""
    if "groups" not in attrs:
        return attrs
    found = {group.key: group for group in framework.groups.filter(key__in=attrs["groups"])}
    unknown = [key for key in attrs["groups"] if key not in found]
    if unknown:
        raise serializers.ValidationError({"groups": f"The framework has no group {unknown[0]}."})
    return {**attrs, "groups": list(found.values())}


class NewAssessmentSerializer(serializers.Serializer[Assessment]):
    """An assessment to create; it begins as a draft in which nobody has a role."""

    workload = WorkloadField()
    framework = FrameworkField(queryset=Framework.objects.none())
    title = serializers.CharField(max_length=160)
    due_on = serializers.DateField(required=False, allow_null=True)
    policy = serializers.ChoiceField(choices=Policy.choices, required=False)
    reading = serializers.ChoiceField(choices=Reading.choices, required=False)
    groups = GroupsField(help_text="Keys of groups; not sent: those that the framework suggests.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """With the groups looked up in the framework."""
        return with_groups(attrs, attrs["framework"])


class AssessmentChangeSerializer(serializers.Serializer[Assessment]):
    """What may change of an assessment while it is a draft or open; what is not sent stays."""

    title = serializers.CharField(max_length=160, required=False)
    due_on = serializers.DateField(required=False, allow_null=True)
    policy = serializers.ChoiceField(choices=Policy.choices, required=False)
    reading = serializers.ChoiceField(choices=Reading.choices, required=False)
    groups = GroupsField(help_text="Keys of groups it is limited to; an empty list is all of it.")


class ApprovalSerializer(serializers.Serializer[Assessment]):
    """A word with the approval."""

    comment = serializers.CharField(required=False, allow_blank=True, max_length=4000)


class ReopeningSerializer(serializers.Serializer[Assessment]):
    """What has to change."""

    comment = serializers.CharField(max_length=4000)


class PublicationSerializer(serializers.Serializer[Assessment]):
    """What the milestone is called."""

    title = serializers.CharField(max_length=160)


class ParticipantSerializer(serializers.ModelSerializer[Participant]):
    """A person, by address, who answers in a role, by key."""

    user = serializers.EmailField(source="user.email", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)
    role = serializers.SlugField(source="role.key", read_only=True)

    class Meta:
        model = Participant
        fields = ["id", "user", "name", "role", "created_at"]
        read_only_fields = fields


class NewParticipantSerializer(serializers.Serializer[Participant]):
    """A role to give."""

    user = MemberField()
    role = RoleField(slug_field="key", queryset=Role.objects.none())
