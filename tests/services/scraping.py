"""A real Prometheus that reads the exporter of these tests, with or without a past."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from scripts import prometheus
from scripts.children import Child, Program, stop_all
from scripts.system_packages import prometheus_server
from tests.services.exported import told
from tests.stack import ROOT, free_port, wait_for

WEEK = 7 * 86400
STEP = 240
"""Seconds: Prometheus takes a series for gone after 300 without a point."""

AS_ONE_BLOCK = "192h"


@contextmanager
def scraping(*, past: bool = False) -> Iterator[str]:
    """The address of one that has read the exporter a few times.

    With a `past` it also holds more than a week of what other exporters tell, up to now.
    """
    with tempfile.TemporaryDirectory(prefix="plumbline-prometheus-") as name:
        folder, port, target = Path(name), free_port(), free_port()
        words = (sys.executable, "-m", "tests.services.exporter", str(target))
        asked = {"shop": f"127.0.0.1:{target}", "nobody": f"127.0.0.1:{free_port()}"}
        programs = [Program("exporter", words), prometheus.program(folder, port, asked, "200ms")]
        env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
        children = [Child(each, env, folder / f"{each.name}.log") for each in programs]
        if past:
            _remember(folder, {"job": "shop", "instance": asked["shop"]})
        try:
            for child in children:
                child.start()
            wait_for(lambda: prometheus.ready(port), "Prometheus is ready")
            wait_for(lambda: _scraped(prometheus.address(port)) > 8, "it reads the exporter")
            yield prometheus.address(port)
        finally:
            stop_all(children, 10)


def _scraped(address: str) -> float:
    query = {"query": "count_over_time(shop_jobs_waiting{queue='other'}[1m])"}
    found = httpx.get(f"{address}/api/v1/query", params=query).json()["data"]["result"]
    return float(found[0]["value"][1]) if found else 0


def _remember(folder: Path, labels: Mapping[str, str]) -> None:
    """Put the past into the data of a Prometheus that does not run yet, by its own tool."""
    now = int(time.time())
    text = folder / "past.txt"
    with text.open("w") as lines:
        for at in range(now - WEEK - 2 * STEP, now, STEP):
            lines.writelines(f"{line} {at}\n" for line in _lines(at, labels))
        lines.write("# EOF\n")
    binary = prometheus_server()
    assert binary is not None
    command = (
        *(str(Path(binary).with_name("promtool")), "tsdb", "create-blocks-from", "openmetrics"),
        *("--quiet", f"--max-block-duration={AS_ONE_BLOCK}", str(text), str(folder / "data")),
    )
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _lines(at: float, labels: Mapping[str, str]) -> Iterator[str]:
    """Each series as a line of an exposition without its time."""
    for metric in told(at):
        for sample in metric.samples:
            names = {**sample.labels, **labels}
            pairs = ",".join(f'{name}="{value}"' for name, value in names.items())
            yield f"{sample.name}{{{pairs}}} {sample.value}"
