"""Which tests speak to a database: the only ones that another database could make fail.

Each of them carries the marker `database`. It is found out and never written down: pytest-django
lets no test near the database that does not ask for it, and tests with servers of their own are
marked `services` or `e2e`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

FIXTURES = {"db", "transactional_db", "live_server"}
"""What every fixture with rows is built on."""

MARKERS = ("django_db", "services", "e2e")


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows for a whole module: what is made inside is there until its fixture ends.

    What a test does to them is undone after it, as ever. A test of the same module that wants an
    empty database finds these rows in it, so it belongs into another.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "database: speaks to a database; never written by hand")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests, after the folders have set their own markers and before `-m` chooses."""
    for item in items:
        if speaks_to_a_database(item):
            item.add_marker("database")


def speaks_to_a_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database by a marker, a fixture or its class."""
    if any(item.get_closest_marker(name) for name in MARKERS):
        return True
    if not isinstance(item, pytest.Function):
        return False
    if item.cls and issubclass(item.cls, TransactionTestCase):
        return True
    return not FIXTURES.isdisjoint(item.fixturenames)
