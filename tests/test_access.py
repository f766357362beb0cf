"""Every address against every person: nobody gets more than the table says, or less."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from organizations.models import User
from tests.access_rows import Row
from tests.access_table import PUBLIC, TABLE
from tests.databases import kept
from tests.world import CAST, World, make_world


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """The full name of every address below, with what it is."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            name = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, name)
        else:
            yield f"{prefix}{pattern.name}", pattern


pytestmark = pytest.mark.once

ALL = dict(addresses(get_resolver().url_patterns))
SESSION = "sessionid"
OURS = {name for name in ALL if not name.startswith("admin:")}


@pytest.fixture(scope="module")
def one_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with kept(django_db_blocker):
        yield make_world()


@pytest.fixture(scope="module")
def sessions(one_world: World) -> dict[str, str]:
    """Everybody has signed in once."""
    return {who: _session_of(person) for who, person in one_world.cast.items()}


def _session_of(person: User) -> str:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[SESSION].value


@pytest.fixture
def world(db: None, settings: Any, one_world: World) -> Iterator[World]:
    settings.BROKER_URL = "redis://127.0.0.1:1/0"  # nobody listens there
    cache.clear()
    yield one_world
    cache.clear()


def client_of(who: str, sessions: dict[str, str]) -> Client:
    client = Client(raise_request_exception=False)
    if who in sessions:
        client.cookies[SESSION] = sessions[who]
    return client


def status_of(client: Client, method: str, address: str, sent: dict[str, Any]) -> int:
    """What came back; what the request did is undone."""
    form = not address.startswith("/api/")
    body = {"data": sent} if form else {"data": sent, "content_type": "application/json"}
    with transaction.atomic():
        response = getattr(client, method)(address, **({} if method == "get" else body))
        transaction.set_rollback(True)
    return int(response.status_code)


def test_the_table_names_every_address_and_no_other() -> None:
    assert OURS - TABLE.keys() == set(), "These addresses need a row in tests/access_table.py."
    assert TABLE.keys() - OURS == set(), "These addresses are gone."


@pytest.mark.parametrize("name", sorted(TABLE.keys() & OURS))
def test_each_person_gets_what_the_table_says(
    name: str, world: World, sessions: dict[str, str]
) -> None:
    row: Row = TABLE[name]
    address = reverse(name, kwargs=row.at(world))
    wrong = []
    for place, who in enumerate(CAST):
        client = client_of(who, sessions)
        for method, statuses in row.by_method.items():
            expected = int(statuses.split()[place])
            got = status_of(client, method, address, row.sent(world))
            if got != expected:
                wrong.append(f"{method.upper()} {address} as {who}: {got}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_only_the_public_addresses_answer_the_anonymous_user(
    world: World, sessions: dict[str, str]
) -> None:
    """Redirected to the sign-in, or asked for a token: nothing else, at no address."""
    client = client_of("anonymous", sessions)
    for name in sorted((OURS & TABLE.keys()) - PUBLIC):
        row = TABLE[name]
        response = client.get(reverse(name, kwargs=row.at(world)))
        asked = response.headers.get("Location", "").startswith("/accounts/login/")
        assert asked or response.status_code == 401, name


def test_the_admin_is_closed_to_all_but_staff(world: World, sessions: dict[str, str]) -> None:
    for who in ("anonymous", "owner"):
        client = client_of(who, sessions)
        for name in sorted(ALL.keys() - OURS - {"admin:login", "admin:None"}):
            parts = dict.fromkeys(ALL[name].pattern.regex.groupindex, "1")
            if "app_label" in parts:
                parts["app_label"] = "organizations"
            response = client.get(reverse(name, kwargs=parts))
            assert (response.status_code, response.content) == (302, b""), f"{name} as {who}"
