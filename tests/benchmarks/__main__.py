"""`make bench`: every benchmark after the other, each in a process of its own, in one table."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.benchmarks.frame import HEADING, machine

NAMES = (
    "migrate",
    "messages",
    "pages",
    "large",
    "frameworks",
    "report",
    "cloudwatch",
    "idle",
    "first_run",
)


def main() -> int:
    """1 when any of them failed or broke a promise."""
    print(f"{machine()}\n\n{HEADING}", flush=True)
    env = {**os.environ, "PLUMBLINE_BENCH_ROWS_ONLY": "1"}
    commands = [[sys.executable, "-m", f"tests.benchmarks.{name}"] for name in NAMES]
    return max(subprocess.run(command, env=env, check=False).returncode for command in commands)


if __name__ == "__main__":
    raise SystemExit(main())
