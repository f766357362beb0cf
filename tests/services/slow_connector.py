"""A connector in a package of its own that waits for a file: found by its entry point."""

from __future__ import annotations

from pathlib import Path

CODE = """
import os
import time
from pathlib import Path

from evidence.connectors.base import Result
from evidence.evaluate import Point

FOLDER = Path(os.environ["PLUMBLINE_TEST_FOLDER"])


class Slow:
    key = "slow"
    label = "A slow source"
    version = "slow 1"
    metrics = ()

    def collect(self, account, queries):
        with (FOLDER / "asked").open("a") as log:
            log.write("asked\\n")
        while not (FOLDER / "answer").exists():
            time.sleep(0.05)
        return [Result(query.metric, (Point(query.end, 1.0),)) for query in queries]


connector = Slow()
"""


def install(folder: Path) -> dict[str, str]:
    """Install it in `folder`; the variables that let a process find it."""
    about = folder / "plumbline_slow-1.0.dist-info"
    about.mkdir(parents=True)
    (folder / "plumbline_slow.py").write_text(CODE)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: plumbline-slow\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[plumbline.connectors]\nslow = plumbline_slow:connector\n"
    )
    root = Path(__file__).resolve().parent.parent.parent
    return {"PYTHONPATH": f"{root}:{folder}", "PLUMBLINE_TEST_FOLDER": str(folder)}
