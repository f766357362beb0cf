"""Child processes that are kept running, and that never outlive their keeper.

Each child leads a process group of its own, so that what it started can be ended with it. On
Linux the kernel also signals the child when the keeper itself is killed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
LOG_MAX_BYTES = 5_000_000
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Program:
    """What to run, as which user (its keeper's unless told).

    `stop` asks it to leave; `orphaned` is what it gets should its keeper be killed.
    """

    name: str
    command: tuple[str, ...]
    stop: signal.Signals = signal.SIGTERM
    orphaned: signal.Signals = signal.SIGTERM
    user: str | None = None


class Child:
    """One program and the process that runs it now, if any. Times are seconds."""

    def __init__(self, program: Program, env: Mapping[str, str], log: Path) -> None:
        self.program = program
        self.env = dict(env)
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.start_again_at = 0.0
        self.pause = FIRST_PAUSE

    def start(self) -> None:
        """Start the program; what it prints is added to its log."""
        _make_room(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.program.command,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.program.user,
                preexec_fn=_tied_to_parent(self.program.orphaned),  # noqa: PLW1509  (no threads)
            )
        self.started = time.monotonic()

    @property
    def status(self) -> int | None:
        """The exit status of a process that ended; None while it runs."""
        return self.process.poll() if self.process else 0

    def ended(self) -> float:
        """Clear away a process that ended by itself; the seconds until it is started again.

        The pause doubles with each end in quick succession, up to `LONGEST_PAUSE`.
        """
        self.kill()
        now = time.monotonic()
        steady = now - self.started >= STEADY_SECONDS
        pause = FIRST_PAUSE if steady else self.pause
        self.pause = min(pause * 2, LONGEST_PAUSE)
        self.start_again_at = now + pause
        return pause

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it does and leave."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.program.stop)

    def kill(self) -> None:
        """End the process and all that it started, at once."""
        if self.process is None:
            return
        # The group may be gone; macOS says "not permitted" for a group of zombies.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


def stop_all(children: list[Child], patience: float) -> None:
    """Ask every child to stop, wait up to `patience` seconds in all, and end what is left."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(child.status is None for child in children):
        time.sleep(0.05)
    for child in children:
        child.kill()


def _tied_to_parent(death_signal: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def tie() -> None:
        if sys.platform != "linux":
            return
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above took effect
            os.kill(os.getpid(), signal.SIGKILL)

    return tie


def _make_room(log: Path) -> None:
    """Set a log that has grown large aside, in place of the one set aside before."""
    if log.exists() and log.stat().st_size > LOG_MAX_BYTES:
        log.replace(log.with_suffix(".old.log"))
