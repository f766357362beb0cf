"""Several database connections at once, on SQLite as on PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, connections

Result = TypeVar("Result")


@pytest.fixture
def many_connections(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threads see the test's database, through connections of their own.

    SQLite's database in memory knows only locks that do not wait, so the threads get a file:
    a copy of it as it stands now. Make the rows first (name their fixtures before this one);
    the test's own connection does not see what the threads do.
    """
    if connection.vendor == "sqlite":
        path = tmp_path / "shared.sqlite3"
        with sqlite3.connect(path) as file:
            connection.ensure_connection()
            connection.connection.backup(file)
            # As in life, it is in WAL mode before anybody comes: two who switch at once would
            # not wait for each other.
            file.execute("PRAGMA journal_mode=WAL")
        settings = connections.settings["default"]
        monkeypatch.setitem(connections.settings, "default", {**settings, "NAME": str(path)})


def at_once(*calls: Callable[[], Result]) -> list[Result | Exception]:
    """Call them all in the same moment, each on a connection of its own; what each gave or
    raised, in the same order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result | Exception:
        barrier.wait(timeout=10)
        try:
            return call()
        except Exception as error:  # noqa: BLE001  (told to the test)
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
