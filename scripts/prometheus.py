"""A Prometheus of our own, as a program to run: it reads `/metrics` and keeps what it read.

It listens on this machine's own address only and writes below one folder. `make run` starts one
beside Plumbline where the machine has the program, and so do the tests.
"""

from __future__ import annotations

import http.client
import os
import socket
from collections.abc import Mapping
from pathlib import Path

from scripts.children import Program
from scripts.supervisor import Supervisor
from scripts.system_packages import COMPONENTS, prometheus_server

HOST = "127.0.0.1"
PATIENCE = 15.0
INTERVAL = "5s"
TRIED = 9
"""How many ports above Plumbline's own are tried for a place that is kept from then on."""

OFF = "no"
"""What PLUMBLINE_PROMETHEUS says where none is wanted."""

ABSENT = (
    "There is no Prometheus on this machine, so the sample shows no signals from one: "
    f"apt-get install {' '.join(COMPONENTS['prometheus'].packages)} brings it."
)


def program(folder: Path, port: int, jobs: Mapping[str, str], interval: str = INTERVAL) -> Program:
    """The server that keeps its data in `folder`, listens at `port` and scrapes each interval.

    `jobs` are the names of what is scraped, with host and port of each. Raises FileNotFoundError
    where the machine has no Prometheus.
    """
    binary = prometheus_server()
    if binary is None:
        raise FileNotFoundError("There is no Prometheus on this machine.")
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "prometheus.yml"
    config.write_text(_config(jobs, interval))
    options = {
        "config.file": str(config),
        "storage.tsdb.path": str(folder / "data"),
        "storage.tsdb.retention.time": "31d",
        "storage.tsdb.retention.size": "512MB",
        "web.listen-address": f"{HOST}:{port}",
        "log.level": "warn",
    }
    return Program(
        "prometheus", (binary, *(f"--{name}={value}" for name, value in options.items()))
    )


def address(port: int) -> str:
    """Where its pages and its API are found."""
    return f"http://{HOST}:{port}"


def ready(port: int) -> bool:
    """Whether it answers queries."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/-/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def start_beside(supervisor: Supervisor, var: Path, web: int) -> str:
    """Start one that reads the Plumbline at port `web`; the line that tells of it.

    What is started next is told its address in PLUMBLINE_SAMPLE_PROMETHEUS. Where there is none,
    or no room for it, Plumbline does without.
    """
    wish = os.environ.get("PLUMBLINE_PROMETHEUS", "")
    if wish == OFF:
        return f"No Prometheus was started: PLUMBLINE_PROMETHEUS={OFF}."
    if prometheus_server() is None:
        return ABSENT
    folder = var / "prometheus"
    port = place(folder, web)
    if port is None:
        return "No Prometheus was started: its port is taken by another program."
    ours = program(folder, port, {"plumbline": f"{HOST}:{web}"})
    supervisor.keep(ours)
    if not supervisor.wait_for(lambda: ready(port), PATIENCE):
        return f"Prometheus does not answer: {supervisor.log(ours)} says why."
    supervisor.env["PLUMBLINE_SAMPLE_PROMETHEUS"] = address(port)
    return f"Prometheus reads its metrics, at {address(port)}."


def place(folder: Path, web: int) -> int | None:
    """The port that is kept in `folder` for good, for sources name it; else a free one above `web`.

    None where it is taken, or none is free.
    """
    note = folder / "port"
    kept = note.read_text().strip() if note.exists() else ""
    if kept.isdecimal():
        return int(kept) if _free(int(kept)) else None
    above = range(web + 1, min(web + TRIED, 65535) + 1)
    chosen = next(filter(_free, above), None)
    if chosen is not None:
        folder.mkdir(parents=True, exist_ok=True)
        note.write_text(str(chosen))
    return chosen


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _config(jobs: Mapping[str, str], interval: str) -> str:
    lines = [f"global: {{scrape_interval: {interval}, scrape_timeout: {interval}}}"]
    lines.append("scrape_configs:")
    for name, target in jobs.items():
        lines += [f"  - job_name: {name}", f'    static_configs: [{{targets: ["{target}"]}}]']
    return "\n".join(lines) + "\n"
