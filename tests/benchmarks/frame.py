"""What every benchmark shares: repeated timings, the machine, one table.

A benchmark is a module with a function `measure() -> list[Figure]` and, at its end,
`report(measure)`. It is run by itself, `python -m tests.benchmarks.<name>`, or with all others by
`make bench`, which runs those named in `tests/benchmarks/__main__.py`. Django is ready before it
is imported; the database is empty: one that uses it calls `migrate` first.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.db import connection

from config.heap import settle_with_views


@dataclass(frozen=True)
class Figure:
    """What was measured, at which size, the single values, and the most they may be.

    The limit is for the 95th percentile; None where nothing is promised.
    """

    name: str
    size: str
    values: Sequence[float]
    unit: str
    limit: float | None = None

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The value that at most one in twenty exceeds: of few values, the largest."""
        ordered = sorted(self.values)
        return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]

    @property
    def holds(self) -> bool:
        """Whether the promise is kept; true where there is none."""
        return self.limit is None or self.p95 <= self.limit


def seconds(work: Callable[[], object], times: int) -> list[float]:
    """How long `work` took, each of so many times."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return taken


def machine() -> str:
    """The processor, cores, memory, Python and database that the figures are of."""
    database = connection.display_name
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}, {database}"
    )


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


HEADING = """\
| what | size | n | median | p95 | at most | |
|---|---|---:|---:|---:|---:|---|"""


def row(figure: Figure) -> str:
    """The figure as a line of the table in docs/performance.md."""
    limit = "" if figure.limit is None else f"{figure.limit:g} {figure.unit}"
    verdict = "" if figure.limit is None else "holds" if figure.holds else "MISSED"
    cells = (
        figure.name,
        figure.size,
        str(len(figure.values)),
        f"{_short(figure.median)} {figure.unit}",
        f"{_short(figure.p95)} {figure.unit}",
        limit,
        verdict,
    )
    return f"| {' | '.join(cells)} |"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def report(measure: Callable[[], list[Figure]]) -> None:
    """Print the machine and the figures; leave with 1 when a promise is broken.

    The process settles first, as the server does.
    """
    if "PLUMBLINE_BENCH_ROWS_ONLY" not in os.environ:
        print(f"{machine()}\n\n{HEADING}", flush=True)
    settle_with_views()
    figures = measure()
    for figure in figures:
        print(row(figure), flush=True)
    raise SystemExit(any(not figure.holds for figure in figures))
