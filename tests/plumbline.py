"""A whole Plumbline in a folder of its own, started as `make run` starts it: on SQLite."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from scripts.run import ROOT

PATIENCE = 90.0


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Plumbline:
    """One supervisor process and what it prints. `var` is its folder, `port` its port."""

    def __init__(self, var: Path, port: int, env: dict[str, str] | None = None) -> None:
        self.var = var
        self.port = port
        self.printed = var.with_name(f"{var.name}.out")
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("PLUMBLINE_")}
        ours = {
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "PLUMBLINE_VAR": str(var),
            "PORT": str(port),
        }
        self.env = {**inherited, **ours, **(env or {})}
        with self.printed.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scripts.run"],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def url(self) -> str:
        """The address of its home page, without the last slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def text(self) -> str:
        """What it has printed so far."""
        return self.printed.read_text()

    def wait_for(self, words: str) -> None:
        """Wait until it has printed `words`."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.1)

    def processes(self) -> list[psutil.Process]:
        """All living processes that were started for this folder, the supervisor included."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            # The broker writes its title over its environment, but stands in the folder.
            inside = Path(process.cwd()).is_relative_to(self.var)
            return inside or process.environ().get("PLUMBLINE_VAR") == str(self.var)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False

    def named(self, *words: str) -> list[psutil.Process]:
        """Those of its processes whose command line has all `words`, the oldest first."""
        found = [p for p in self.processes() if set(words) <= set(p.cmdline())]
        return sorted(found, key=psutil.Process.create_time)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send the signal and wait for the end; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def plumbline(
    var: Path, env: dict[str, str] | None = None, *, sample: bool = False
) -> Iterator[Plumbline]:
    """A Plumbline that answers; with `sample` it has loaded the sample workspace."""
    var.mkdir(parents=True, exist_ok=True)
    if not sample:
        (var / "sample.txt").touch()
    started = Plumbline(var, free_port(), env)
    try:
        started.wait_for("Ctrl-C stops it.")
        yield started
    finally:
        started.stop(signal.SIGTERM)
