"""Frameworks as JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.actions.frameworks import Preview
from assessments.api.fields import OptionalOrganizationField
from assessments.framework_spec import spec_of
from assessments.importers.outline import Counts
from assessments.models import Framework
from assessments.spec import (
    CloudServiceSpec,
    ExpectedEvidenceSpec,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    ResponsibilitySpec,
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


class FrameworkQuestionSerializer(serializers.Serializer[QuestionSpec]):
    """A question; `roles` are keys; `levels` is empty where those of the framework stand."""

    key = serializers.SlugField()
    text = serializers.CharField()
    help = serializers.CharField()
    kind = serializers.CharField()
    weight = serializers.FloatField()
    roles = serializers.ListField(child=serializers.SlugField())
    levels = LevelSerializer(many=True)


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
    kind = serializers.CharField()
    title = serializers.CharField()
    guidance = serializers.CharField()
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
    sections = FrameworkSectionSerializer(many=True)


class FrameworkSerializer(serializers.ModelSerializer[Framework]):
    """A framework; without an organization it is built in, for everybody."""

    organization = serializers.SlugField(
        source="organization.slug", read_only=True, allow_null=True, default=None
    )
    levels = LevelSerializer(many=True, read_only=True)
    ladder = serializers.ListField(child=serializers.FloatField(), read_only=True)
    imported_by = serializers.EmailField(
        source="imported_by.email", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Framework
        fields = [
            "id",
            "organization",
            "key",
            "version",
            "name",
            "description",
            "publisher",
            "licence",
            "language",
            "levels",
            "ladder",
            "source_format",
            "source_name",
            "source_sha256",
            "imported_by",
            "imported_at",
        ]
        read_only_fields = fields


class WholeFrameworkSerializer(FrameworkSerializer):
    """A framework with all that it holds."""

    content = serializers.SerializerMethodField()

    class Meta(FrameworkSerializer.Meta):
        fields = [*FrameworkSerializer.Meta.fields, "content"]

    @extend_schema_field(FrameworkContentSerializer)
    def get_content(self, framework: Framework) -> Any:
        """Roles and sections."""
        return FrameworkContentSerializer(spec_of(framework)).data


class CountsSerializer(serializers.Serializer[Counts]):
    """How many of each thing come in."""

    practices = serializers.IntegerField()
    best_practices = serializers.IntegerField()
    points = serializers.IntegerField()
    questions = serializers.IntegerField()
    roles = serializers.IntegerField()
    responsibilities = serializers.IntegerField()
    expected_evidence = serializers.IntegerField()
    cloud_services = serializers.IntegerField()
    providers = serializers.IntegerField()


class PreviewSerializer(serializers.Serializer[Preview]):
    """What an import would bring in. `existing` has the same bytes already; `taken` has the
    same version with other content, so that an import would be refused."""

    format = serializers.CharField()
    sha256 = serializers.CharField()
    key = serializers.SlugField(source="spec.key")
    version = serializers.CharField(source="spec.version")
    name = serializers.CharField(source="spec.title")
    existing = serializers.IntegerField(source="existing.pk", allow_null=True, default=None)
    taken = serializers.IntegerField(source="taken.pk", allow_null=True, default=None)
    counts = CountsSerializer()
    tree = serializers.CharField(help_text="As `manage.py import_framework --dry-run` prints it.")


class ImportSerializer(serializers.Serializer[Framework]):
    """A framework's file; without an organization, which an operator may leave out, it is for
    everybody."""

    file = serializers.FileField(allow_empty_file=True)
    organization = OptionalOrganizationField()


class HowSerializer(serializers.Serializer[Framework]):
    """How to import."""

    dry_run = serializers.BooleanField(
        default=False, help_text="Say what would come in, and store nothing."
    )
