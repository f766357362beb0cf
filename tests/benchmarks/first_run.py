"""From the first `make run`, packages already installed, to the sample's report on disk."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.benchmarks.frame import Figure, report
from tests.plumbline import plumbline

LIMIT = 120
PATIENCE = 240


def reports_in(var: Path) -> list[Path]:
    """The PDF files that Plumbline stored."""
    return [path for path in (var / "files").rglob("*.pdf") if path.stat().st_size]


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "var"
        started = time.monotonic()
        with plumbline(var, sample=True):
            address = time.monotonic() - started
            while not reports_in(var):
                if time.monotonic() - started > PATIENCE:
                    raise TimeoutError(f"No report within {PATIENCE} s.")
                time.sleep(0.1)
            whole = time.monotonic() - started
    return [
        Figure("first run", "to the address", [address], "s", LIMIT),
        Figure("first run", "to the sample's report on disk", [whole], "s", LIMIT),
    ]


if __name__ == "__main__":
    report(measure)
