"""A report someone ordered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, Milestone
from jobs.models import Job
from organizations.models import Organization, User


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> ReportQuerySet:
        """Reports of the organizations this user belongs to."""
        return self.filter(assessment__organization__in=Organization.objects.visible_to(user))

    def with_subject(self) -> ReportQuerySet:
        """Each report with its assessment, milestone, job and who ordered it, in one query."""
        return self.select_related(
            "assessment__workload",
            "assessment__framework",
            "assessment__organization",
            "milestone",
            "job",
            "ordered_by",
        )


def report_path(report: Report, filename: str) -> str:
    """Where a report's bytes go: by content hash."""
    return f"reports/{report.assessment.organization_id}/{report.sha256}.pdf"


class Report(models.Model):
    """A PDF made from a milestone, or, watermarked, from the live state of an assessment.

    `file`, `sha256`, `size` and `pages` are empty until its job is done.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="reports")
    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
        help_text="Empty: made from the live state, and marked so.",
    )
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="report")
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ordered_at = models.DateTimeField("ordered", default=timezone.now, editable=False)
    file = models.FileField("file", upload_to=report_path, max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("size", null=True, blank=True)
    pages = models.PositiveIntegerField("pages", null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-ordered_at", "-pk"]

    def __str__(self) -> str:
        what = f"milestone {self.milestone.number}" if self.milestone else "as it stands"
        return f"Report on {self.assessment}, {what}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])

    @property
    def download_name(self) -> str:
        """The file name a reader sees."""
        what = f"milestone-{self.milestone.number}" if self.milestone else "draft"
        return f"plumbline-{self.assessment_id}-{what}.pdf"
