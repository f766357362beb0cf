"""What a run costs: time, processor, memory."""

from __future__ import annotations

import re
import resource
import sys
import time
from pathlib import Path

MARK = Path("/proc/self/clear_refs")
STATUS = Path("/proc/self/status")
RESET_PEAK = "5"

Figures = dict[str, float | int | None]


class Meter:
    """Measures from its making on. One run at a time in a process."""

    def __init__(self) -> None:
        self.clock = time.monotonic()
        self.cpu = time.process_time()
        self.peak_is_ours = _forget_peak()

    @property
    def seconds(self) -> float:
        """How long it runs."""
        return time.monotonic() - self.clock

    def figures(self, waited: float) -> Figures:
        """Seconds waited, run and computed, and the peak of the process's memory in bytes.

        The peak is that of the run on Linux, elsewhere that of the process's life so far.
        """
        return {
            "wait_seconds": max(0.0, waited),
            "run_seconds": self.seconds,
            "cpu_seconds": time.process_time() - self.cpu,
            "peak_memory": _peak_since_mark() if self.peak_is_ours else _peak_of_life(),
        }


def _forget_peak() -> bool:
    """Let the kernel begin the peak anew; False where it cannot."""
    try:
        MARK.write_text(RESET_PEAK)
    except OSError:
        return False
    return True


def _peak_since_mark() -> int:
    found = re.search(r"^VmHWM:\s+(\d+) kB$", STATUS.read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else _peak_of_life()


def _peak_of_life() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
