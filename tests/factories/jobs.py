"""Jobs."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from jobs.models import Job, Queue


class JobFactory(DjangoModelFactory[Job]):
    """A job that waits; say `state` and times for others."""

    class Meta:
        model = Job

    task = "jobs.example"
    queue = Queue.INTERACTIVE
    key = factory.Sequence(lambda n: f"example:{n}")
