"""How a script stops: one clear sentence, no traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable


class Stop(Exception):
    """The script cannot go on. Its text is the one sentence that the person needs."""


def main(work: Callable[[], int]) -> None:
    """Run `work` and leave with its status; a `Stop` prints its sentence and leaves with 1."""
    try:
        status = work()
    except Stop as stop:
        print(stop, file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
