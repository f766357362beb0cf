"""Keeps a set of programs running until someone asks for the end."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

from scripts.children import Child, Program, stop_all
from scripts.sentences import Stop

STOP_PATIENCE = 10.0
TICK = 0.25


class Interrupted(Exception):
    """Someone asked for the end while something was being waited for."""


class Supervisor:
    """Starts the children, keeps them running, and stops them in the right order.

    `env` is what the next program to start is given; what each prints goes to a file in `logs`.
    """

    def __init__(self, logs: Path, env: dict[str, str]) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self.logs = logs
        self.env = env
        self.children: list[Child] = []
        self.asked_to_stop = False

    def listen(self) -> None:
        """From now on Ctrl-C, a hang-up and SIGTERM ask for an orderly end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.asked_to_stop = True

    def log(self, program: Program) -> Path:
        """The file that holds what `program` prints."""
        return self.logs / f"{program.name}.log"

    def keep(self, program: Program) -> None:
        """Start `program` and keep it running from now on."""
        child = Child(program, self.env, self.log(program))
        child.start()
        self.children.append(child)

    def finish(self, program: Program) -> str:
        """Run `program` to its end; what it printed. Raises `Stop` with that if it fails."""
        log = self.log(program)
        log.unlink(missing_ok=True)
        child = Child(program, self.env, log)
        child.start()
        try:
            self.wait_for(lambda: child.status is not None)
            if child.status:
                raise Stop(f"{tail(log)}\nThe step “{program.name}” failed: see above.")
        finally:
            child.kill()
        return log.read_text()

    def wait_for(self, met: Callable[[], bool], patience: float = float("inf")) -> bool:
        """Wait until `met()`, at most `patience` seconds; whether it was met in that time.

        The kept children are looked after meanwhile. Raises `Interrupted` on a wish to stop.
        """
        deadline = time.monotonic() + patience
        while not met():
            if self.asked_to_stop:
                raise Interrupted
            if time.monotonic() > deadline:
                return False
            self._look_after_children()
            time.sleep(TICK)
        return True

    def _look_after_children(self) -> None:
        for child in self.children:
            status = child.status
            if child.process is None:
                if time.monotonic() >= child.start_again_at:
                    child.start()
            elif status is not None:
                pause = child.ended()
                say(f"{child.program.name} {ending(status)}: starting it again in {pause:.0f} s.")

    def stop(self) -> None:
        """End every child in the reverse order of their starts, those of one role together.

        The first kept, which the others talk to, is the last to go.
        """
        stop_all(self.children[1:], STOP_PATIENCE)
        stop_all(self.children[:1], STOP_PATIENCE)


def say(sentence: str) -> None:
    """Tell the person at the terminal, at once."""
    print(sentence, flush=True)


def ending(status: int) -> str:
    """How a process ended, in words."""
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"stopped with status {status}"


def tail(log: Path) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-25:])
