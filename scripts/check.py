"""`make check`: everything about the code that can be judged without running the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from scripts.sentences import main

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
AT_ONCE = 2


@dataclass(frozen=True)
class Step:
    """One judgement: a command that leaves with 0 when all is well."""

    name: str
    command: str
    env: dict[str, str] = field(default_factory=dict)
    tells: bool = False
    """Whether its last line says something even when all is well."""


@dataclass(frozen=True)
class Verdict:
    """How a step ended. `seconds` is its wall time."""

    step: Step
    passed: bool
    seconds: float
    output: str


def steps(scratch: str) -> list[Step]:
    """All judgements, the longest first. `scratch` is a folder that may be written to."""
    production = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "PLUMBLINE_SECRET_KEY": "Kq9-only-for-this-check-7f3b1c52d8e64a90b5ce41f2a86d07e3",
        "PLUMBLINE_HOSTS": "plumbline.example.org",
        "PLUMBLINE_VAR": scratch,
    }
    local = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "PLUMBLINE_VAR": scratch}
    return [
        Step("types", "mypy ."),
        Step("known vulnerabilities", "python -m scripts.audit", tells=True),
        Step("style", "ruff check ."),
        Step("format", "ruff format --check ."),
        Step("layers", "lint-imports --no-cache --no-logo"),
        Step("templates", "djlint templates --lint --quiet"),
        Step("migrations", "python manage.py makemigrations --check --dry-run", local),
        Step("settings", "python manage.py check --deploy --fail-level WARNING", production),
        Step("hygiene", "python -m scripts.hygiene"),
    ]


def judge(step: Step) -> Verdict:
    """Run one step and print its line; what it printed besides, only if it failed."""
    words = step.command.split()
    started = time.monotonic()
    done = subprocess.run(
        [BIN / words[0], *words[1:]],
        cwd=ROOT,
        env={**os.environ, **step.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    verdict = Verdict(step, done.returncode == 0, seconds, done.stdout.strip())
    print(line(verdict), flush=True)
    return verdict


def line(verdict: Verdict) -> str:
    """What the terminal shows of a verdict."""
    word = "ok" if verdict.passed else "FAILED"
    shown = f"{word:6} {verdict.step.name:22} {verdict.seconds:5.1f} s"
    if not verdict.passed:
        return f"{shown}\n{verdict.output}\n"
    if verdict.step.tells:
        return f"{shown}  {verdict.output.splitlines()[-1]}"
    return shown


def work() -> int:
    """1 when any step failed; every step is run all the same."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(AT_ONCE) as pool:
        verdicts = list(pool.map(judge, steps(scratch)))
    failed = [verdict.step.name for verdict in verdicts if not verdict.passed]
    result = f"FAILED: {', '.join(failed)}" if failed else f"{len(verdicts)} checks passed"
    print(f"{result}, {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    main(work)
