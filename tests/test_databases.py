"""What runs a second time, on PostgreSQL: every test with a database, and no other."""

from __future__ import annotations

import pytest
from django.test import TestCase

from organizations.models import Organization


def marked(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("database") is not None


def test_a_test_of_pure_code_runs_once(request: pytest.FixtureRequest) -> None:
    assert not marked(request)


@pytest.mark.django_db
def test_a_test_that_is_marked_runs_twice(request: pytest.FixtureRequest) -> None:
    assert marked(request)


def test_a_test_with_rows_runs_twice(request: pytest.FixtureRequest, acme: Organization) -> None:
    assert marked(request)


@pytest.mark.services
def test_a_test_with_servers_runs_twice(request: pytest.FixtureRequest) -> None:
    assert marked(request)


class InAClass(TestCase):
    """As hypothesis writes tests with rows."""

    @pytest.fixture(autouse=True)
    def _asked(self, request: pytest.FixtureRequest) -> None:
        self.marked = marked(request)

    def test_a_test_in_a_class_of_django_runs_twice(self) -> None:
        assert self.marked
