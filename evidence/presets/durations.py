"""Lengths of time as presets write them: "60 s", "15 min", "6 h", "7 d". Pure."""

from __future__ import annotations

import re

WRITTEN = re.compile(r"([1-9][0-9]{0,6}) ?(s|min|h|d)")
SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}


def seconds(written: str) -> int:
    """How many seconds that is. Raises ValueError with a sentence."""
    found = WRITTEN.fullmatch(written)
    if not found:
        raise ValueError(
            f"“{written}” is no length of time. Write a whole number and s, min, h or d: “7 d”."
        )
    return int(found[1]) * SECONDS[found[2]]
