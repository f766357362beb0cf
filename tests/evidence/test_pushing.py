"""Sending and typing figures: over REST, on the pages, in the admin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evidence.models import PushedPoint, Source
from organizations.actions import tokens
from organizations.models import AuditEvent, Organization, Scope, User
from tests.factories import SourceFactory

SignedIn = Callable[[User], Client]
QUERIES_OF_THE_PAGE = 8


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def source(acme: Organization) -> Source:
    cache.clear()
    return SourceFactory.create(organization=acme, connector="push", name="Shop figures")


def send(client: Client, source: Source, user: User, points: Any, scope: Scope) -> Any:
    text = tokens.create(name="Shop", scope=scope, by=user).text
    return client.post(
        f"/api/v1/sources/{source.pk}/points/",
        {"points": points},
        content_type="application/json",
        headers={"Authorization": f"Bearer {text}"},
    )


def orders(value: Any = 12, **more: Any) -> dict[str, Any]:
    at = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    return {"series": "orders", "at": at, "value": value, **more}


def test_a_token_that_only_sends_readings_sends_them_and_opens_nothing_else(
    source: Source, bob: User, client: Client
) -> None:
    answer = send(client, source, bob, [orders()], Scope.READINGS)
    assert (answer.status_code, answer.json()) == (
        200,
        {"added": 1, "corrected": 0, "unchanged": 0},
    )
    assert PushedPoint.objects.get().sent_by == bob
    text = tokens.create(name="Shop", scope=Scope.READINGS, by=bob).text
    headers = {"Authorization": f"Bearer {text}"}
    assert client.get("/api/v1/sources/", headers=headers).status_code == 403
    collect = f"/api/v1/sources/{source.pk}/collect/"
    assert client.post(collect, headers=headers).status_code == 403


@pytest.mark.parametrize("scope", [Scope.READ, Scope.EVIDENCE])
def test_other_narrow_tokens_do_not_send(
    source: Source, bob: User, client: Client, scope: Scope
) -> None:
    assert send(client, source, bob, [orders()], scope).status_code == 403


@pytest.mark.parametrize(
    "points",
    [
        [],
        "orders",
        [{"series": "orders", "value": 1}],
        [orders("many")],
        [orders("nan")],
        [orders("1e999")],
        [orders(at="2999-01-01T00:00:00Z")],
        [orders(at="0001-01-01T00:00:00Z")],
        [orders(series="Orders!")],
    ],
)
def test_what_cannot_be_taken_is_a_problem_in_words(
    source: Source, bob: User, client: Client, points: Any
) -> None:
    answer = send(client, source, bob, points, Scope.READINGS)
    assert answer.status_code == 400
    assert "points" in str(answer.json())
    assert not PushedPoint.objects.exists()


def test_a_source_that_is_asked_takes_none(acme: Organization, bob: User, client: Client) -> None:
    asked = SourceFactory.create(organization=acme)
    assert send(client, asked, bob, [orders()], Scope.READINGS).status_code == 409


def test_the_page_tells_how_to_send_and_what_came(
    source: Source, bob: User, ruth: User, signed_in: SignedIn
) -> None:
    address = source.get_absolute_url()
    page = text_of(signed_in(bob).get(address))
    assert f"curl -X POST http://testserver/api/v1/sources/{source.pk}/points/" in page
    assert "$PLUMBLINE_TOKEN" in page
    assert "Nothing yet." in page
    page = text_of(signed_in(ruth).get(address))
    assert "What was sent" in page
    assert "curl" not in page
    assert "figures/add" not in page


@pytest.mark.parametrize("count", [3, 10])
def test_the_number_of_queries_does_not_depend_on_the_number_of_series(
    source: Source,
    bob: User,
    signed_in: SignedIn,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(count):
        PushedPoint.objects.create(
            source=source, series=f"series_{n}", at=timezone.now(), value=1, sent_by=bob
        )
    client = signed_in(bob)
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        page = text_of(client.get(source.get_absolute_url()))
    assert page.count('<th scope="row">series_') == count


def test_a_figure_is_typed_for_a_day_that_is_over(
    source: Source, bob: User, signed_in: SignedIn
) -> None:
    client, day = signed_in(bob), timezone.localdate() - dt.timedelta(days=2)
    address = f"/signals/sources/{source.pk}/figures/add/"
    given = {"series": "orders", "value": "1200", "on": day.isoformat()}
    answer = client.post(address, given, follow=True)
    assert "The figure is kept." in text_of(answer)
    kept = PushedPoint.objects.get()
    assert kept.value == 1200.0
    assert timezone.localtime(kept.at).date() == day + dt.timedelta(days=1)
    assert timezone.localtime(kept.at).time() == dt.time()
    assert AuditEvent.objects.get().verb == "typed a figure"
    client.post(address, given | {"value": "1250"})
    assert PushedPoint.objects.get().value == 1250.0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"on": timezone.now().date() + dt.timedelta(days=1)}, "This day is not over yet."),
        ({"value": "many"}, "Enter a number."),
        ({"series": "Two words"}, "a series is named by"),
        ({"on": "2001-01-01"}, "longer than points are kept"),
    ],
)
def test_what_was_typed_wrong_is_told_and_kept_in_the_form(
    source: Source, bob: User, signed_in: SignedIn, given: dict[str, Any], words: str
) -> None:
    day = timezone.localdate() - dt.timedelta(days=2)
    typed = {"series": "orders", "value": "1200", "on": day, **given}
    page = text_of(signed_in(bob).post(f"/signals/sources/{source.pk}/figures/add/", typed))
    assert words in page
    assert f'value="{typed["series"]}"' in page
    assert not PushedPoint.objects.exists()


def test_no_figure_is_typed_for_a_source_that_is_asked(
    acme: Organization, bob: User, signed_in: SignedIn
) -> None:
    asked = SourceFactory.create(organization=acme)
    address = f"/signals/sources/{asked.pk}/figures/add/"
    assert signed_in(bob).get(address).status_code == 404


def test_points_are_only_looked_at_in_the_admin(
    source: Source, operator: User, bob: User, client: Client
) -> None:
    point = PushedPoint.objects.create(
        source=source, series="orders", at=timezone.now(), value=1, sent_by=bob
    )
    client.force_login(operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = "/admin/evidence/pushedpoint/"
    assert "orders" in text_of(client.get(f"{address}?q=shop"))
    assert client.get(f"{address}{point.pk}/change/").status_code == 200
    assert client.get(f"{address}add/").status_code == 403
    assert client.post(f"{address}{point.pk}/delete/").status_code == 403
