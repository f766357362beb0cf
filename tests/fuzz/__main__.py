"""`python -m tests.fuzz`: broken files for every importer, and a table of what came of them.

Exit status 1 where anything but a framework that keeps its promises, or a refusal with problems,
came of any of them. The same seed makes the same files; `--number` repeats a single one.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from assessments.importers import BUILT_IN
from tests.fuzz.tally import Failure, Tally, part

CHUNK = 250
"""Inputs that a process takes at a time."""

HEADING = (
    "| importer | inputs | read | refused | failures | slowest, s | inputs/s |\n"
    "|---|---:|---:|---:|---:|---:|---:|"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; the exit status."""
    asked = _parser().parse_args(arguments)
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    print(f"Seed {asked.seed}, {asked.processes} processes; {machine}\n\n{HEADING}", flush=True)
    tallies = []
    for name in asked.importer or [one.name for one in BUILT_IN]:
        tally = _run(name, asked)
        print(row(tally), flush=True)
        report(tally, asked.seed)
        tallies.append(tally)
    return 1 if any(tally.failed for tally in tallies) else 0


def row(tally: Tally) -> str:
    """The line of the table for an importer."""
    slowest, number = tally.slowest
    speed = tally.inputs / tally.seconds if tally.seconds else 0
    return (
        f"| {tally.importer} | {tally.inputs:,} | {tally.read:,} | {tally.refused:,} | "
        f"{tally.failed:,} | {slowest:.2f} (number {number}) | {speed:,.0f} |"
    )


def report(tally: Tally, seed: int) -> None:
    """Name, beside the table, what was slow, and what failed with a file to repeat it with."""
    for seconds, number in sorted(tally.slow, reverse=True)[:10]:
        slow = f"Slow: {tally.importer}, seed {seed}, number {number}: {seconds:.2f} s"
        print(slow, file=sys.stderr, flush=True)
    if tally.failures:
        folder = Path(tempfile.mkdtemp(prefix="plumbline-fuzz-"))
        for failure in tally.failures.values():
            _tell(failure, folder)


def _tell(failure: Failure, folder: Path) -> None:
    given = failure.input
    file = folder / f"{given.importer}-{given.seed}-{given.number}"
    file.write_bytes(given.data)
    again = f"--importer {given.importer} --seed {given.seed} --number {given.number}"
    print(
        f"Failed: {failure.outcome.error}\n  in {failure.outcome.place or 'the runner'}\n"
        f"  file {file}, called {given.name!r}, {given.wanted}\n"
        f"  again: python -m tests.fuzz {again}",
        file=sys.stderr,
        flush=True,
    )


def _run(name: str, asked: argparse.Namespace) -> Tally:
    before = time.monotonic()
    until = before + asked.seconds if asked.seconds else None
    if asked.number is None:
        chunks = [
            range(start, min(start + CHUNK, asked.inputs))
            for start in range(0, asked.inputs, CHUNK)
        ]
    else:
        chunks = [range(asked.number, asked.number + 1)]
    work = partial(part, name, asked.seed, until)
    total = Tally(name)
    if asked.processes == 1:
        for tally in map(work, chunks):
            total.add(tally)
    else:
        with multiprocessing.get_context("spawn").Pool(asked.processes) as pool:
            for tally in pool.imap(work, chunks):
                total.add(tally)
    total.seconds = time.monotonic() - before
    return total


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    names = [importer.name for importer in BUILT_IN]
    parser.add_argument("--inputs", type=int, default=100_000, help="for each importer")
    parser.add_argument("--importer", nargs="+", choices=names, help="only these")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="for each importer at most")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--number", type=int, help="only the input of this number")
    return parser


if __name__ == "__main__":
    sys.exit(main())
