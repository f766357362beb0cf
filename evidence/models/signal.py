"""Metrics systems, what is watched in them, and what was read."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from organizations.models import Organization, User, Workload


class SignalState(models.TextChoices):
    """What a reading says. Six states, never merged: only two of them judge the practice."""

    PASS = "pass", "Pass"
    WARN = "warn", "Warn"
    FAIL = "fail", "Fail"
    NO_DATA = "no_data", "No data"
    STALE = "stale", "Stale"
    ERROR = "error", "Error"


class Statistic(models.TextChoices):
    """How the points of a window become one value."""

    LAST = "last", "Last point"
    MEAN = "mean", "Mean"
    MAXIMUM = "max", "Maximum"
    MINIMUM = "min", "Minimum"
    SUM = "sum", "Sum"
    P50 = "p50", "Median"
    P95 = "p95", "95th percentile"
    P99 = "p99", "99th percentile"


class Comparison(models.TextChoices):
    """Which side of a bound is good."""

    AT_MOST = "at_most", "at most"
    AT_LEAST = "at_least", "at least"


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
    """A metrics system and how to reach it. Secrets never stand here."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField("name", max_length=120)
    connector = models.CharField("connector", max_length=40)
    settings = models.JSONField("settings", default=dict, blank=True)
    is_enabled = models.BooleanField("collecting", default=True)
    every_seconds = models.PositiveIntegerField("collected every (seconds)", default=3600)
    next_due_at = models.DateTimeField("next collection", default=timezone.now)
    last_collected_at = models.DateTimeField("last collected", null=True, blank=True)
    last_error = models.TextField("what is wrong", blank=True)
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


# What asks for somebody's attention comes first; a probe that was never read comes last.
URGENCY = ("fail", "error", "stale", "no_data", "warn", "pass")


class ProbeQuerySet(models.QuerySet["Probe"]):
    def visible_to(self, user: User) -> ProbeQuerySet:
        """Probes of the organizations this user belongs to."""
        return self.filter(organization__in=Organization.objects.visible_to(user))

    def with_latest(self) -> ProbeQuerySet:
        """Each probe with its source, workload, owner and newest reading, in one query."""
        return self.select_related("source", "workload", "owner", "latest")

    def urgent_first(self) -> ProbeQuerySet:
        """By the state of the newest reading, then by name."""
        whens = [models.When(latest__state=state, then=n) for n, state in enumerate(URGENCY)]
        urgency = models.Case(*whens, default=len(URGENCY), output_field=models.IntegerField())
        return self.order_by(urgency, "name", "pk")


class Probe(models.Model):
    """A metric watched in a source, with the bounds that make it pass, warn or fail.

    `bound_pass` and `bound_warn` are in `unit`; within the first it passes, within the second
    it warns, else it fails. `window_seconds` is how far back the statistic looks;
    `stale_after_seconds` is the age from which a reading says nothing any more.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="probes")
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="probes")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="probes")
    name = models.CharField("name", max_length=160)
    metric = models.CharField("metric", max_length=200)
    parameters = models.JSONField("parameters", default=dict, blank=True)
    statistic = models.CharField("statistic", max_length=4, choices=Statistic.choices)
    window_seconds = models.PositiveIntegerField("window (seconds)", default=86400)
    unit = models.CharField("unit", max_length=20, blank=True)
    comparison = models.CharField("good is", max_length=8, choices=Comparison.choices)
    bound_pass = models.FloatField("pass bound")
    bound_warn = models.FloatField("warn bound")
    reason = models.TextField("why it matters", blank=True, max_length=2000)
    stale_after_seconds = models.PositiveIntegerField("stale after (seconds)", default=86400)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="probes"
    )
    latest = models.ForeignKey(
        "Reading",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)

    objects = ProbeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workload", "name"],
                name="probe_name_once",
                violation_error_message="This workload has a probe of that name.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    comparison=Comparison.AT_MOST, bound_warn__gte=models.F("bound_pass")
                )
                | models.Q(comparison=Comparison.AT_LEAST, bound_warn__lte=models.F("bound_pass")),
                name="probe_bounds_in_order",
                violation_error_message="The warning bound is on the wrong side of the pass bound.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:probe", args=[self.pk])

    @property
    def low(self) -> float | None:
        """The pass bound where good is at least it."""
        return self.bound_pass if self.comparison == Comparison.AT_LEAST else None

    @property
    def high(self) -> float | None:
        """The pass bound where good is at most it."""
        return self.bound_pass if self.comparison == Comparison.AT_MOST else None

    def state_at(self, moment: dt.datetime) -> str | None:
        """The state of the newest reading seen at `moment`; None where it was never read."""
        newest = self.latest
        return newest.state_on(moment, self.stale_after_seconds) if newest else None


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> ReadingQuerySet:
        """Readings of the organizations this user belongs to."""
        return self.filter(probe__organization__in=Organization.objects.visible_to(user))


class Reading(models.Model):
    """One stored result of a probe: enough to repeat it after the provider forgot.

    `series` is the down-sampled points of the window, oldest first: `[[epoch seconds, value]…]`.
    `response_hash` is the SHA-256 of the raw answer. `message` says in words what happened.
    """

    probe = models.ForeignKey(Probe, on_delete=models.CASCADE, related_name="readings")
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
        indexes = [models.Index(fields=["probe", "-at"], name="reading_newest")]

    def __str__(self) -> str:
        return f"{self.probe}: {self.get_state_display().lower()}"

    def state_on(self, moment: dt.datetime, stale_after_seconds: int) -> str:
        """This reading's state seen at `moment`: what was judged turns stale with age."""
        age = (moment - self.window_end).total_seconds()
        judged = self.state in (SignalState.PASS, SignalState.WARN, SignalState.FAIL)
        return SignalState.STALE if judged and age > stale_after_seconds else self.state
