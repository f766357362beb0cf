"""Makes .venv and installs the pinned, hashed requirements into it.

Standard library only: it runs on the machine's own Python, before anything is installed. pip
brings uv, and uv brings the rest in a fraction of pip's time; where uv cannot, pip does (ADR 16).
Nothing is installed twice: what is there is remembered by the requirement file's own hash.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from scripts import pango
from scripts.sentences import Stop, main

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NOTE = VENV / "installed.json"
UV = VENV / "bin" / "uv"
PIP = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")
HASHED = ("--require-hashes", "--no-deps", "-r")
INDEX = re.compile(r"^\S*\.index-url='(.+)'$", re.MULTILINE)
SETS = {"base": "what Plumbline runs on", "dev": "what its tests and checks use as well"}


def set_up(which: str) -> None:
    """Leave .venv with the requirement set `which` ("base" or "dev") installed in full."""
    if not _usable():
        _make_venv()
    if wanted(which).items() <= _installed().items():
        return
    _install(which)


def wanted(which: str) -> dict[str, str]:
    """What must be installed for `which`: requirement sets by the hash of their files.

    The set "dev" holds all of "base" in the same versions, so installing it gives both.
    """
    names = ("base",) if which == "base" else ("base", "dev")
    return {name: hashlib.sha256(_file(name).read_bytes()).hexdigest() for name in names}


def _file(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def _installed() -> dict[str, str]:
    try:
        note: dict[str, str] = json.loads(NOTE.read_text())
    except (OSError, ValueError):
        return {}
    return note


def _usable() -> bool:
    """Whether .venv has a Python that starts: the one it was made from may be gone."""
    try:
        return subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_venv() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Stop(
            f"Python {version} here lacks its venv module: install it with: "
            f"sudo apt-get install python{version}-venv"
        )
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def _install(which: str) -> None:
    file = _file(which)
    count = file.read_text().count("==")
    print(
        f"Installing {count} packages into .venv: {SETS[which]}. This takes a minute.", flush=True
    )
    started = time.monotonic()
    by_pip = [*PIP, "install", *HASHED, str(file)]
    if not _with_uv(file) and subprocess.run(by_pip, check=False).returncode:
        raise Stop(
            "The packages could not be installed: pip says why above. "
            "It needs a Python package index once; then nothing more is downloaded."
        )
    NOTE.write_text(json.dumps(wanted(which)))
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)


def _with_uv(file: Path) -> bool:
    """Whether uv could be had, and installed the file. It says nothing: pip will, if it must."""
    uv = [str(UV), "pip", "install", "--quiet", "--python", str(PYTHON)]
    if sys.dont_write_bytecode:  # then no process will keep what it compiled
        uv.append("--compile-bytecode")
    steps = ([*PIP, "install", *HASHED, str(_file("installer"))], [*uv, *HASHED, str(file)])
    env = _environment()
    return not any(
        subprocess.run(step, env=env, capture_output=True, check=False).returncode for step in steps
    )


def _environment() -> dict[str, str]:
    """What uv runs in. It reads none of pip's settings, so it is told which index pip asks."""
    told = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=False)
    index = INDEX.findall(told.stdout)
    return {**({"UV_DEFAULT_INDEX": index[-1]} if index else {}), **os.environ}


def work() -> int:
    """`python -m scripts.setup [base|dev]`: refuse to run without Pango, then install.

    Tests go on without it: what needs it is skipped.
    """
    which = sys.argv[1] if len(sys.argv) > 1 else "base"
    absent = pango.missing()
    if absent and which == "base":
        raise Stop(pango.sentence(absent))
    set_up(which)
    return 0


if __name__ == "__main__":
    main(work)
