"""Whether the libraries that draw the PDF's text are on this machine.

Standard library only: it is asked before anything is installed.
"""

from __future__ import annotations

import ctypes
import shutil
import sys
from collections.abc import Callable

LINUX = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
MACOS = (
    "libgobject-2.0.0.dylib",
    "libpango-1.0.dylib",
    "libpangoft2-1.0.dylib",
    "libharfbuzz.0.dylib",
    "libharfbuzz-subset.0.dylib",
    "libfontconfig.1.dylib",
)
DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
INSTALL = {
    "apt-get": f"sudo apt-get install {' '.join(DEBIAN_PACKAGES)}",
    "dnf": "sudo dnf install pango",
    "pacman": "sudo pacman -S pango",
    "apk": "sudo apk add pango",
    "brew": "brew install pango",
}


def _load(name: str) -> object:
    return ctypes.CDLL(name)


def missing(load: Callable[[str], object] = _load) -> list[str]:
    """The libraries that `load` cannot open; empty when PDFs can be drawn."""
    absent = []
    for name in MACOS if sys.platform == "darwin" else LINUX:
        try:
            load(name)
        except OSError:
            absent.append(name)
    return absent


def sentence(absent: list[str], which: Callable[[str], str | None] = shutil.which) -> str:
    """What is missing and the command that brings it, for this machine's package manager."""
    command = next((text for tool, text in INSTALL.items() if which(tool)), None)
    how = f"install it with: {command}" if command else "install Pango with your package manager"
    return f"PDF reports need the Pango libraries ({', '.join(absent)} not found): {how}"
