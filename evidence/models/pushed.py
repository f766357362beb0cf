"""Figures that somebody sent, kept until a source of them is collected."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from evidence.models.source import Source
from organizations.models import Organization, User

LONGEST_SERIES = 80


class PushedPointQuerySet(models.QuerySet["PushedPoint"]):
    def visible_to(self, user: User) -> PushedPointQuerySet:
        """Points of the organizations this user belongs to."""
        return self.filter(source__organization__in=Organization.objects.visible_to(user))

    def older_than(self, moment: dt.datetime) -> PushedPointQuerySet:
        """Points of before that moment."""
        return self.filter(at__lt=moment)

    def by_series(self) -> models.QuerySet[Any, Any]:
        """For each series by name: `points`, how many there are, and `newest`, the time of the
        last."""
        counted = self.order_by().values("series")
        return counted.annotate(points=models.Count("pk"), newest=models.Max("at")).order_by(
            "series"
        )


class PushedPoint(models.Model):
    """A value of a series at a moment, sent to a source of the kind `push`: once for each moment.

    `sent_by` and `sent_at` are those of who sent the value as it is now.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="pushed_points")
    series = models.CharField("series", max_length=LONGEST_SERIES)
    at = models.DateTimeField("at")
    value = models.FloatField("value")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField("sent", default=timezone.now)

    objects = PushedPointQuerySet.as_manager()

    class Meta:
        ordering = ["source", "series", "-at"]
        constraints = [
            models.UniqueConstraint(fields=["source", "series", "at"], name="pushed_point_once")
        ]
        indexes = [models.Index(fields=["at"], name="pushed_point_age")]

    def __str__(self) -> str:
        return f"{self.series} at {self.at.isoformat()}"
