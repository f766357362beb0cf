"""How many inputs the tests with hypothesis try: few with each change, any number by hand.

`PLUMBLINE_DEPTH=50 .venv/bin/pytest -n 0 tests/assessments/exporters` tries fifty times as many,
and reads every public file instead of some.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

DEPTH = int(os.environ.get("PLUMBLINE_DEPTH", "1"))

SHARE = 10
"""One of so many public files is read with each change."""


def examples(number: int) -> int:
    """That many inputs, times the depth."""
    return number * DEPTH


def some(items: Sequence[Item]) -> Sequence[Item]:
    """Every tenth of many things that are alike; all of them where a depth is asked for."""
    return items if DEPTH > 1 else items[::SHARE]
