"""10,000 probes of one CloudWatch source, a week of hours each: calls, CPU, memory, database.

Amazon is a stand-in in a process of its own, which speaks GetMetricData's wire protocol, so that
only what Plumbline itself does is counted: first the connector alone, then a whole collection
from the probes in the database to their readings.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from evidence.actions import collection
from evidence.actions.accounts import account_of
from evidence.connectors import connectors
from evidence.connectors.base import Query
from evidence.models import Probe, Reading, Source
from evidence.secret_references import variable
from tests.benchmarks.frame import Figure, report
from tests.factories.evidence import ProbeFactory, SourceFactory

PROBES = 10_000
WEEK = dt.timedelta(days=7)
CALLS_LIMIT = 25
CPU_LIMIT = 20
MEMORY_LIMIT = 250
SIZE = "10,000 CloudWatch probes, 168 points each"
OWNER = "bench"
KEYS = {variable(OWNER, "ID"): "AKIDEXAMPLE", variable(OWNER, "KEY"): "example"}


@contextlib.contextmanager
def amazon() -> Iterator[str]:
    """The address of the stand-in."""
    command = [sys.executable, "-m", "tests.evidence.connectors.aws_stand_in"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


class Cost:
    """What a piece of work cost this process: seconds of CPU, MiB at the peak, and of the
    database seconds and queries. On Linux the peak is that of the work alone."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.database = 0.0
        self.queries = 0
        forget_peak()
        before = time.process_time()
        with connection.execute_wrapper(self._timed):
            work()
        self.cpu = time.process_time() - before
        self.peak = peak()

    def _timed(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.perf_counter() - started
            self.queries += 1


def forget_peak() -> None:
    """Begin to measure the peak of memory anew, where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """The most memory this process held, in MiB: here and now where the system does not say."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    resident: int = psutil.Process().memory_info().rss
    return resident / 2**20


def source_at(url: str) -> Source:
    """A source with 10,000 probes, each on a queue of its own."""
    settings = {
        "region": "eu-central-1",
        "endpoint": url,
        "access_key_id": "env:ID",
        "secret_access_key": "env:KEY",
    }
    source: Source = SourceFactory.create(
        organization__slug=OWNER, connector="cloudwatch", settings=settings
    )
    first: Probe = ProbeFactory.create(source=source, **probe(0))
    Probe.objects.bulk_create(
        (
            ProbeFactory.build(
                source=source,
                organization=source.organization,
                workload=first.workload,
                owner=first.owner,
                **probe(number),
            )
            for number in range(1, PROBES)
        ),
        batch_size=500,
    )
    return source


def probe(number: int) -> dict[str, Any]:
    """The fields of a probe as the preset sqs.backlog_age makes them."""
    age = {
        "namespace": "AWS/SQS",
        "metric": "ApproximateAgeOfOldestMessage",
        "dimensions": {"QueueName": f"queue-{number:05}"},
        "stat": "Maximum",
    }
    seconds = int(WEEK.total_seconds())
    return {
        "terms": {"age": age},
        "of": ["age"],
        "statistic": "p95",
        "window_seconds": seconds,
        "bound_pass": 900.0,
        "bound_warn": 3600.0,
    }


def alone(source: Source, now: dt.datetime) -> list[Figure]:
    """The connector, its results thrown away."""
    account = account_of(source)
    queries = [Query(probe(number)["terms"]["age"], now - WEEK, now) for number in range(PROBES)]
    counted: list[int] = []

    def work() -> None:
        results = connectors()["cloudwatch"].collect(account, queries)
        counted.append(sum(len(result.points) for result in results))

    cost = Cost(work)
    assert counted[0] >= PROBES * 167
    name = "ask CloudWatch, the connector alone"
    return [
        Figure(f"{name}, calls", SIZE, [account.calls], "calls", CALLS_LIMIT),
        Figure(f"{name}, CPU", SIZE, [cost.cpu], "s", CPU_LIMIT),
        Figure(f"{name}, memory at the peak", SIZE, [cost.peak], "MiB", MEMORY_LIMIT),
    ]


def whole(source: Source, now: dt.datetime) -> list[Figure]:
    """The collection, as a worker does it: asked, judged, stored."""
    cost = Cost(lambda: collection.collect(source=source, now=now))
    judged = Reading.objects.filter(probe__source=source, state="pass").count()
    assert judged == PROBES, Reading.objects.first()
    source.refresh_from_db()
    name = "collect from CloudWatch"
    return [
        Figure(f"{name}, calls", SIZE, [source.last_calls], "calls", CALLS_LIMIT),
        Figure(f"{name}, CPU", SIZE, [cost.cpu], "s", CPU_LIMIT),
        Figure(f"{name}, memory at the peak", SIZE, [cost.peak], "MiB", MEMORY_LIMIT),
        Figure(f"{name}, time in the database", SIZE, [cost.database], "s"),
        Figure(f"{name}, queries", SIZE, [cost.queries], "queries"),
    ]


def measure() -> list[Figure]:
    call_command("migrate", verbosity=0)
    os.environ.update(KEYS)
    now = timezone.now()
    with amazon() as url:
        source = source_at(url)
        return alone(source, now) + whole(source, now)


if __name__ == "__main__":
    report(measure)
