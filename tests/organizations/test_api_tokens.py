"""Who gets in over REST: tokens, their scopes, sessions; and how often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from organizations.actions import tokens
from organizations.api.throttling import PerCaller
from organizations.models import Scope, Token, User

GUARDED = "/api/guarded/"

with_views = pytest.mark.urls("tests.organizations.problem_urls")


@pytest.fixture(autouse=True)
def no_requests_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def bearer(user: User, scope: Scope = Scope.READ) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.create(name='CI', scope=scope, by=user).text}"}


@with_views
def test_a_token_lets_its_user_in_and_notes_when(client: Client, bob: User) -> None:
    response = client.get(GUARDED, headers=bearer(bob))
    assert response.json() == {"who": bob.pk}
    used = Token.objects.get().last_used_at
    assert used is not None
    assert timezone.now() - used < dt.timedelta(seconds=10)


@with_views
def test_use_is_noted_once_a_minute_at_most(
    client: Client, bob: User, django_assert_num_queries: Callable[..., object]
) -> None:
    headers = bearer(bob)
    client.get(GUARDED, headers=headers)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        client.get(GUARDED, headers=headers)
    long_ago = timezone.now() - dt.timedelta(minutes=2)
    Token.objects.update(last_used_at=long_ago)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        client.get(GUARDED, headers=headers)


@with_views
@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer wrong", "Bearer two words", "bearer \xff", "Bearer plumb_"]
)
def test_what_is_no_token_is_refused(header: str, client: Client, db: None) -> None:
    response = client.get(GUARDED, headers={"Authorization": header})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@with_views
def test_a_revoked_an_expired_and_an_inactive_persons_token_are_refused(
    client: Client, bob: User
) -> None:
    headers = bearer(bob)
    Token.objects.update(expires_at=timezone.now())
    assert client.get(GUARDED, headers=headers).status_code == 401
    Token.objects.update(expires_at=None)
    assert client.get(GUARDED, headers=headers).status_code == 200
    User.objects.update(is_active=False)
    assert client.get(GUARDED, headers=headers).status_code == 401
    User.objects.update(is_active=True)
    tokens.revoke(token=Token.objects.get(), by=bob)
    assert client.get(GUARDED, headers=headers).status_code == 401


@with_views
@pytest.mark.parametrize(
    ("scope", "request_line", "status"),
    [
        (Scope.READ, "get /api/guarded/", 200),
        (Scope.READ, "head /api/guarded/", 200),
        (Scope.READ, "post /api/guarded/", 403),
        (Scope.WRITE, "get /api/guarded/", 200),
        (Scope.WRITE, "post /api/guarded/", 201),
        (Scope.WRITE, "post /api/closed/", 201),
        (Scope.EVIDENCE, "post /api/guarded/", 201),
        (Scope.EVIDENCE, "get /api/guarded/", 403),
        (Scope.EVIDENCE, "post /api/closed/", 403),
        (Scope.READINGS, "post /api/guarded/", 403),
        (Scope.EVIDENCE, "post /api/actions/", 201),
        (Scope.EVIDENCE, "post /api/actions/revise/", 201),
        (Scope.EVIDENCE, "post /api/actions/accept/", 403),
        (Scope.READINGS, "post /api/actions/revise/", 403),
    ],
)
def test_a_token_reaches_as_far_as_its_scope(
    scope: Scope, request_line: str, status: int, client: Client, bob: User
) -> None:
    method, address = request_line.split()
    response = getattr(client, method)(address, headers=bearer(bob, scope))
    assert response.status_code == status
    if status == 403:
        assert response.json()["detail"] == "This token's scope does not cover the request."


@with_views
def test_a_session_reads_and_needs_a_csrf_token_to_write(bob: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(GUARDED).status_code == 200
    response = client.post(GUARDED)
    assert response.status_code == 403
    assert "CSRF" in response.json()["detail"]


@with_views
def test_the_answer_says_how_much_is_left_and_a_refused_one_when_to_come_back(
    client: Client, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PerCaller, "THROTTLE_RATES", {"user": "2/min"})
    headers = bearer(bob)
    first = client.get(GUARDED, headers=headers)
    assert first.headers["RateLimit-Policy"] == '"caller";q=2;w=60'
    assert first.headers["RateLimit"].startswith('"caller";r=1;t=')
    assert client.get(GUARDED, headers=headers).headers["RateLimit"].startswith('"caller";r=0')
    refused = client.get(GUARDED, headers=headers)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert refused.headers["RateLimit"].startswith('"caller";r=0')
