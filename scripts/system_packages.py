"""What the tests need that no Python package brings, and its installing where that is allowed.

Standard library only. For root on Debian and its kin the missing packages are installed, without
starting any service; anyone else is told which are missing and what will not be run.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts import pango
from scripts.sentences import Stop, main

POLICY = Path("/usr/sbin/policy-rc.d")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Component:
    """Something outside Python: what it is for, Debian's names for it, and whether it is here."""

    purpose: str
    packages: tuple[str, ...]
    present: Callable[[], bool]


def chromium() -> str | None:
    """The path of a Chromium, if there is one."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def redis_server() -> str | None:
    """The path of Redis's own server, if it is here."""
    return shutil.which("redis-server")


def prometheus_server() -> str | None:
    """The path of a Prometheus, if there is one."""
    return shutil.which("prometheus")


def _can_make_venv() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


COMPONENTS = {
    "pango": Component("PDF reports", pango.DEBIAN_PACKAGES, lambda: not pango.missing()),
    "chromium": Component("the browser tests", ("chromium",), lambda: chromium() is not None),
    "redis": Component(
        "the worker on a real Redis", ("redis-server",), lambda: redis_server() is not None
    ),
    "prometheus": Component(
        "signals from a real Prometheus",
        ("prometheus",),
        lambda: prometheus_server() is not None,
    ),
    "venv": Component(
        "the virtual environment",
        (f"python{sys.version_info.major}.{sys.version_info.minor}-venv",),
        _can_make_venv,
    ),
}


def absent() -> dict[str, Component]:
    """The components that are not on this machine."""
    return {name: part for name, part in COMPONENTS.items() if not part.present()}


def sentences(parts: dict[str, Component]) -> str:
    """What is missing, what that leaves out, and the command that brings it."""
    lines = [f"{name} is missing: {part.purpose} cannot be tried." for name, part in parts.items()]
    packages = " ".join(package for part in parts.values() for package in part.packages)
    return "\n".join([*lines, f"On Debian and Ubuntu: sudo apt-get install {packages}"])


@contextmanager
def _no_service_starts() -> Iterator[None]:
    """Debian's own way of installing a server without starting it."""
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            POLICY.unlink()


def _install(parts: dict[str, Component]) -> None:
    packages = [package for part in parts.values() for package in part.packages]
    print(f"Installing {', '.join(packages)} …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    with _no_service_starts():
        for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            done = subprocess.run(
                [*quiet, *words],
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if done.returncode:
                raise Stop(f"{done.stdout}\napt-get {words[0]} failed: it says why above.")


def work() -> int:
    """Install what is missing where that can be done; else say what it is."""
    parts = absent()
    if parts and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(parts)
        parts = absent()
    if parts:
        print(sentences(parts), flush=True)
    return 0


if __name__ == "__main__":
    main(work)
