"""The queues as Prometheus sees them: read from the rows at every scrape, without a tenant's name.

The number of database queries does not depend on the number of jobs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from jobs import figures
from jobs.figures import HOUR, QueueFigures
from jobs.models import FINISHED, Job, Queue, Tally

QUEUE = ("queue",)
BY_STATE = ("queue", "state")
BY_QUANTILE = ("queue", "quantile")
KEPT = (
    "Counted as each job ends, in a row of the database: a restart, the removal of old jobs and "
    "a retry do not lower it. A job whose worker is killed between its result and its last note "
    "is not counted."
)
RECENT = (
    "Of the jobs that ended in the last hour, by their latest attempt; absent where none did. "
    "It moves with the clock: do not take its rate."
)


class JobMetrics(Collector):
    """Lines about `jobs`: all of them begin with plumbline_jobs_."""

    def collect(self) -> Iterable[Metric]:
        """Every family; five queries."""
        now = timezone.now()
        queues = figures.by_queue(Job.objects.all(), now, HOUR)
        yield from _now(queues)
        yield from _recent(queues)
        yield from _kept(list(Tally.objects.all()))


def _now(queues: Sequence[QueueFigures]) -> Iterator[Metric]:
    yield _gauge(
        "waiting",
        "Jobs whose time has come and that no worker has taken.",
        ((queue, queue.waiting) for queue in queues),
    )
    yield _gauge(
        "scheduled",
        "Jobs that wait for their time: a retry after its pause, or work for the quiet hours.",
        ((queue, queue.later) for queue in queues),
    )
    yield _gauge(
        "oldest_waiting_seconds",
        "For how long the job has waited that is due longest; 0 where none waits.",
        ((queue, queue.oldest_seconds or 0) for queue in queues),
    )
    yield _gauge(
        "running",
        "Jobs that a worker holds.",
        ((queue, queue.running) for queue in queues),
    )


def _recent(queues: Sequence[QueueFigures]) -> Iterator[Metric]:
    yield _quantiles("duration", f"How long jobs ran. {RECENT}", queues, "ran")
    yield _quantiles(
        "wait", f"How long jobs waited after they were due. {RECENT}", queues, "waited"
    )
    ended = GaugeMetricFamily(
        "plumbline_jobs_recent_finished",
        "Jobs that ended in the last hour. It moves with the clock: do not take its rate.",
        labels=BY_STATE,
    )
    for queue in queues:
        ended.add_metric((queue.queue, "done"), queue.done)
        ended.add_metric((queue.queue, "failed"), queue.failed)
    yield ended
    yield _gauge(
        "recent_peak_memory_bytes",
        f"The most memory that a worker's process held during a job. {RECENT}",
        ((queue, queue.peak_memory) for queue in queues if queue.peak_memory is not None),
    )


def _kept(tallies: Sequence[Tally]) -> Iterator[Metric]:
    yield _counter("finished", f"Jobs that ended. {KEPT}", tallies, "jobs")
    yield _counter("wait_seconds", f"How long they waited. {KEPT}", tallies, "wait_seconds")
    yield _counter(
        "run_seconds", f"How long their last attempts ran. {KEPT}", tallies, "run_seconds"
    )
    yield _counter(
        "cpu_seconds", f"Processor time of their last attempts. {KEPT}", tallies, "cpu_seconds"
    )


def _gauge(
    name: str, words: str, values: Iterable[tuple[QueueFigures, float | None]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"plumbline_jobs_{name}", words, labels=QUEUE)
    for queue, value in values:
        family.add_metric((queue.queue,), value or 0)
    return family


def _quantiles(
    name: str, words: str, queues: Sequence[QueueFigures], attribute: str
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"plumbline_jobs_recent_{name}_seconds", words, labels=BY_QUANTILE)
    for queue in queues:
        spread = getattr(queue, attribute)
        for quantile, value in (("0.5", spread.p50), ("0.95", spread.p95)):
            if value is not None:
                family.add_metric((queue.queue, quantile), value)
    return family


def _counter(
    name: str, words: str, tallies: Sequence[Tally], attribute: str
) -> CounterMetricFamily:
    """Zero from the start for every queue and end, so that the first job of a kind is a rise."""
    family = CounterMetricFamily(f"plumbline_jobs_{name}", words, labels=BY_STATE)
    known = {(tally.queue, tally.state): getattr(tally, attribute) for tally in tallies}
    for queue in Queue.values:
        for state in FINISHED:
            family.add_metric((queue, state.value), known.get((queue, state.value), 0))
    return family
