"""What a framework holds, as JSON: its sections, questions, choices and what belongs to them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.spec import (
    BandSpec,
    ChoiceSpec,
    CloudServiceSpec,
    ExpectedEvidenceSpec,
    FrameworkSpec,
    GroupSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    ResponsibilitySpec,
    RiskRuleSpec,
    RoleSpec,
    SectionSpec,
)


class LevelSerializer(serializers.Serializer[LevelSpec]):
    """A level of the scale, or what it looks like for one question."""

    value = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()


class FrameworkRoleSerializer(serializers.Serializer[RoleSpec]):
    """A job in the framework."""

    key = serializers.SlugField()
    name = serializers.CharField()


class FrameworkGroupSerializer(serializers.Serializer[GroupSpec]):
    """An implementation group: a part of the framework that an assessment can be limited to."""

    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    default = serializers.BooleanField()


class ResourceSerializer(serializers.Serializer[ResourceSpec]):
    """Something to read: a text, an address, or both."""

    text = serializers.CharField()
    url = serializers.CharField()


class ChoiceSerializer(serializers.Serializer[ChoiceSpec]):
    """An option of a question. `score` is a share of the highest level; null is not scored."""

    key = serializers.CharField()
    text = serializers.CharField()
    description = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    none_of_these = serializers.BooleanField()
    help = ResourceSerializer(many=True)
    improvement = ResourceSerializer(many=True)


class RiskRuleSerializer(serializers.Serializer[RiskRuleSpec]):
    """A condition over choices and the risk that it means: high, medium or none."""

    condition = serializers.CharField()
    risk = serializers.CharField()


class BandSerializer(serializers.Serializer[BandSpec]):
    """What a number claims from `at_least` on; null is from anywhere."""

    at_least = serializers.FloatField(allow_null=True)
    score = serializers.FloatField()


class FrameworkQuestionSerializer(serializers.Serializer[QuestionSpec]):
    """A question; `roles` and `groups` are keys; `levels` is empty where those of the framework
    stand. The first rule that is true decides."""

    key = serializers.SlugField()
    ref = serializers.CharField()
    source_id = serializers.CharField()
    text = serializers.CharField()
    help = serializers.CharField()
    kind = serializers.CharField()
    weight = serializers.FloatField()
    tier = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField()
    roles = serializers.ListField(child=serializers.SlugField())
    groups = serializers.ListField(child=serializers.CharField())
    levels = LevelSerializer(many=True)
    choices = ChoiceSerializer(many=True)
    rules = RiskRuleSerializer(many=True)
    bands = BandSerializer(many=True)
    resources = ResourceSerializer(many=True)


class ResponsibilitySerializer(serializers.Serializer[ResponsibilitySpec]):
    """What a role, by its key, does for a practice."""

    role = serializers.SlugField()
    text = serializers.CharField()


class ExpectedEvidenceSerializer(serializers.Serializer[ExpectedEvidenceSpec]):
    """An artifact that a section asks for."""

    key = serializers.SlugField()
    title = serializers.CharField()
    kind = serializers.CharField()
    description = serializers.CharField()


class CloudServiceSerializer(serializers.Serializer[CloudServiceSpec]):
    """A provider's service and what it is good for here."""

    provider = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()


class FrameworkSectionSerializer(serializers.Serializer[SectionSpec]):
    """A node of the tree; `children` are sections again. Guidance is Markdown, not sanitised."""

    key = serializers.SlugField()
    ref = serializers.CharField()
    source_id = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    guidance = serializers.CharField()
    points = serializers.ListField(child=serializers.CharField())
    weight = serializers.FloatField()
    resources = ResourceSerializer(many=True)
    questions = FrameworkQuestionSerializer(many=True)
    responsibilities = ResponsibilitySerializer(many=True)
    expected_evidence = ExpectedEvidenceSerializer(many=True)
    cloud_services = CloudServiceSerializer(many=True)
    children = serializers.SerializerMethodField()

    @extend_schema_field(
        {"type": "array", "items": {"$ref": "#/components/schemas/FrameworkSection"}}
    )
    def get_children(self, section: SectionSpec) -> list[Any]:
        """The sections below this one."""
        return [FrameworkSectionSerializer(child).data for child in section.children]


class FrameworkContentSerializer(serializers.Serializer[FrameworkSpec]):
    """All that a framework holds."""

    roles = FrameworkRoleSerializer(many=True)
    groups = FrameworkGroupSerializer(many=True)
    sections = FrameworkSectionSerializer(many=True)
