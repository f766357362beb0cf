"""What an answer of an address says of it."""

from __future__ import annotations

import hashlib

import pytest

from evidence.reached import Outcome, Reached, answered, too_large

PAGE = "https://grafana.example.org/d/queues"
HTML = "text/html; charset=utf-8"
FILE = b"a,b\n1,2\n"


def told(status: int, kind: str = HTML, body: bytes = b"<p>Hello", ended: str = PAGE) -> Reached:
    return answered(PAGE, ended, status, kind, body)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.ANSWERS),
        (204, Outcome.ANSWERS),
        (302, Outcome.SILENT),
        (400, Outcome.SILENT),
        (401, Outcome.SIGN_IN),
        (403, Outcome.SIGN_IN),
        (404, Outcome.GONE),
        (407, Outcome.SIGN_IN),
        (410, Outcome.GONE),
        (429, Outcome.ANSWERS),
        (500, Outcome.SILENT),
        (503, Outcome.SILENT),
    ],
)
def test_the_status_says_whether_it_is_there(status: int, outcome: Outcome) -> None:
    found = told(status)
    assert (found.outcome, found.status, found.sha256) == (outcome, status, "")
    assert found.words.endswith(".")


@pytest.mark.parametrize(
    "ended",
    [
        "https://grafana.example.org/login",
        "https://grafana.example.org/user/sign-in?next=/d/queues",
        "https://acme.okta.example.com/app/grafana/exk1/sso/saml",
        "https://accounts.google.com/v3/identifier",
        "https://login.microsoftonline.com/common/reprocess",
        "https://id.example.org/oauth2/authorize",
    ],
)
def test_a_redirect_to_a_sign_in_is_no_answer_of_the_page(ended: str) -> None:
    assert told(200, ended=ended).outcome is Outcome.SIGN_IN


@pytest.mark.parametrize(
    ("asked", "ended"),
    [
        (PAGE, "https://grafana.example.org/d/queues-of-blog-industry"),
        ("https://wiki.example.org/login", "https://wiki.example.org/login/"),
        ("https://login.example.org/help", "https://login.example.org/help/en"),
        (PAGE, "https://grafana.example.org/d/assorted"),
    ],
)
def test_another_redirect_is_none(asked: str, ended: str) -> None:
    assert answered(asked, ended, 200, HTML, b"").outcome is Outcome.ANSWERS


def test_a_form_for_a_password_is_a_sign_in() -> None:
    form = b'<form><INPUT name="p"\n type="password"></form>'
    assert told(200, body=form).outcome is Outcome.SIGN_IN
    assert told(200, "text/plain", form).outcome is Outcome.ANSWERS


def test_a_file_is_compared_and_a_page_is_not() -> None:
    assert told(200, "text/csv", FILE).sha256 == hashlib.sha256(FILE).hexdigest()
    page, unknown = told(200), told(200, "")
    assert (page.sha256, unknown.sha256) == ("", "")
    assert "pages differ each time" in page.words
    assert "not compared" in unknown.words


def test_more_than_is_read_answers_and_is_not_compared() -> None:
    found = too_large(200, 4 * 1024 * 1024)
    assert (found.outcome, found.sha256) == (Outcome.ANSWERS, "")
    assert found.words == "It answers with more than 4 MiB, which are not compared."
    assert too_large(404, 1).outcome is Outcome.GONE
