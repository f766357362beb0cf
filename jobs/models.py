"""The row that a piece of background work is."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

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


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> JobQuerySet:
        """Jobs of the organizations this user belongs to."""
        return self.filter(organization__in=Organization.objects.visible_to(user))

    def claimable(self, now: dt.datetime) -> JobQuerySet:
        """Waiting jobs whose time has come, and running ones whose worker fell silent."""
        waiting = models.Q(state=JobState.QUEUED, run_after__lte=now)
        abandoned = models.Q(state=JobState.RUNNING, lease_until__lt=now)
        return self.filter(waiting | abandoned)

    def to_nudge(self, now: dt.datetime, silence: dt.timedelta) -> JobQuerySet:
        """Claimable jobs for which no message was sent within `silence`."""
        quiet = models.Q(nudged_at__isnull=True) | models.Q(nudged_at__lt=now - silence)
        return self.claimable(now).filter(quiet)

    def finished_since(self, moment: dt.datetime) -> JobQuerySet:
        """Jobs that ended at or after `moment`, well or badly."""
        return self.filter(finished_at__gte=moment)


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
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.subject_id}".strip()

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to this job."""
        return self.state not in UNFINISHED
