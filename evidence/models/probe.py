"""What is watched in a source, and the bounds that judge it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from evidence import evaluate
from evidence.asking import Ask
from evidence.models.reading import Reading
from evidence.models.source import Source
from organizations.models import Organization, User, Workload


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


class Method(models.TextChoices):
    """How the series of a probe become one value."""

    STATISTIC = "statistic", "A statistic of the points"
    RATIO = "ratio", "Ratio of sums"
    SHARE = "share", "Share of a limit"
    SLOPE = "slope", "Growth over the window, in percent"
    FLOOR = "floor", "Lowest point outside of a schedule"
    WITHIN = "within", "Share of points between two values"
    RUNS = "runs", "Runs counted of those expected"


class Comparison(models.TextChoices):
    """Which side of a bound is good."""

    AT_MOST = "at_most", "at most"
    AT_LEAST = "at_least", "at least"
    BETWEEN = "between", "between"


# What asks for somebody's attention comes first; a probe that was never read comes last.
URGENCY = ("fail", "error", "stale", "no_data", "warn", "pass")

_ONE_SIDED = Q(floor_pass__isnull=True, floor_warn__isnull=True)
_BOUNDS_IN_ORDER = (
    (Q(comparison=Comparison.AT_MOST, bound_warn__gte=F("bound_pass")) & _ONE_SIDED)
    | (Q(comparison=Comparison.AT_LEAST, bound_warn__lte=F("bound_pass")) & _ONE_SIDED)
    | Q(
        comparison=Comparison.BETWEEN,
        bound_warn__gte=F("bound_pass"),
        bound_pass__gte=F("floor_pass"),
        floor_pass__gte=F("floor_warn"),
    )
)


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

    def due(self, now: dt.datetime) -> ProbeQuerySet:
        """Those that are read each time their source is asked, and those whose own time has
        come."""
        return self.filter(Q(every_seconds__isnull=True) | Q(next_due_at__lte=now))


class Probe(models.Model):
    """A metric watched in a source, with the bounds that make it pass, warn or fail.

    `terms` are the series it asks for by name, each with the fields of its connector's queries;
    `method`, `statistic`, `of`, `per` and `arguments` say how they become one value (see
    `evidence.methods`). A probe from a preset keeps what the preset said when it was made.

    `bound_pass` and `bound_warn` are in `unit`; within the first it passes, within the second it
    warns, else it fails. Where good is between two values they are the upper bounds, and
    `floor_pass` and `floor_warn` the lower. `window_seconds` is how far back it looks;
    `stale_after_seconds` is the age from which a reading says nothing any more. With
    `every_seconds` it is read no more often than that, else each time its source is asked.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="probes")
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="probes")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="probes")
    name = models.CharField("name", max_length=160)
    metric = models.CharField("metric", max_length=200)
    preset = models.CharField("preset", max_length=80, blank=True)
    parameters = models.JSONField("parameters", default=dict, blank=True)
    terms = models.JSONField("series", default=dict)
    method = models.CharField(
        "method", max_length=10, choices=Method.choices, default=Method.STATISTIC
    )
    statistic = models.CharField("statistic", max_length=4, choices=Statistic.choices)
    of = models.JSONField("of the series", default=list)
    per = models.JSONField("by the series", default=list, blank=True)
    arguments = models.JSONField("arguments", default=dict, blank=True)
    grain_seconds = models.PositiveIntegerField("distance of points (seconds)", default=3600)
    window_seconds = models.PositiveIntegerField("window (seconds)", default=86400)
    every_seconds = models.PositiveIntegerField("read every (seconds)", null=True, blank=True)
    next_due_at = models.DateTimeField("next reading", default=timezone.now, editable=False)
    unit = models.CharField("unit", max_length=20, blank=True)
    comparison = models.CharField("good is", max_length=8, choices=Comparison.choices)
    bound_pass = models.FloatField("pass bound")
    bound_warn = models.FloatField("warn bound")
    floor_pass = models.FloatField("lower pass bound", null=True, blank=True)
    floor_warn = models.FloatField("lower warn bound", null=True, blank=True)
    reason = models.TextField("why it matters", blank=True, max_length=2000)
    stale_after_seconds = models.PositiveIntegerField("stale after (seconds)", default=86400)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="probes"
    )
    latest = models.ForeignKey(
        Reading, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
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
                condition=_BOUNDS_IN_ORDER,
                name="probe_bounds_in_order",
                violation_error_message="The warning bound is on the wrong side of the pass bound.",
            ),
        ]
        indexes = [models.Index(fields=["source", "next_due_at"], name="probe_due")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:probe", args=[self.pk])

    @property
    def low(self) -> float | None:
        """The value from which it passes, where there is one."""
        return self.bound_pass if self.comparison == Comparison.AT_LEAST else self.floor_pass

    @property
    def high(self) -> float | None:
        """The value up to which it passes, where there is one."""
        return None if self.comparison == Comparison.AT_LEAST else self.bound_pass

    @property
    def bounds(self) -> evaluate.Bounds:
        """What is good."""
        return evaluate.Bounds(
            evaluate.Comparison(self.comparison),
            self.bound_pass,
            self.bound_warn,
            self.floor_pass,
            self.floor_warn,
        )

    @property
    def ask(self) -> Ask:
        """The series it needs."""
        return Ask(self.terms, self.window_seconds, self.grain_seconds)

    @property
    def criterion(self) -> evaluate.Criterion:
        """What is asked of its series."""
        return evaluate.Criterion(
            bounds=self.bounds,
            window=dt.timedelta(seconds=self.window_seconds),
            stale_after=dt.timedelta(seconds=self.stale_after_seconds),
            unit=self.unit,
            evaluator=evaluate.Evaluator(
                evaluate.Method(self.method),
                evaluate.Statistic(self.statistic),
                tuple(self.of),
                tuple(self.per),
                self.arguments,
            ),
        )

    def state_at(self, moment: dt.datetime) -> str | None:
        """The state of the newest reading seen at `moment`; None where it was never read."""
        newest = self.latest
        return newest.state_on(moment, self.stale_after_seconds) if newest else None
