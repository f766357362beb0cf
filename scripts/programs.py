"""The programs that Plumbline consists of on one machine. docs/deploy.md has those for many."""

from __future__ import annotations

import signal
import sys

from scripts.children import Program

HOST = "127.0.0.1"


def manage(name: str, *words: str) -> Program:
    """A management command, as a program called `name`."""
    return Program(name, (sys.executable, "manage.py", *words))


def prepare() -> Program:
    """The database migrated and the static files collected."""
    return Program("prepare", (sys.executable, "-m", "scripts.prepare"))


def web(port: int) -> Program:
    """One web process with four threads, on this machine's own address only."""
    options = "--workers 1 --worker-class gthread --threads 4 --graceful-timeout 5"
    words = f"-m gunicorn config.wsgi {options} --no-control-socket --bind {HOST}:{port}"
    return Program("web", (sys.executable, *words.split()), orphaned=signal.SIGQUIT)


def worker() -> Program:
    """One worker with two processes that serves every queue.

    It tells nobody of itself, since nobody listens: a worker that does waits without end where it
    has to stop once its broker is gone.
    """
    options = "--queues interactive,collect,checks,bulk --concurrency 2 --loglevel INFO"
    silent = "--without-gossip --without-mingle --without-heartbeat"
    words = f"-m celery --app config worker {options} {silent}"
    return Program("worker", (sys.executable, *words.split()), orphaned=signal.SIGQUIT)


def beat() -> Program:
    """The clock that sends the few regular ticks."""
    words = ("-m", "celery", "--app", "config", "beat")
    return Program("beat", (sys.executable, *words))
