"""What a process that stays has loaded is out of the garbage collector's rounds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from config.heap import NEW_OBJECTS

SAY = """
import gc, sys
print(gc.get_freeze_count(), gc.get_threshold()[0], "config.api" in sys.modules)
"""


@pytest.mark.parametrize("entry", ["config.wsgi", "config.asgi"])
def test_the_web_process_begins_settled(entry: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", f"import {entry}\n{SAY}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert int(said[0]) > 50_000
    assert said[1:] == [str(NEW_OBJECTS), "True"]
