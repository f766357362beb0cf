"""A Plumbline of several processes for tests: each is started, stopped and killed at will.

The broker is the embedded one, Debian's `redis-server`, or the server at
PLUMBLINE_TEST_BROKER_URL. The database is SQLite in the stack's folder, or one of its own on the
PostgreSQL that PLUMBLINE_DATABASE_URL names.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import redis
from celery import Celery
from django.conf import settings
from django.db import connections
from django.db.utils import load_backend
from django.test import override_settings

from config.celery import app
from config.settings import base
from config.settings.database import database_from
from scripts import broker, programs
from scripts.children import Child, Program, stop_all
from scripts.system_packages import redis_server

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30.0


def wait_for(met: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait until `met()` is true; a failed assertion that says `what` after so many seconds."""
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, f"This did not happen in {seconds:g} s: {what}."
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Broker:
    """A message broker; `program` is None where it is not ours to start and stop."""

    url: str
    program: Program | None


def embedded_broker(folder: Path) -> Broker:
    """The one of `make run`."""
    path = broker.socket_in(folder)
    return Broker(broker.url(path), broker.program(folder / "broker", path))


def real_broker(folder: Path) -> Broker | None:
    """The server at PLUMBLINE_TEST_BROKER_URL, its database to be emptied, or Debian's Redis.

    None where there is neither.
    """
    if url := os.environ.get("PLUMBLINE_TEST_BROKER_URL"):
        return Broker(url, None)
    binary, port = redis_server(), free_port()
    if binary is None:
        return None
    words = f"--port {port} --bind 127.0.0.1 --appendonly yes --dir {folder}"
    return Broker(f"redis://127.0.0.1:{port}/0", Program("broker", (binary, *words.split())))


class Stack:
    """The processes of one Plumbline and the folder they write in. `env` is given to them all."""

    def __init__(self, folder: Path, server: Broker, env: dict[str, str] | None = None) -> None:
        self.var = folder / "var"
        self.logs = folder / "log"
        self.var.mkdir()
        self.logs.mkdir()
        self.server = server
        self.children: dict[str, Child] = {}
        self.on_stop = ExitStack()
        self.database_url = self.on_stop.enter_context(_database(self.var))
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "PLUMBLINE_VAR": str(self.var),
            "PLUMBLINE_BROKER_URL": server.url,
            "PLUMBLINE_DATABASE_URL": self.database_url,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            **(env or {}),
        }

    def prepare(self) -> None:
        """Make the database and the static files."""
        command = programs.prepare().command
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def start_broker(self) -> None:
        """Start the broker, if it is ours, and wait until it answers."""
        if self.server.program and "broker" not in self.children:
            self._start(self.server.program)
        wait_for(self._broker_answers, "the broker answers")

    def start_worker(self, name: str = "worker", *options: str) -> Child:
        """Start a worker with one process; `options` are words for `celery worker`."""
        program = programs.worker()
        own = ("--concurrency", "1", "--hostname", f"{name}@%h", *options)
        child = self._start(replace(program, name=name, command=program.command + own))
        wait_for(lambda: f"{name}@" in self.log(name) and "ready." in self.log(name), "a worker")
        return child

    def start_beat(self) -> Child:
        """Start the clock."""
        return self._start(programs.beat())

    def start_web(self) -> str:
        """Start the web process on a free port; its address without the last slash."""
        port = free_port()
        url = f"http://{programs.HOST}:{port}"
        self._start(programs.web(port))
        wait_for(lambda: _answers(f"{url}/healthz"), "the web process answers")
        return url

    def stop(self, *names: str) -> None:
        """Ask these children (all but the broker, if none is named) to leave, and wait."""
        chosen = names or tuple(name for name in self.children if name != "broker")
        stop_all([self.children.pop(name) for name in chosen if name in self.children], PATIENCE)

    def kill(self, name: str) -> None:
        """End a child and all that it started by SIGKILL."""
        self.children.pop(name).kill()

    def close(self) -> None:
        """Stop everything and remove the database."""
        self.stop()
        self.stop("broker")
        self.on_stop.close()
        if self.server.url.startswith("redis+socket") and str(self.var) not in self.server.url:
            shutil.rmtree(Path(urlsplit(self.server.url).path).parent, ignore_errors=True)

    def log(self, name: str) -> str:
        """What a child has printed so far."""
        path = self.logs / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def messages(self) -> redis.Redis:
        """A client of the broker, to look at what lies in its queues."""
        return redis.Redis.from_url(self.server.url.replace("redis+socket", "unix"))

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Django in this process works on the stack's database, files and broker meanwhile.

        Under pytest-django, unblock the database around it.
        """
        ours = connections["default"]
        connections["default"] = _connection(self.database_url, self.var)
        files, hashers = self.var / "files", base.PASSWORD_HASHERS
        with (
            override_settings(MEDIA_ROOT=files, PASSWORD_HASHERS=hashers),
            Celery(set_as_current=True, config_source=settings.CELERY) as to_stack,
        ):
            to_stack.conf.update(broker_url=self.server.url)
            try:
                yield
            finally:
                connections["default"].close()
                connections["default"] = ours
                app.set_current()

    def _start(self, program: Program) -> Child:
        log = self.logs / f"{program.name}.log"
        log.unlink(missing_ok=True)
        child = Child(program, self.env, log)
        child.start()
        self.children[program.name] = child
        return child

    def _broker_answers(self) -> bool:
        try:
            return bool(self.messages.ping())
        except redis.exceptions.ConnectionError:
            return False


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _connection(url: str, var: Path) -> Any:
    whole = connections.configure_settings({"default": database_from(url, var)})["default"]
    return load_backend(whole["ENGINE"]).DatabaseWrapper(whole, "default")


@contextmanager
def _database(var: Path) -> Iterator[str]:
    """A new, empty database on the PostgreSQL in use, else a SQLite file in `var`."""
    url = os.environ.get("PLUMBLINE_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite://{var}/plumbline.sqlite3"
        return
    name = f"plumbline_stack_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
