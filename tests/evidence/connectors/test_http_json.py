"""JSON over HTTP, from a real server on this machine."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from evidence.connectors.base import Account, Query, Result, SourceFailed
from evidence.connectors.http_json import HttpJsonConnector
from evidence.connectors.http_json import documents as fetched
from evidence.evaluate import Point
from tests.web_server import Asked, Reply, WebServer, web_server

END = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
PLANTED = "hunter2-planted"
HISTORY = {
    "queues": [
        {
            "name": "orders",
            "depth": 12,
            "history": [
                {"at": "2026-11-29T11:00:00Z", "depth": 4},
                {"at": "2026-11-29T12:00:00Z", "depth": 12},
            ],
        }
    ]
}


def reply(answer: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(json.dumps(answer).encode(), status, headers)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web_server(lambda asked: reply(HISTORY)) as running:
        yield running


def account(server: WebServer, **more: str) -> Account:
    secrets = {"env:A": PLANTED}
    return Account(1, {"address": f"{server.url}/api/", **more}, secrets.__getitem__)


def query(value: str = "queues[0].depth", **fields: str) -> Query:
    return Query({"value": value, **fields}, END - 2 * HOUR, END, 3600)


def collected(server: WebServer, *queries: Query, **more: str) -> list[Result]:
    return list(HttpJsonConnector().collect(account(server, **more), queries or (query(),)))


def failure(server: WebServer, **more: str) -> SourceFailed:
    with pytest.raises(SourceFailed) as failed:
        collected(server, **more)
    assert PLANTED not in str(failed.value)
    return failed.value


def test_one_figure_stands_for_now(server: WebServer) -> None:
    [result] = collected(server, query(path="stats?range=7d"))
    assert result.points == (Point(END, 12.0),)
    assert result.sent == f"GET {server.url}/api/stats?range=7d\nvalue queues[0].depth"
    assert result.response_hash == hashlib.sha256(json.dumps(HISTORY).encode()).hexdigest()
    [asked] = server.asked
    assert (asked.method, asked.path, asked.params) == ("GET", "/api/stats", {"range": "7d"})


def test_a_list_of_points_comes_with_its_times(server: WebServer) -> None:
    [result] = collected(server, query("depth", points="queues[0].history", time="at"))
    assert result.points == (Point(END - HOUR, 4.0), Point(END, 12.0))


def test_a_document_that_several_need_is_fetched_once_and_answers_keep_their_order(
    server: WebServer,
) -> None:
    server.answer = lambda asked: reply({"a": 1, "b": 2, "c": asked.path.count("other")})
    asking = account(server)
    queries = [query("a"), query("c", path="other"), query("b"), query("c", path="other")]
    results = list(HttpJsonConnector().collect(asking, queries))
    assert [result.points[0].value for result in results] == [1, 1, 2, 1]
    assert [asked.path for asked in server.asked] == ["/api", "/api/other"]
    assert asking.calls == HttpJsonConnector().calls_for(queries) == 2


def test_nothing_to_ask_sends_nothing(server: WebServer) -> None:
    assert list(HttpJsonConnector().collect(account(server), [])) == []
    assert server.asked == []


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"header": "X-Key", "header_value": "env:A"}, ("x-key", PLANTED)),
        (
            {
                "header": "Authorization",
                "prefix": "Bearer",
                "header_value": "env:A",
            },
            ("authorization", f"Bearer {PLANTED}"),
        ),
        (
            {"user": "me", "password": "env:A"},
            ("authorization", "Basic bWU6aHVudGVyMi1wbGFudGVk"),
        ),
    ],
)
def test_a_secret_is_sent_and_not_shown(
    server: WebServer, given: dict[str, str], sent: tuple[str, str]
) -> None:
    [result] = collected(server, **given)
    assert server.asked[0].headers[sent[0]] == sent[1]
    assert PLANTED not in result.sent


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"header": "X-Key"}, "where the header's value is found"),
        ({"user": "me"}, "where the password is found"),
        ({"header": "Host", "header_value": "env:A"}, "no header that can be"),
        ({"header": "X Key", "header_value": "env:A"}, "no header that can be"),
        (
            {"header": "authorization", "header_value": "env:A", "user": "me"},
            "not both",
        ),
        ({"address": "http://127.0.0.1/?token=x"}, "leave out “?”"),
    ],
)
def test_settings_that_cannot_be_used_are_said(
    server: WebServer, given: dict[str, str], words: str
) -> None:
    assert words in str(failure(server, **given))
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "does not accept the credentials"),
        (429, "was asked too often"),
        (503, "is not available now"),
    ],
)
def test_what_is_the_whole_sources_fault_fails_the_source(
    server: WebServer, status: int, words: str
) -> None:
    server.answer = lambda asked: reply({}, status, **{"Retry-After": "90"})
    failed = failure(server)
    assert words in str(failed)
    assert failed.retry_after == dt.timedelta(seconds=90)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply({}, 403), "may not read it"),
        (reply({}, 404), "nothing at this path"),
        (reply({}, 500), "status 500"),
        (reply(HISTORY, 206), "status 206"),
        (Reply(b"<html>"), "not JSON"),
        (Reply(b"[" * 100_000), "not JSON"),
        (Reply(b""), "not JSON"),
        (reply({"queues": []}), "There is no item [0] at queues"),
        (reply({"queues": [{"depth": "many"}]}), "a text that is no number"),
        (reply({"queues": [{"depth": [1]}]}), "a list, not a number"),
        (Reply(b'{"queues": [{"depth": NaN}]}'), "no finite number"),
        (Reply(b'{"queues": [{"depth": 1e999}]}'), "no finite number"),
    ],
)
def test_a_document_that_does_not_say_it_harms_no_other(
    server: WebServer, answer: Reply, words: str
) -> None:
    server.answer = lambda asked: reply(HISTORY) if asked.path.endswith("good") else answer
    bad, good = collected(server, query(), query(path="good"))
    assert words in bad.error
    assert bad.points == ()
    assert good.points == (Point(END, 12.0),)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("../admin", "stays below"),
        ("a/%2e%2e/admin", "stays below"),
        ("a/%2E%2e%5cadmin", "stays below"),
        ("a#b", "no “#”"),
        ("a b", "no blank"),
    ],
)
def test_a_path_stays_below_the_address(server: WebServer, path: str, words: str) -> None:
    [result] = collected(server, query(path=path))
    assert words in result.error
    assert server.asked == []


@pytest.mark.parametrize("path", ["http://127.0.0.1:1/x", "//127.0.0.1:1/x", "/x"])
def test_a_path_that_looks_like_another_address_is_only_a_path(
    server: WebServer, path: str
) -> None:
    collected(server, query(path=path))
    assert server.asked[0].path.startswith("/api/")


def test_a_redirect_to_another_place_is_not_followed(server: WebServer) -> None:
    with web_server(lambda asked: reply(HISTORY)) as other:
        to = f"{other.url}/stats"
        server.answer = lambda asked: Reply(status=302, headers={"Location": to})
        assert "leads on to" in str(failure(server))
        assert other.asked == []


def test_a_redirect_within_the_place_is_followed(server: WebServer) -> None:
    def answer(asked: Asked) -> Reply:
        there = asked.path == "/there"
        return reply(HISTORY) if there else Reply(status=302, headers={"Location": "/there"})

    server.answer = answer
    asking = account(server)
    [result] = HttpJsonConnector().collect(asking, [query()])
    assert result.points == (Point(END, 12.0),)
    assert asking.calls == 2


def test_an_answer_that_is_too_large_is_not_read(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetched, "MAX_BYTES", 1024)
    server.answer = lambda asked: reply("x" * 2000)
    assert "larger than 1 KiB" in str(failure(server))


def test_a_document_that_repeats_the_secret_does_not_bring_it_into_a_message(
    server: WebServer,
) -> None:
    server.answer = lambda asked: reply({asked.headers["x-key"]: 1})
    given = {"header": "X-Key", "header_value": "env:A"}
    [result] = collected(server, **given)
    assert result.error == "There is no “queues” at the top. There are: …."
    said = HttpJsonConnector().check(account(server, **given))
    assert said.endswith("answers with JSON: an object of ….")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply(HISTORY), "answers with JSON: an object of queues."),
        (reply([1, 2]), "answers with JSON: a list of 2."),
        (reply(3), "answers with JSON: a number."),
        (reply({}), "answers with JSON: an empty object."),
        (reply({}, 404), "below it there may be"),
    ],
)
def test_a_check_says_what_answered(server: WebServer, answer: Reply, words: str) -> None:
    server.answer = lambda asked: answer
    assert words in HttpJsonConnector().check(account(server))


def test_a_check_fails_where_there_is_no_json(server: WebServer) -> None:
    server.answer = lambda asked: Reply(b"hello")
    with pytest.raises(SourceFailed, match="not JSON"):
        HttpJsonConnector().check(account(server))


@pytest.mark.parametrize(
    ("what", "given", "found"),
    [
        ("lists", {}, ["queues", "queues[0].history"]),
        ("numbers", {}, ["queues[0].depth", "queues[0].history[0].depth"]),
        ("numbers", {"points": "queues[0].history"}, ["depth"]),
        ("times", {"points": "queues[0].history"}, ["at", "depth"]),
    ],
)
def test_what_a_document_holds_can_be_chosen_from(
    server: WebServer, what: str, given: dict[str, str], found: list[str]
) -> None:
    assert HttpJsonConnector().discover(account(server), what, given) == found


@pytest.mark.parametrize(
    ("what", "given", "words"),
    [("colours", {}, "cannot list"), ("numbers", {"points": "nothing"}, "There is no “nothing”")],
)
def test_what_cannot_be_listed_is_said(
    server: WebServer, what: str, given: dict[str, str], words: str
) -> None:
    with pytest.raises(SourceFailed, match=words):
        HttpJsonConnector().discover(account(server), what, given)


def test_a_value_in_a_path_is_escaped() -> None:
    assert HttpJsonConnector().quote("a/b ?") == "a%2Fb%20%3F"
