"""What Plumbline uses while nobody does: memory of the web process, CPU of worker and beat."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import httpx
import psutil

from tests.benchmarks.frame import Figure, report
from tests.plumbline import Plumbline, plumbline

REQUESTS = 100
SETTLE_SECONDS = 30.0
WATCH_SECONDS = 60.0
MEMORY_LIMIT = 150
CPU_LIMIT = 1.0


def web_memory(app: Plumbline, path: str) -> float:
    """The resident memory of the process that answers, in MiB, after so many requests."""
    for _ in range(REQUESTS):
        httpx.get(f"{app.url}{path}").raise_for_status()
    resident: int = app.named("gunicorn")[-1].memory_info().rss
    return resident / 2**20


def cpu_percent(processes: list[psutil.Process]) -> float:
    """The share of one core that these used over the time of watching."""

    def used() -> float:
        return sum(sum(process.cpu_times()[:2]) for process in processes)

    before, started = used(), time.monotonic()
    time.sleep(WATCH_SECONDS)
    return 100 * (used() - before) / (time.monotonic() - started)


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, plumbline(Path(folder) / "var") as app:
        memory = [
            Figure("memory of the web process", size, [web_memory(app, path)], "MiB", MEMORY_LIMIT)
            for size, path in (
                (f"{REQUESTS} requests to /healthz", "/healthz"),
                (f"{REQUESTS} more to the sign-in page", "/accounts/login/"),
            )
        ]
        time.sleep(SETTLE_SECONDS)
        clockwork = app.named("celery")
        size = f"{len(clockwork)} processes, {WATCH_SECONDS:.0f} s"
        idle = Figure("idle CPU, worker and beat", size, [cpu_percent(clockwork)], "%", CPU_LIMIT)
    return [*memory, idle]


if __name__ == "__main__":
    report(measure)
