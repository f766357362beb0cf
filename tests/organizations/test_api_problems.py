"""Every error of the REST face is a problem of RFC 9457."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.organizations.problem_urls")


def problem_in(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(response.content)
    assert body["type"] == "about:blank"
    assert body["status"] == status
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    ("what", "status", "title", "detail"),
    [
        ("refused", 409, "Conflict", "Not now."),
        ("conflict", 409, "Conflict", "Somebody was faster."),
        ("forbidden", 403, "Forbidden", "Not you."),
        ("denied", 403, "Forbidden", "You may not do this."),
        ("invalid-whole", 400, "Bad Request", "Not like that."),
        ("http404", 404, "Not Found", "There is nothing here, or nothing that you may see."),
        ("suspicious", 400, "Bad Request", "The request cannot be read."),
    ],
)
def test_an_error_says_what_went_wrong(
    what: str, status: int, title: str, detail: str, client: Client
) -> None:
    body = problem_in(client.get(f"/api/raise/{what}/"), status)
    assert (body["title"], body["detail"]) == (title, detail)
    assert "errors" not in body


def test_a_refused_input_is_pointed_at_in_a_body_and_named_in_a_query(client: Client) -> None:
    sent = problem_in(client.post("/api/raise/invalid/"), 400)
    assert sent["errors"] == [{"pointer": "#/name", "detail": "Not that."}]
    asked = problem_in(client.get("/api/raise/invalid/"), 400)
    assert asked["errors"] == [{"parameter": "name", "detail": "Not that."}]


@pytest.mark.parametrize(
    ("sent", "pointers"),
    [
        ({}, ["#/name", "#/items"]),
        ({"name": "a", "items": [{"count": 1}, {"count": "x"}]}, ["#/items/1/count"]),
        ({"name": "a", "items": 3}, ["#/items"]),
        ({"name": "nobody", "items": []}, ["#"]),
        ([], ["#"]),
    ],
)
def test_every_wrong_input_is_pointed_at(sent: Any, pointers: list[str], client: Client) -> None:
    response = client.post("/api/raise/order/", sent, content_type="application/json")
    body = problem_in(response, 400)
    assert [error["pointer"] for error in body["errors"]] == pointers
    assert all(error["detail"] for error in body["errors"])


def test_a_name_with_a_slash_is_escaped_in_the_pointer() -> None:
    from rest_framework.exceptions import ValidationError

    from organizations.api import problems

    body = problems._problem_of(ValidationError({"a/b~c": ["no"]}), "pointer")
    assert body is not None
    assert body["errors"] == [{"pointer": "#/a~1b~0c", "detail": "no"}]


def test_a_body_that_is_no_json_and_one_of_another_sort(client: Client) -> None:
    broken = client.post("/api/raise/order/", "{", content_type="application/json")
    assert "JSON" in problem_in(broken, 400)["detail"]
    problem_in(client.post("/api/raise/order/", "<a/>", content_type="text/xml"), 415)


def test_a_method_that_is_not_there_names_those_that_are(client: Client) -> None:
    response = client.delete("/api/raise/refused/")
    problem_in(response, 405)
    assert response.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_a_format_nobody_speaks_is_refused_in_the_one_we_do(client: Client) -> None:
    problem_in(client.get("/api/raise/refused/", headers={"Accept": "image/png"}), 406)


def test_a_throttled_caller_hears_when_to_come_back(client: Client) -> None:
    response = client.get("/api/raise/throttled/")
    problem_in(response, 429)
    assert response.headers["Retry-After"] == "3"


def test_an_unknown_address_is_a_problem_for_scripts_and_a_page_for_people(
    client: Client,
) -> None:
    problem_in(client.get("/api/nowhere/"), 404)


def test_an_unforeseen_error_tells_nothing(client: Client) -> None:
    client.raise_request_exception = False
    body = problem_in(client.get("/api/raise/unforeseen/"), 500)
    assert "secret" not in json.dumps(body)


def test_without_a_token_one_is_asked_for(client: Client, db: None) -> None:
    response = client.get("/api/guarded/")
    problem_in(response, 401)
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="Plumbline"'
