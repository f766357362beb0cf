"""Jobs on real brokers and real workers: nothing is lost, nothing runs twice."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app

from jobs import actions, nudge
from jobs.models import Job, JobState, Queue
from tests.services.slow_jobs import SLOW
from tests.stack import Stack, wait_for

INCLUDE = ("--include", "tests.services.slow_jobs")


@pytest.fixture
def folder(stack: Stack) -> Iterator[Path]:
    """Where the worker and the test leave notes for each other."""
    path = Path(stack.env["PLUMBLINE_TEST_FOLDER"])
    yield path
    for name in ("notes", "go"):
        (path / name).unlink(missing_ok=True)


def needs_own_broker(stack: Stack) -> None:
    """Skip where the broker runs without us."""
    if stack.server.program is None:
        pytest.skip("The broker at PLUMBLINE_TEST_BROKER_URL is not ours to stop.")


def requested(key: str = "slow:1") -> Job:
    return actions.request(task=SLOW, queue=Queue.INTERACTIVE, key=key, organization=None, by=None)


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def is_done(job: Job) -> bool:
    return again(job).state == JobState.DONE


def notes(folder: Path) -> list[str]:
    path = folder / "notes"
    return path.read_text().splitlines() if path.exists() else []


def test_the_recorded_size_is_that_of_the_message_in_the_broker(stack: Stack) -> None:
    job = requested()
    assert nudge.send(job)
    [message] = stack.messages.lrange(Queue.INTERACTIVE, 0, -1)
    assert len(message) == again(job).message_bytes
    assert len(message) <= 1024
    assert json.loads(message)["headers"]["task"] == SLOW


def test_the_ticks_of_the_clock_are_small_too(stack: Stack) -> None:
    stack.start_beat()
    wait_for(lambda: stack.messages.llen(Queue.CHECKS) >= 2, "the clock ticks twice")
    messages = stack.messages.lrange(Queue.CHECKS, 0, -1)
    tasks = {json.loads(message)["headers"]["task"] for message in messages}
    assert tasks <= {"jobs.sweep", "evidence.collect_due", "assessments.follow_signals"}
    assert max(len(message) for message in messages) <= 1024


def test_a_job_runs_and_leaves_its_figures(stack: Stack, folder: Path) -> None:
    (folder / "go").touch()
    job = requested()
    nudge.send(job)
    stack.start_worker("one", *INCLUDE)
    wait_for(lambda: is_done(job), "the job is done")
    done = again(job)
    assert notes(folder) == ["began 1", "ended 1"]
    assert done.worker
    assert done.peak_memory
    assert done.peak_memory > 10_000_000
    assert done.run_seconds is not None
    assert done.wait_seconds is not None


def test_doubled_messages_run_once(stack: Stack, folder: Path) -> None:
    job = requested()
    for _ in range(5):
        nudge.send(job)
    stack.start_worker("one", "--concurrency", "3", *INCLUDE)
    wait_for(lambda: notes(folder), "the job begins")
    wait_for(lambda: not stack.messages.llen(Queue.INTERACTIVE), "the messages are taken")
    (folder / "go").touch()
    wait_for(lambda: is_done(job), "the job is done")
    stack.stop()
    assert notes(folder) == ["began 1", "ended 1"]


def test_a_killed_workers_job_is_done_once_by_another(stack: Stack, folder: Path) -> None:
    job = requested()
    nudge.send(job)
    stack.start_worker("one", *INCLUDE)
    wait_for(lambda: notes(folder) == ["began 1"], "the job begins")
    first = again(job)
    stack.kill("one")
    (folder / "go").touch()

    stack.start_beat()
    stack.start_worker("two", *INCLUDE)
    wait_for(lambda: is_done(job), "another worker does the job")
    done = again(job)
    assert notes(folder) == ["began 1", "began 2", "ended 2"]
    assert (done.attempts, done.claim != first.claim) == (2, True)
    assert done.wait_seconds is not None
    assert done.wait_seconds < 10


def test_a_killed_process_of_a_living_worker_is_replaced(stack: Stack, folder: Path) -> None:
    job = requested()
    nudge.send(job)
    stack.start_worker("one", *INCLUDE)
    wait_for(lambda: notes(folder) == ["began 1"], "the job begins")
    os.kill(int(again(job).worker.rpartition(":")[2]), signal.SIGKILL)
    (folder / "go").touch()
    stack.start_beat()
    wait_for(lambda: is_done(job), "a new process does the job")
    assert notes(folder) == ["began 1", "began 2", "ended 2"]


def test_a_job_that_outlives_its_lease_keeps_it(stack: Stack, folder: Path) -> None:
    job = requested()
    nudge.send(job)
    stack.start_beat()
    stack.start_worker("one", *INCLUDE)
    stack.start_worker("two", *INCLUDE)
    wait_for(lambda: notes(folder) == ["began 1"], "the job begins")
    time.sleep(2.5 * int(stack.env["PLUMBLINE_JOB_LEASE_SECONDS"]))
    (folder / "go").touch()
    wait_for(lambda: is_done(job), "the job is done")
    assert notes(folder) == ["began 1", "ended 1"]


def test_the_time_limit_stops_a_job_and_says_so(stack: Stack, folder: Path) -> None:
    job = requested()
    current_app.send_task(SLOW, args=[str(job.pk)], queue=job.queue, soft_time_limit=2)
    stack.start_worker("one", *INCLUDE)
    wait_for(lambda: again(job).is_finished, "the job is stopped")
    assert again(job).state == JobState.FAILED
    assert again(job).error == "It reached its time limit and was stopped after 2 seconds."


def test_a_request_while_the_broker_is_down_is_kept_and_runs_when_it_is_back(
    stack: Stack, folder: Path
) -> None:
    needs_own_broker(stack)
    (folder / "go").touch()
    stack.start_worker("one", *INCLUDE)
    stack.start_beat()
    stack.stop("broker")
    job = requested()
    for _ in range(3):
        began = time.monotonic()
        assert not nudge.send(job)
        assert time.monotonic() - began < 10  # a web request waits for it
    assert again(job).state == JobState.QUEUED

    stack.start_broker()
    wait_for(lambda: is_done(job), "the job is done", seconds=60)
    assert notes(folder) == ["began 1", "ended 1"]


def test_a_lost_message_is_sent_again(stack: Stack, folder: Path) -> None:
    (folder / "go").touch()
    job = requested()
    nudge.send(job)
    stack.messages.flushdb()
    stack.start_worker("one", *INCLUDE)
    stack.start_beat()
    wait_for(lambda: is_done(job), "the job is done")
    assert notes(folder) == ["began 1", "ended 1"]


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGQUIT])
def test_a_worker_whose_broker_is_gone_leaves_once_its_job_is_done(
    stack: Stack, folder: Path, asked: signal.Signals
) -> None:
    """As where the keeper of both was killed: the kernel tells the worker by SIGQUIT."""
    needs_own_broker(stack)
    job = requested()
    nudge.send(job)
    worker = stack.start_worker("one", *INCLUDE)
    assert worker.process is not None
    wait_for(lambda: notes(folder) == ["began 1"], "the job has begun")
    stack.kill("broker")
    worker.process.send_signal(asked)
    time.sleep(5)  # in which a worker that tells of itself would begin to try
    (folder / "go").touch()
    wait_for(lambda: worker.status is not None, "the worker has left", seconds=60)
