"""Metrics systems, and how each is reached."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.urls import reverse
from django.utils import timezone

from organizations.models import Organization, User


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: User) -> SourceQuerySet:
        """Sources of the organizations this user belongs to."""
        return self.filter(organization__in=Organization.objects.visible_to(user))

    def due(self, now: dt.datetime) -> SourceQuerySet:
        """Enabled sources whose next collection has come; one indexed query."""
        return self.filter(is_enabled=True, next_due_at__lte=now)

    def with_counts(self) -> SourceQuerySet:
        """Each source with its organization, and its number of probes as `probe_count`."""
        return self.select_related("organization").annotate(probe_count=models.Count("probes"))


class Source(models.Model):
    """A metrics system and how to reach it. Secrets never stand here, only references to them.

    `failures` counts the collections that failed since the last that did not; `last_calls` is how
    many requests the last collection sent. A source that is not urgent is asked in quiet hours.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField("name", max_length=120)
    connector = models.CharField("connector", max_length=40)
    settings = models.JSONField("settings", default=dict, blank=True)
    is_enabled = models.BooleanField("collecting", default=True)
    is_urgent = models.BooleanField("also outside of quiet hours", default=True)
    every_seconds = models.PositiveIntegerField("collected every (seconds)", default=3600)
    next_due_at = models.DateTimeField("next collection", default=timezone.now)
    last_collected_at = models.DateTimeField("last collected", null=True, blank=True)
    last_error = models.TextField("what is wrong", blank=True)
    last_calls = models.PositiveIntegerField("requests of the last collection", default=0)
    failures = models.PositiveIntegerField("failed in a row", default=0)
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="source_name_once",
                violation_error_message="This organization has a source of that name.",
            ),
            models.CheckConstraint(
                condition=models.Q(every_seconds__gte=10), name="source_not_hammered"
            ),
        ]
        indexes = [models.Index(fields=["is_enabled", "next_due_at"], name="source_due")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:source", args=[self.pk])
