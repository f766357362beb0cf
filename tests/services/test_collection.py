"""Collecting signals through real scheduler and worker processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.actions import own_queue, sources
from evidence.models import Probe, Reading, SignalState, Source
from jobs import nudge
from jobs.models import Job, JobState
from organizations.models import Rights, User, Workload
from tests.factories import MembershipFactory, ProbeFactory, SourceFactory, WorkloadFactory
from tests.stack import Stack, wait_for


@pytest.fixture
def shop(stack: Stack) -> Workload:
    return WorkloadFactory.create()


@pytest.fixture
def owner(shop: Workload) -> User:
    return MembershipFactory.create(organization=shop.organization, rights=Rights.OWNER).user


@pytest.fixture
def folder(stack: Stack) -> Iterator[Path]:
    """Where the slow connector leaves notes and waits for its answer."""
    path = Path(stack.env["PLUMBLINE_TEST_FOLDER"])
    yield path
    for name in ("asked", "answer"):
        (path / name).unlink(missing_ok=True)


def asked(folder: Path) -> int:
    path = folder / "asked"
    return len(path.read_text().splitlines()) if path.exists() else 0


def test_the_clock_collects_our_own_queue(stack: Stack, shop: Workload, owner: User) -> None:
    source = own_queue.add(workload=shop, by=owner)
    stack.start_worker()
    stack.start_beat()
    wait_for(lambda: Source.objects.get(pk=source.pk).last_collected_at, "a collection", 40)
    # The first collection sees no finished job yet, so the second is the one to look at.
    wait_for(lambda: Job.objects.filter(state=JobState.DONE).exists(), "the job's end")
    nudge.send(sources.request_collection(source=source, by=owner))
    wait_for(lambda: Reading.objects.count() == 8, "a second collection")
    latest = {p.metric: p.latest for p in Probe.objects.select_related("latest") if p.latest}
    assert {reading.state for reading in latest.values()} == {SignalState.PASS}
    assert latest["jobs.success_rate"].value == 1
    size = latest["jobs.message_size"].value
    assert size is not None
    assert 500 < size <= 1024


def test_a_worker_killed_while_collecting_loses_and_doubles_nothing(
    stack: Stack, shop: Workload, owner: User, folder: Path
) -> None:
    source = SourceFactory.create(organization=shop.organization, connector="slow")
    ProbeFactory.create_batch(3, source=source, workload=shop)
    job = sources.request_collection(source=source, by=owner)
    nudge.send(job)
    stack.start_worker("one")
    wait_for(lambda: asked(folder) == 1, "the source is asked")
    stack.kill("one")
    assert not Reading.objects.exists()

    (folder / "answer").touch()
    stack.start_beat()
    stack.start_worker("two")
    wait_for(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE, "another worker collects")
    stack.stop()
    assert asked(folder) == 2
    assert Reading.objects.count() == 3
    assert Job.objects.get(pk=job.pk).attempts == 2
