"""Frameworks as JSON, and what importing one takes and tells."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.actions.frameworks import How, Preview
from assessments.api.fields import OptionalOrganizationField
from assessments.api.framework_part_serializers import (
    FrameworkContentSerializer,
    LevelSerializer,
)
from assessments.framework_spec import spec_of
from assessments.importers import Offer, Problem
from assessments.importers.outline import Counts
from assessments.lint import Mark
from assessments.models import Framework
from assessments.spec import LENGTHS


class WarningSerializer(serializers.Serializer[Problem]):
    """Something odd about a file, read all the same: where, what, and a way out."""

    place = serializers.CharField()
    message = serializers.CharField()
    hint = serializers.CharField()


class MarkSerializer(serializers.Serializer[Mark]):
    """What the lint says of one place. `section`, `question` and `choice` are keys, empty where it
    is not on one; `path` joins them. docs/lint.md tells each code."""

    code = serializers.CharField()
    severity = serializers.CharField(help_text="error, warning or note")
    path = serializers.CharField()
    section = serializers.CharField()
    question = serializers.CharField()
    choice = serializers.CharField()
    message = serializers.CharField()
    example = serializers.CharField()
    fix = serializers.CharField()


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
            "attribution",
            "homepage",
            "language",
            "levels",
            "ladder",
            "roll_up",
            "reading",
            "lint_errors",
            "lint_warnings",
            "source_format",
            "source_name",
            "source_sha256",
            "imported_by",
            "imported_at",
        ]
        read_only_fields = fields


class WholeFrameworkSerializer(FrameworkSerializer):
    """A framework with all that it holds, and what was odd about its file."""

    warnings = WarningSerializer(many=True, read_only=True)
    content = serializers.SerializerMethodField()

    class Meta(FrameworkSerializer.Meta):
        fields = [*FrameworkSerializer.Meta.fields, "warnings", "content"]

    @extend_schema_field(FrameworkContentSerializer)
    def get_content(self, framework: Framework) -> Any:
        """Roles, groups and sections."""
        return FrameworkContentSerializer(spec_of(framework)).data


class LintSerializer(serializers.Serializer[Framework]):
    """What the lint says of a framework, in its order."""

    lint_errors = serializers.IntegerField()
    lint_warnings = serializers.IntegerField()
    marks = MarkSerializer(source="lint", many=True)


class CountsSerializer(serializers.Serializer[Counts]):
    """How many of each thing come in; `sections` are neither practices nor best practices."""

    practices = serializers.IntegerField()
    best_practices = serializers.IntegerField()
    sections = serializers.IntegerField()
    points = serializers.IntegerField()
    questions = serializers.IntegerField()
    choices = serializers.IntegerField()
    groups = serializers.IntegerField()
    roles = serializers.IntegerField()
    responsibilities = serializers.IntegerField()
    expected_evidence = serializers.IntegerField()
    cloud_services = serializers.IntegerField()
    providers = serializers.IntegerField()


class OfferSerializer(serializers.Serializer[Offer]):
    """A framework that a file holds; its key is what `framework` takes."""

    key = serializers.CharField()
    title = serializers.CharField()


class FrameworkVersionSerializer(serializers.Serializer[Framework]):
    """A version of a framework that is there already."""

    id = serializers.IntegerField()
    version = serializers.CharField()


class PreviewSerializer(serializers.Serializer[Preview]):
    """What an import would bring in. `existing` has the same bytes already; `taken` has the
    same version with other content, so that an import would be refused; `versions` are those that
    are there. `frameworks` and `languages` are what the file offers where it has several."""

    format = serializers.CharField()
    sha256 = serializers.CharField()
    key = serializers.SlugField(source="spec.key")
    version = serializers.CharField(source="spec.version")
    language = serializers.CharField(source="spec.language")
    name = serializers.CharField(source="spec.title")
    existing = serializers.IntegerField(source="existing.pk", allow_null=True, default=None)
    taken = serializers.IntegerField(source="taken.pk", allow_null=True, default=None)
    versions = FrameworkVersionSerializer(many=True)
    frameworks = OfferSerializer(source="read.frameworks", many=True)
    languages = serializers.ListField(source="read.languages", child=serializers.CharField())
    left_out = serializers.ListField(source="read.left_out", child=serializers.CharField())
    warnings = WarningSerializer(source="read.warnings", many=True)
    marks = MarkSerializer(many=True)
    counts = CountsSerializer()
    tree = serializers.CharField(help_text="As `manage.py import_framework --dry-run` prints it.")


class ImportSerializer(serializers.Serializer[Framework]):
    """A framework's file; without an organization, which an operator may leave out, it is for
    everybody. `framework` and `language` choose from a file that has several; `key` keeps it apart
    from a framework of the same key, `version` is instead of the file's own."""

    file = serializers.FileField(allow_empty_file=True)
    organization = OptionalOrganizationField()
    framework = serializers.CharField(
        required=False, allow_blank=True, max_length=LENGTHS["source id"]
    )
    language = serializers.CharField(
        required=False, allow_blank=True, max_length=LENGTHS["language"]
    )
    key = serializers.CharField(required=False, allow_blank=True, max_length=LENGTHS["key"])
    version = serializers.CharField(required=False, allow_blank=True, max_length=LENGTHS["version"])

    def how(self) -> How:
        """What of the file, and under which key and version; only after it was found valid."""
        given = self.validated_data
        return How(
            given.get("framework", ""),
            given.get("language", ""),
            given.get("key", ""),
            given.get("version", ""),
        )


class HowSerializer(serializers.Serializer[Framework]):
    """How to import."""

    dry_run = serializers.BooleanField(
        default=False, help_text="Say what would come in, and store nothing."
    )


class ExportSerializer(serializers.Serializer[Framework]):
    """Which format a framework goes out in."""

    strict = serializers.BooleanField(
        default=False, help_text="Make everything fit the format's own rules."
    )
