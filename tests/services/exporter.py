"""A small program that works for ever and tells Prometheus of it: `python -m … PORT`.

Besides figures of its own it tells what other exporters tell (`exported.py`).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, start_http_server
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from tests.services.exported import told

FINISHED = Counter("shop_jobs_finished_total", "Jobs that ended.", ["state"])
WAITING = Gauge("shop_jobs_waiting", "Jobs that wait.", ["queue"])
DURATION = Histogram("shop_jobs_duration_seconds", "How long jobs ran.", buckets=[0.1, 0.5, 1])


class Others(Collector):
    """What other exporters tell just now."""

    def collect(self) -> Iterator[Metric]:
        """One series each."""
        return told(time.time())


def work() -> None:
    """Three jobs of four succeed; all take 0.3 s; seven wait for good in one queue."""
    REGISTRY.register(Others())
    start_http_server(int(sys.argv[1]), addr="127.0.0.1")
    WAITING.labels('odd "name"\\').set(7)
    WAITING.labels("other").set(1)
    while True:
        for state in ("done", "done", "done", "failed"):
            FINISHED.labels(state).inc()
            DURATION.observe(0.3)
        time.sleep(0.02)


if __name__ == "__main__":
    work()
