"""A job, and the figures of the queues, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from jobs.models import Job, Queue
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


class AskedFiguresSerializer(serializers.Serializer[Any]):
    """Of which organization, and of how many hours back."""

    organization = serializers.SlugField(required=False, help_text="Short name")
    hours = serializers.IntegerField(min_value=1, max_value=168, default=24)


class SpreadSerializer(serializers.Serializer[Any]):
    """The nearest-rank median and 95th percentile in seconds; null of nothing."""

    p50 = serializers.FloatField(allow_null=True)
    p95 = serializers.FloatField(allow_null=True)


class QueueFiguresSerializer(serializers.Serializer[Any]):
    """One queue. `waiting` is due now, `later` waits for its time, `oldest_seconds` is the age of
    the longest due. The rest is of what ended since then: times in seconds, memory in bytes."""

    queue = serializers.ChoiceField(choices=Queue.choices)
    waiting = serializers.IntegerField()
    later = serializers.IntegerField()
    oldest_seconds = serializers.FloatField(allow_null=True)
    running = serializers.IntegerField()
    done = serializers.IntegerField()
    failed = serializers.IntegerField()
    ran = SpreadSerializer()
    waited = SpreadSerializer()
    cpu_seconds = serializers.FloatField()
    peak_memory = serializers.IntegerField(allow_null=True)


class FiguresSerializer(serializers.Serializer[Any]):
    """Every queue `at` a moment, with what ended `since`."""

    at = serializers.DateTimeField()
    since = serializers.DateTimeField()
    queues = QueueFiguresSerializer(many=True)
