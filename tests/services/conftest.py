"""Real processes for the tests of this folder.

Two Plumblines are tried, as they are run: SQLite with the embedded broker, which is what `make run`
starts, and PostgreSQL with Redis, which docs/deploy.md describes. The database in use says which.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.needs import needs
from tests.services.slow_connector import install
from tests.stack import Broker, Stack, embedded_broker, real_broker

logger = logging.getLogger(__name__)

QUICK = {"PLUMBLINE_JOB_LEASE_SECONDS": "3", "PLUMBLINE_JOB_SWEEP_SECONDS": "1"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here speaks to real servers."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.services)


@pytest.fixture(scope="session")
def prepared() -> Iterator[Stack]:
    """A broker and a migrated database, once for all tests."""
    with tempfile.TemporaryDirectory(prefix="plumbline-stack-") as name:
        folder = Path(name)
        server = _broker(folder)
        stack = Stack(folder, server, QUICK | install(folder / "installed"))
        try:
            stack.prepare()
            stack.start_broker()
            yield stack
        finally:
            stack.close()


def _broker(folder: Path) -> Broker:
    """The one that goes with the database in use."""
    if connection.vendor == "sqlite":
        return embedded_broker(folder)
    needs("redis")
    server = real_broker(folder)
    assert server, "Redis is there and gave no broker."
    return server


@pytest.fixture
def stack(prepared: Stack, django_db_blocker: DjangoDbBlocker) -> Iterator[Stack]:
    """The prepared stack for one test: see `in_use`."""
    with in_use(prepared, django_db_blocker):
        yield prepared


@contextmanager
def in_use(prepared: Stack, blocker: DjangoDbBlocker) -> Iterator[None]:
    """It has an empty queue and no job, and this process works on its database meanwhile."""
    with blocker.unblock(), prepared.inside():
        prepared.start_broker()
        prepared.messages.flushdb()
        try:
            yield
        finally:
            prepared.stop()
            for log in sorted(prepared.logs.iterdir()):
                logger.warning("%s:\n%s", log.name, log.read_text(errors="replace")[-4000:])
                log.unlink()
            call_command("flush", interactive=False, verbosity=0)
