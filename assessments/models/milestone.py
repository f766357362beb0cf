"""A frozen copy of an assessment."""

from __future__ import annotations

from typing import Never

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from assessments.models.assessment import Assessment
from organizations.models import Organization, User
from organizations.models.audit import AppendOnlyError


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, user: User) -> MilestoneQuerySet:
        """Milestones of the organizations this user belongs to."""
        return self.filter(assessment__organization__in=Organization.objects.visible_to(user))

    def figures(self) -> MilestoneQuerySet:
        """Newest first, without the documents, which are large."""
        return self.defer("document").select_related("published_by").order_by("-number")

    def update(self, **kwargs: object) -> Never:
        """Refused: a milestone never changes."""
        raise AppendOnlyError("Milestones never change.")


class Milestone(models.Model):
    """A frozen, hashed copy of an assessment; the database refuses updates by trigger.

    `document` is canonical JSON (sorted keys, no spaces, UTF-8); `sha256` is of its bytes.
    `audit_head` is the organization's audit chain head when it was made.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="milestones")
    number = models.PositiveIntegerField("milestone")
    title = models.CharField("title", max_length=160)
    document = models.TextField("document")
    sha256 = models.CharField("SHA-256", max_length=64)
    audit_head = models.CharField("audit chain head", max_length=64)
    proven = models.FloatField("proven level")
    claimed = models.FloatField("claimed level", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField("published", default=timezone.now, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="milestone_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, milestone {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:milestone", args=[self.pk])
