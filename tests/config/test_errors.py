"""The pages of errors, for people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponseBase
from django.test import Client, RequestFactory

from config import errors
from organizations.models import User


@pytest.mark.parametrize(
    ("handler", "status", "words"),
    [
        (errors.bad_request, 400, "This request could not be read"),
        (errors.permission_denied, 403, "You may not do this"),
        (errors.page_not_found, 404, "There is no such page"),
        (lambda request, error: errors.server_error(request), 500, "Something went wrong"),
    ],
)
def test_a_person_gets_a_page(
    handler: Callable[[HttpRequest, Exception], HttpResponseBase],
    status: int,
    words: str,
    rf: RequestFactory,
) -> None:
    response = handler(rf.get("/"), Exception("x"))
    assert response.status_code == status
    assert words in response.content.decode()  # type: ignore[attr-defined]


def test_an_old_form_is_a_page_that_says_what_to_do(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()


def test_the_gallery_is_for_staff(
    signed_in: Callable[[User], Client], operator: User, bob: User
) -> None:
    assert signed_in(operator).get("/design/").status_code == 200
    assert signed_in(bob).get("/design/").status_code == 404
