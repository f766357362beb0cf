"""What was read of a probe, and how it was judged."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone

from organizations.models import Organization, User


class SignalState(models.TextChoices):
    """What a reading says. Six states, never merged: only two of them judge the practice."""

    PASS = "pass", "Pass"
    WARN = "warn", "Warn"
    FAIL = "fail", "Fail"
    NO_DATA = "no_data", "No data"
    STALE = "stale", "Stale"
    ERROR = "error", "Error"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> ReadingQuerySet:
        """Readings of the organizations this user belongs to."""
        return self.filter(probe__organization__in=Organization.objects.visible_to(user))


class Reading(models.Model):
    """One stored result of a probe: enough to repeat it after the provider forgot.

    `series` is the down-sampled points of the window, oldest first: `[[epoch seconds, value]…]`.
    `query` has a line for each series that was asked for; `response_hash` is the SHA-256 of the
    raw answer, of several answers that of their hashes one to a line. `message` says in words what
    happened. What a milestone holds `is_kept` and is never thinned.
    """

    probe = models.ForeignKey("evidence.Probe", on_delete=models.CASCADE, related_name="readings")
    at = models.DateTimeField("read", default=timezone.now)
    window_start = models.DateTimeField("window from")
    window_end = models.DateTimeField("window to")
    state = models.CharField("state", max_length=7, choices=SignalState.choices)
    value = models.FloatField("value", null=True, blank=True)
    unit = models.CharField("unit", max_length=20, blank=True)
    points = models.PositiveIntegerField("points", default=0)
    series = models.JSONField("series", default=list)
    message = models.CharField("in words", max_length=300)
    query = models.TextField("query as sent", blank=True)
    connector_version = models.CharField("connector", max_length=40)
    response_hash = models.CharField("response SHA-256", max_length=64, blank=True)
    is_kept = models.BooleanField("held by a milestone", default=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=SignalState.values), name="reading_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["pass", "warn", "fail"])
                | models.Q(value__isnull=False),
                name="reading_judged_has_value",
            ),
        ]
        indexes = [
            models.Index(fields=["probe", "-at"], name="reading_newest"),
            models.Index(fields=["at"], name="reading_age"),
        ]

    def __str__(self) -> str:
        return f"{self.probe}: {self.get_state_display().lower()}"

    def state_on(self, moment: dt.datetime, stale_after_seconds: int) -> str:
        """This reading's state seen at `moment`: what was judged turns stale with age."""
        age = (moment - self.window_end).total_seconds()
        judged = self.state in (SignalState.PASS, SignalState.WARN, SignalState.FAIL)
        return SignalState.STALE if judged and age > stale_after_seconds else self.state
