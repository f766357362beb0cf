"""Files of public repositories, read where a bare copy of them is kept beside the project.

None of them is part of the project: a test that reads one is left out where there is no copy.
"""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

MIRROR = Path(os.environ.get("PLUMBLINE_MIRROR", Path(__file__).parents[2] / ".mirror"))
"""Where the bare copies are: `owner+name/repo`."""


def public_file(repository: str, path: str, commit: str = "HEAD") -> bytes:
    """The bytes of a file in a commit; skips the test where it cannot be had."""
    return _shown(repository, f"{commit}:{path}") or _left_out(repository, path)


def public_files(repository: str, folder: str) -> list[str]:
    """The paths of the files in a folder; skips the test where they cannot be had."""
    listed = _git(repository, "ls-tree", "-z", "--name-only", "HEAD", f"{folder}/")
    return [path for path in listed.decode().split("\0") if path] or _left_out(repository, folder)


def _left_out(repository: str, path: str) -> NoReturn:
    pytest.skip(f"Needs a copy of the public repository {repository} with {path}")


@cache
def _shown(repository: str, name: str) -> bytes:
    return _git(repository, "show", name)


def _git(repository: str, *arguments: str) -> bytes:
    """What git prints; nothing where it fails."""
    bare = MIRROR / repository.replace("/", "+") / "repo"
    if not bare.is_dir():
        return b""
    run = subprocess.run(
        ["git", "--git-dir", bare, *arguments],
        capture_output=True,
        check=False,
    )
    return run.stdout if run.returncode == 0 else b""
