"""The files that frameworks come from: kept with a framework, or waiting to be confirmed."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.framework import Framework
from organizations.models import Organization, User

WAITS = dt.timedelta(days=1)
"""How long an upload waits for its confirmation."""


class FrameworkFile(models.Model):
    """The bytes that a framework was read from, so that its hash can be checked at any time."""

    framework = models.OneToOneField(Framework, on_delete=models.CASCADE, related_name="file")
    data = models.BinaryField("bytes")

    def __str__(self) -> str:
        return f"The file of {self.framework}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def waiting_of(self, user: User) -> UploadQuerySet:
        """What this person has uploaded and may still confirm."""
        return self.filter(uploaded_by=user, uploaded_at__gt=timezone.now() - WAITS)

    def stale(self) -> UploadQuerySet:
        """What nobody confirmed in time."""
        return self.filter(uploaded_at__lte=timezone.now() - WAITS)


class Upload(models.Model):
    """A file that somebody wants to import, kept until they confirm its preview or a day is over.

    Without an organization the framework is to be for everybody on the installation.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    filename = models.CharField("file", max_length=200)
    data = models.BinaryField("bytes")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    uploaded_at = models.DateTimeField("uploaded", default=timezone.now, editable=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["uploaded_at"], name="upload_uploaded_at")]

    def __str__(self) -> str:
        return self.filename
