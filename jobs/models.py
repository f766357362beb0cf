"""The row that a piece of background work is."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from jobs import quiet_hours
from organizations.models import Organization, User


class JobState(models.TextChoices):
    """Where a job stands. `done` and `failed` are final."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Queue(models.TextChoices):
    """Which line a job waits in; workers choose the lines they serve."""

    INTERACTIVE = "interactive", "Someone is waiting"
    COLLECT = "collect", "Collecting signals"
    CHECKS = "checks", "Checks"
    BULK = "bulk", "Quiet hours"


LONGEST_SILENCE = dt.timedelta(minutes=5)
UNFINISHED = (JobState.QUEUED, JobState.RUNNING)
FINISHED = (JobState.DONE, JobState.FAILED)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> JobQuerySet:
        """Jobs of the organizations this user belongs to; an operator sees every job."""
        if user.is_superuser:
            return self.all()
        return self.filter(organization__in=Organization.objects.visible_to(user))

    def under_way(self, key: str) -> JobQuerySet:
        """The job with this key that waits or runs; there is never more than one."""
        return self.filter(key=key, state__in=UNFINISHED)

    def claimable(self, now: dt.datetime) -> JobQuerySet:
        """Waiting jobs whose time has come; those of the bulk queue in the quiet hours only."""
        due = self.filter(state=JobState.QUEUED, run_after__lte=now)
        zone = timezone.get_default_timezone()
        if quiet_hours.is_open(now, settings.QUIET_HOURS, zone):
            return due
        return due.exclude(queue=Queue.BULK)

    def running(self) -> JobQuerySet:
        """Jobs that a worker holds, the longest running first."""
        return self.filter(state=JobState.RUNNING).order_by("started_at", "pk")

    def failed(self) -> JobQuerySet:
        """Jobs that are given up, the latest first."""
        return self.filter(state=JobState.FAILED).order_by("-finished_at", "-pk")

    def finished_since(self, moment: dt.datetime) -> JobQuerySet:
        """Jobs that ended at `moment` or later, done or failed."""
        return self.filter(finished_at__gte=moment, state__in=FINISHED)

    def to_thin(self, before: dt.datetime) -> JobQuerySet:
        """Jobs that ended before that moment and that no other row points at."""
        unused = {f"{relation.name}__isnull": True for relation in Job._meta.related_objects}
        return self.filter(finished_at__lt=before, state__in=FINISHED, **unused)

    def abandoned(self, now: dt.datetime) -> JobQuerySet:
        """Running jobs whose worker fell silent."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=now)

    def to_nudge(self, now: dt.datetime, silence: dt.timedelta) -> JobQuerySet:
        """Claimable jobs without a message, or whose message seems lost.

        A message seems lost when `silence` has passed since, and at least as long as the job had
        waited before it: so a long queue is not flooded. After LONGEST_SILENCE always.
        """
        never = models.Q(nudged_at__isnull=True)
        doubled = models.ExpressionWrapper(
            models.F("nudged_at") + (models.F("nudged_at") - models.F("run_after")),
            output_field=models.DateTimeField(),
        )
        lost = models.Q(nudged_at__lt=now - silence) & (
            models.Q(nudged_at__lt=now - LONGEST_SILENCE) | models.Q(due_again__lt=now)
        )
        return self.claimable(now).alias(due_again=doubled).filter(never | lost)

    def present_between(self, start: dt.datetime, end: dt.datetime) -> JobQuerySet:
        """Jobs that waited, ran or ended at some time from `start` to `end`."""
        ended_before = models.Q(finished_at__lt=start)
        return self.filter(created_at__lte=end).exclude(ended_before)


class Job(models.Model):
    """One piece of background work, its progress, and what it cost.

    `task` is the name of the Celery task that does it; the message carries only `id`.
    `claim` names the run that holds the job: every write of a run is conditional on it,
    so a run that lost its lease can change nothing. Sizes are bytes, times are seconds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="jobs"
    )
    task = models.CharField("task", max_length=80)
    queue = models.CharField("queue", max_length=12, choices=Queue.choices)
    subject_id = models.CharField("of", max_length=40, blank=True)
    key = models.CharField(
        "key", max_length=120, help_text="Two unfinished jobs never share a key."
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    state = models.CharField(
        "state", max_length=8, choices=JobState.choices, default=JobState.QUEUED
    )
    percent = models.PositiveSmallIntegerField("progress", default=0)
    step = models.CharField("doing", max_length=120, blank=True)
    error = models.TextField("what went wrong", blank=True)

    created_at = models.DateTimeField("requested", default=timezone.now)
    run_after = models.DateTimeField("not before", default=timezone.now)
    nudged_at = models.DateTimeField("last message", null=True, blank=True)
    started_at = models.DateTimeField("started", null=True, blank=True)
    finished_at = models.DateTimeField("finished", null=True, blank=True)
    lease_until = models.DateTimeField("lease until", null=True, blank=True)
    claim = models.UUIDField("claim", null=True, blank=True)
    worker = models.CharField("worker", max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField("attempts", default=0)
    max_attempts = models.PositiveSmallIntegerField("attempts allowed", default=3)

    wait_seconds = models.FloatField("waited", null=True, blank=True)
    run_seconds = models.FloatField("ran", null=True, blank=True)
    cpu_seconds = models.FloatField("processor time", null=True, blank=True)
    peak_memory = models.PositiveBigIntegerField("peak memory", null=True, blank=True)
    message_bytes = models.PositiveIntegerField("message size", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=UNFINISHED),
                name="job_key_once_unfinished",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="job_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="job_percent_in_range"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "run_after"], name="job_due"),
            models.Index(fields=["finished_at"], name="job_finished"),
            models.Index(fields=["state", "-finished_at"], name="job_ended"),
            models.Index(fields=["-created_at"], name="job_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.subject_id}".strip()

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to this job."""
        return self.state not in UNFINISHED


class Tally(models.Model):
    """How many jobs of a queue ever ended in a state, and what they took: counts only upwards.

    Rows of jobs are removed with age and with their organization, and put back in line by a
    retry; what is counted here stays. The times are seconds of the attempt that ended the job.
    """

    queue = models.CharField("queue", max_length=12, choices=Queue.choices)
    state = models.CharField("state", max_length=8, choices=JobState.choices)
    jobs = models.PositiveBigIntegerField("jobs", default=0)
    wait_seconds = models.FloatField("waited", default=0)
    run_seconds = models.FloatField("ran", default=0)
    cpu_seconds = models.FloatField("processor time", default=0)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["queue", "state"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.queue} {self.state}"
