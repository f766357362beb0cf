"""How large the messages are that lie in the broker: a job's nudge, a tick of the clock."""

from __future__ import annotations

import tempfile
from pathlib import Path

from jobs import actions, nudge
from jobs.models import Queue
from tests.benchmarks.frame import Figure, report
from tests.stack import Stack, embedded_broker, wait_for

LIMIT = 1024
TASKS = ("reports.render", "evidence.collect")
JOBS_EACH = 20


def job_messages(stack: Stack) -> list[float]:
    """The bytes of the messages that nudge workers, some for every kind of job."""
    for name in TASKS:
        for number in range(JOBS_EACH):
            key = f"{name}:{number}"
            nudge.send(
                actions.request(
                    task=name, queue=Queue.INTERACTIVE, key=key, organization=None, by=None
                )
            )
    return [float(len(text)) for text in stack.messages.lrange(Queue.INTERACTIVE, 0, -1)]


def tick_messages(stack: Stack) -> list[float]:
    """The bytes of what the clock sends."""
    stack.start_beat()
    wait_for(lambda: stack.messages.llen(Queue.CHECKS) >= 2, "the clock ticks", 60)
    return [float(len(text)) for text in stack.messages.lrange(Queue.CHECKS, 0, -1)]


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        stack = Stack(Path(name), embedded_broker(Path(name)))
        try:
            stack.prepare()
            stack.start_broker()
            with stack.inside():
                jobs, ticks = job_messages(stack), tick_messages(stack)
        finally:
            stack.close()
    return [
        Figure("task message", "a job's nudge", jobs, "B", LIMIT),
        Figure("task message", "a tick of the clock", ticks, "B", LIMIT),
    ]


if __name__ == "__main__":
    report(measure)
