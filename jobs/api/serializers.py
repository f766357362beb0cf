"""A job as JSON."""

from __future__ import annotations

from rest_framework import serializers

from jobs.models import Job
from organizations.api.fields import OrganizationField


class JobSerializer(serializers.ModelSerializer[Job]):
    """A piece of background work, how far it is, and what it cost.

    `percent` is 0 to 100 and `step` says what it is doing; `error` says in words what went wrong.
    Times that end in `_seconds` are seconds, sizes are bytes; they are null until known.
    """

    organization = OrganizationField(read_only=True)

    class Meta:
        model = Job
        fields = [
            "id",
            "organization",
            "task",
            "queue",
            "state",
            "percent",
            "step",
            "error",
            "attempts",
            "max_attempts",
            "created_at",
            "started_at",
            "finished_at",
            "wait_seconds",
            "run_seconds",
            "cpu_seconds",
            "peak_memory",
            "message_bytes",
        ]
        read_only_fields = fields
