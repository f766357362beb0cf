"""How much work something is, told without a clock that other programs on the machine move."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ENDLESS = 60.0
"""Seconds of processor after which a piece of work that takes moments is taken as without end."""


class TooSlow(BaseException):
    """The block took longer than it may. No code under test catches this."""


@contextmanager
def at_most(seconds: float = ENDLESS) -> Iterator[None]:
    """Raise TooSlow in the block once it has taken so many seconds of the processor.

    The limit is to be far above what the block takes: it is for what would never end.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow(f"over {seconds:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def calls(work: Callable[[], object]) -> int:
    """How many functions `work` calls, Python's and C's: the same on every machine."""
    count = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times the calls for `size` those for twice the size are: 2 where it is linear."""
    return calls(lambda: work(2 * size)) / calls(lambda: work(size))
