"""The heap of a process that stays: what it loaded is no garbage and need not be looked at."""

from __future__ import annotations

import gc

from django.urls import get_resolver

NEW_OBJECTS = 10_000
"""Objects made before the youngest are looked at; Python's 700 is for far smaller programs."""


def settle() -> None:
    """Take what stands in memory out of the garbage collector's rounds.

    A full round walks every object: with all modules loaded that takes over 0.1 s, in the middle
    of whatever request or job makes many values. What is made afterwards is collected as before.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)


def settle_with_views() -> None:
    """As `settle`, for a process that serves pages: their views are loaded first."""
    _ = get_resolver().url_patterns
    settle()
