"""Reports as JSON."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from assessments.models import Assessment, Milestone
from jobs.models import JobState
from organizations.api.fields import caller
from reports.models import Report


class ReportSerializer(serializers.ModelSerializer[Report]):
    """A report and how far it is; `download` is null until it is done."""

    state = serializers.ChoiceField(choices=JobState.choices, source="job.state")
    percent = serializers.IntegerField(source="job.percent")
    step = serializers.CharField(source="job.step")
    error = serializers.CharField(source="job.error")
    finished_at = serializers.DateTimeField(source="job.finished_at", allow_null=True)
    ordered_by = serializers.EmailField(source="ordered_by.email")
    download = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields = [
            "id",
            "assessment",
            "milestone",
            "state",
            "percent",
            "step",
            "error",
            "ordered_by",
            "ordered_at",
            "finished_at",
            "pages",
            "size",
            "sha256",
            "download",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_download(self, report: Report) -> str | None:
        """Where the file is."""
        if not report.file:
            return None
        return reverse("report-download", [report.pk], request=self.context["request"])


class AssessmentField(serializers.PrimaryKeyRelatedField[Assessment]):
    """One of the caller's assessments."""

    def get_queryset(self) -> QuerySet[Assessment]:
        """Those the caller may see."""
        return Assessment.objects.visible_to(caller(self.context["request"])).with_subject()


class MilestoneField(serializers.PrimaryKeyRelatedField[Milestone]):
    """One of the caller's milestones."""

    def get_queryset(self) -> QuerySet[Milestone]:
        """Those the caller may see."""
        return Milestone.objects.visible_to(caller(self.context["request"])).defer("document")


class OrderSerializer(serializers.Serializer[Report]):
    """An order: of a milestone, or without one of the live state, marked as a draft."""

    assessment = AssessmentField(queryset=Assessment.objects.none())
    milestone = MilestoneField(queryset=Milestone.objects.none(), allow_null=True, default=None)
