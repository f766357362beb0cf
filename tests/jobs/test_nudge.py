"""Telling a worker. That messages arrive, and their size, is shown in tests/services."""

from __future__ import annotations

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from jobs import nudge, running, tasks
from jobs.models import Job
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No broker listens; what was tried to be sent."""
    tried: list[str] = []

    def send_task(name: str, args: list[str], **options: object) -> None:
        tried.append(args[0])
        raise OperationalError("Connection refused.")

    monkeypatch.setattr(current_app, "send_task", send_task)
    return tried


def test_a_dead_broker_leaves_the_job_waiting(dead_broker: list[str]) -> None:
    job = JobFactory.create()
    assert not nudge.send(job)
    assert Job.objects.get(pk=job.pk).nudged_at is None


def test_the_sweep_stops_at_a_dead_broker(dead_broker: list[str]) -> None:
    JobFactory.create_batch(3)
    assert running.send_again() == 0
    assert len(dead_broker) == 1


def test_the_sweep_nudges_every_waiting_job_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app, "send_task", lambda *args, **options: None)
    JobFactory.create_batch(3)
    assert running.send_again() == 3
    assert running.send_again() == 0


def test_a_message_carries_the_id_only_and_stays_small() -> None:
    job = JobFactory.create(task="organizations.a_task_with_a_long_name")
    assert nudge.size_of(job) <= 1024


def test_the_tick_sweeps(dead_broker: list[str]) -> None:
    job = JobFactory.create()
    tasks.sweep()
    assert dead_broker == [str(job.pk)]
