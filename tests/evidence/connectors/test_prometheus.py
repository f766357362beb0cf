"""Prometheus's HTTP API, spoken to a server that answers as Prometheus and its kin do.

tests/services/test_prometheus.py asks a real one.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import hashlib
import json
import math
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.connectors.base import Account, Query, Result, SourceFailed
from evidence.connectors.prometheus import PrometheusConnector
from evidence.connectors.prometheus.answers import NoPoints, points_in
from evidence.evaluate import Point
from tests.web_server import Asked, Reply, WebServer, web_server

END = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
PLANTED = "hunter2-planted"


def reply(answer: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(json.dumps(answer).encode(), status, headers)


def found(kind: str, result: Any, **more: Any) -> dict[str, Any]:
    return {"status": "success", "data": {"resultType": kind, "result": result}, **more}


def matrix(*values: tuple[float, str]) -> dict[str, Any]:
    return found("matrix", [{"metric": {}, "values": [list(pair) for pair in values]}])


def refused(kind: str, words: str) -> dict[str, Any]:
    return {"status": "error", "errorType": kind, "error": words}


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web_server(lambda asked: reply(matrix((END.timestamp(), "1.5")))) as running:
        yield running


def account(server: WebServer, **more: str) -> Account:
    secrets = {"env:A": PLANTED}
    return Account(1, {"address": f"{server.url}/", **more}, secrets.__getitem__)


def query(promql: str = "sum(up)", **fields: str) -> Query:
    return Query({"promql": promql, **fields}, END - 2 * HOUR, END, 3600)


def collected(server: WebServer, *queries: Query, **more: str) -> list[Result]:
    return list(PrometheusConnector().collect(account(server, **more), queries or (query(),)))


def failure(server: WebServer, **more: str) -> SourceFailed:
    with pytest.raises(SourceFailed) as failed:
        collected(server, **more)
    return failed.value


def test_a_range_is_asked_and_its_points_come(server: WebServer) -> None:
    [result] = collected(server)
    assert result.points == (Point(END, 1.5),)
    [asked] = server.asked
    assert (asked.method, asked.path) == ("GET", "/api/v1/query_range")
    assert asked.params == {
        "query": "sum(up)",
        "start": f"{(END - 2 * HOUR).timestamp():.3f}",
        "end": f"{END.timestamp():.3f}",
        "step": "3600",
        "timeout": "25s",
    }
    body = server.answer(asked).body
    assert result.response_hash == hashlib.sha256(body).hexdigest()
    for part in ("query_range", "query=sum(up)", "step=3600", asked.params["start"]):
        assert part in result.sent


@pytest.mark.parametrize("asked", ["range", "instant"])
def test_the_newest_point_never_lies_behind_the_window(server: WebServer, asked: str) -> None:
    """Prometheus gives a point the time that was asked for, in milliseconds."""
    end = END.replace(microsecond=999_700)

    def answer(request: Asked) -> Reply:
        value = [float(request.params.get("time") or request.params["end"]), "1"]
        if asked == "instant":
            return reply(found("vector", [{"metric": {}, "value": value}]))
        return reply(found("matrix", [{"metric": {}, "values": [value]}]))

    server.answer = answer
    [result] = collected(server, Query({"promql": "up", "asked": asked}, end - HOUR, end, 3600))
    assert [point.at for point in result.points] == [end.replace(microsecond=999_000)]


def test_an_instant_is_asked_once_at_the_end(server: WebServer) -> None:
    server.answer = lambda asked: reply(
        found("vector", [{"metric": {"job": "a"}, "value": [END.timestamp(), "3"]}])
    )
    [result] = collected(server, query(asked="instant"))
    assert result.points == (Point(END, 3.0),)
    assert server.asked[0].path == "/api/v1/query"
    assert server.asked[0].params["time"] == f"{END.timestamp():.3f}"


def test_the_lengths_of_the_probe_stand_in_the_query(server: WebServer) -> None:
    collected(server, query("rate(a[$grain]) / rate(b[$window]) offset $grainy"))
    assert server.asked[0].params["query"] == "rate(a[3600s]) / rate(b[7200s]) offset $grainy"


def test_a_long_query_is_sent_as_a_form(server: WebServer) -> None:
    long = f'up{{job=~"{"a|" * 800}b"}}'
    [result] = collected(server, query(long))
    assert result.points
    assert (server.asked[0].method, server.asked[0].params["query"]) == ("POST", long)


def test_many_queries_keep_their_order_and_are_counted(server: WebServer) -> None:
    def late_first(asked: Asked) -> Reply:
        number = int(asked.params["query"])
        time.sleep(0.05 if number % 4 == 0 else 0)
        return reply(matrix((END.timestamp(), str(number))))

    server.answer = late_first
    asking = account(server)
    queries = [query(str(number)) for number in range(20)]
    results = list(PrometheusConnector().collect(asking, queries))
    assert [result.points[0].value for result in results] == list(range(20))
    assert asking.calls == PrometheusConnector().calls_for(queries) == 20


def test_what_was_collected_before_a_failure_stands(server: WebServer) -> None:
    server.answer = lambda asked: (
        reply({}, 500) if asked.params["query"] == "8" else reply(matrix((0, "1")))
    )
    results = PrometheusConnector().collect(account(server), [query(str(n)) for n in range(9)])
    taken = [next(results) for _ in range(8)]
    assert all(result.points for result in taken)
    with pytest.raises(SourceFailed, match="status 500"):
        next(results)


def test_no_query_is_no_call(server: WebServer) -> None:
    assert list(PrometheusConnector().collect(account(server), [])) == []
    assert not server.asked


@pytest.mark.parametrize(
    ("more", "header", "value"),
    [
        ({"token": "env:A"}, "authorization", f"Bearer {PLANTED}"),
        (
            {"user": "ann", "password": "env:A"},
            "authorization",
            f"Basic {base64.b64encode(f'ann:{PLANTED}'.encode()).decode()}",
        ),
        ({"user": "ann"}, "authorization", "Basic YW5uOg=="),
        ({"tenant": "team-a"}, "x-scope-orgid", "team-a"),
    ],
)
def test_credentials_are_sent(
    server: WebServer, more: dict[str, str], header: str, value: str
) -> None:
    collected(server, **more)
    assert server.asked[0].headers[header] == value


def test_settings_that_cannot_work_are_said(server: WebServer) -> None:
    both = {"token": "env:A", "user": "ann"}
    assert "not both" in str(failure(server, **both))
    assert "leave out" in str(failure(server, address=f"{server.url}/?dedup=true"))
    assert "not a whole one" in str(failure(server, address="prometheus"))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply(refused("bad_data", "1:5: parse error: oops"), 400), "1:5: parse error: oops"),
        (reply(refused("execution", "too many samples"), 422), "too many samples"),
        (reply(refused("timeout", "query timed out"), 503), "query timed out"),
        (reply(refused("canceled", "context canceled"), 503), "context canceled"),
        (reply(refused("bad_data", "x" * 5000), 400), "…"),
        (reply(found("matrix", [{"values": []}, {"values": []}])), "gives 2 series"),
        (reply(found("matrix", [{"metric": {}, "histograms": []}])), "histogram_quantile"),
        (reply(found("vector", [{"metric": {}, "histogram": []}])), "histogram_quantile"),
        (reply(found("string", [1, "a"])), "gives a string"),
        (reply(matrix((1, "1")) | {"warnings": ["receive series: no store"]}), "no store"),
        (reply(matrix((1, "1")) | {"isPartial": True}), "only partial"),
        (reply(matrix((1, "one"))), "cannot be read"),
        (reply(matrix((1e300, "1"))), "cannot be read"),
        (reply(found("matrix", [{"values": [["now"]]}])), "cannot be read"),
        (reply({"status": "success"}), "cannot be read"),
        (reply(["success"]), "cannot be read"),
    ],
)
def test_one_query_that_fails_harms_no_other(server: WebServer, answer: Reply, words: str) -> None:
    good = reply(matrix((END.timestamp(), "1")))
    server.answer = lambda asked: answer if asked.params["query"] == "bad" else good
    first, second, third = collected(server, query(), query("bad"), query("max(up)"))
    assert first.points
    assert third.points
    assert (second.points, len(second.error) <= 300) == ((), True)
    assert words in second.error


def test_a_query_that_is_empty_is_not_sent(server: WebServer) -> None:
    [result] = collected(server, query("  "))
    assert result.error == "The query is empty."
    assert not server.asked


def test_hints_that_change_nothing_are_no_error(server: WebServer) -> None:
    server.answer = lambda asked: reply(
        matrix((END.timestamp(), "1"))
        | {"infos": ["metric might not be a counter"], "warnings": [], "isPartial": False}
    )
    [result] = collected(server)
    assert (result.error, len(result.points)) == ("", 1)


@pytest.mark.parametrize("answer", [found("matrix", []), found("vector", []), matrix((1, "NaN"))])
def test_nothing_found_is_no_points(server: WebServer, answer: dict[str, Any]) -> None:
    server.answer = lambda asked: reply(answer)
    [result] = collected(server)
    assert (result.points, result.error) == ((), "")


def test_what_is_not_a_number_is_no_point_and_infinity_stays() -> None:
    points = points_in(matrix((1, "NaN"), (2, "+Inf"), (3, "-Inf"), (4, "2e3")))
    assert [point.value for point in points] == [math.inf, -math.inf, 2000.0]
    assert points_in(found("scalar", [1, "7"]))[0].value == 7.0
    raw = points_in(found("matrix", [{"metric": {}, "values": [[1.25, "1"]]}]))
    assert raw[0].at == dt.datetime.fromtimestamp(1.25, dt.UTC)


@settings(max_examples=100)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["values", "value", "histogram", "resultType", "result"]), inner
            )
        ),
        max_leaves=8,
    ),
    st.sampled_from(["matrix", "vector", "scalar", "string"]),
)
def test_any_answer_is_read_or_refused(result: Any, kind: str) -> None:
    with contextlib.suppress(NoPoints):
        points_in(found(kind, result))


@pytest.mark.parametrize(
    ("answer", "words", "wait"),
    [
        (Reply(b"Unauthorized", 401), "does not accept the credentials", None),
        (Reply(b"", 403), "does not let the credentials", None),
        (Reply(b"<html>", 404), "has no Prometheus API", None),
        (reply(refused("too_many_requests", "slow down"), 429), "asked too often", None),
        (Reply(b"", 429, {"Retry-After": "120"}), "asked too often", 120),
        (Reply(b"", 503, {"Retry-After": "60"}), "not available now", 60),
        (reply(refused("internal", "disk is full"), 500), "disk is full", None),
        (Reply(b"<html>", 502), "status 502", None),
        (Reply(b"<html>welcome</html>", 200), "is not Prometheus", None),
        (Reply(b"", 304), "is not Prometheus", None),
    ],
)
def test_a_server_that_fails_says_what_is_wrong(
    server: WebServer, answer: Reply, words: str, wait: int | None
) -> None:
    server.answer = lambda asked: answer
    failed = failure(server)
    assert words in str(failed)
    assert failed.retry_after == (None if wait is None else dt.timedelta(seconds=wait))


def test_a_server_that_is_not_there_is_said(server: WebServer) -> None:
    assert "cannot be reached" in str(failure(server, address="http://127.0.0.1:1024"))


@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_secret_that_is_repeated_is_not_told_on(server: WebServer, status: int) -> None:
    server.answer = lambda asked: reply(
        refused("bad_data", f"you sent {asked.headers['authorization']}"), status
    )
    for more in (
        {"token": "env:A"},
        {"user": "ann", "password": "env:A"},
    ):
        sent_as = base64.b64encode(f"ann:{PLANTED}".encode()).decode()
        words = (
            collected(server, **more)[0].error if status == 400 else str(failure(server, **more))
        )
        assert "you sent" in words
        assert PLANTED not in words
        assert sent_as not in words


def test_a_source_is_checked_by_a_query(server: WebServer) -> None:
    server.answer = lambda asked: reply(
        {"status": "success", "data": {"version": "2.42.0"}}
        if "buildinfo" in asked.path
        else found("vector", [])
    )
    assert PrometheusConnector().check(account(server)) == "Prometheus 2.42.0 answered a query."
    server.answer = lambda asked: (
        Reply(status=404) if "buildinfo" in asked.path else reply(found("vector", []))
    )
    assert "speaks Prometheus" in PrometheusConnector().check(account(server))
    server.answer = lambda asked: Reply(status=401)
    with pytest.raises(SourceFailed, match="401"):
        PrometheusConnector().check(account(server))
    server.answer = lambda asked: reply(refused("bad_data", "no org id"), 400)
    with pytest.raises(SourceFailed, match="no org id"):
        PrometheusConnector().check(account(server))


@pytest.mark.parametrize(
    ("what", "path", "match"),
    [
        ("metrics", "__name__", None),
        ("job", "job", None),
        ("queue by vhost", "queue", '{vhost="a\\"b"}'),
        ("queue by other", "queue", None),
        ("queue of rabbitmq_queue_messages", "queue", "rabbitmq_queue_messages{}"),
        ("queue of m by vhost, other", "queue", 'm{vhost="a\\"b"}'),
    ],
)
def test_what_there_is_to_watch_is_listed(
    server: WebServer, what: str, path: str, match: str | None
) -> None:
    server.answer = lambda asked: reply({"status": "success", "data": ["b", "a"]})
    listed = PrometheusConnector().discover(account(server), what, {"vhost": 'a"b', "other": ""})
    assert listed == ["a", "b"]
    assert server.asked[0].path == f"/api/v1/label/{path}/values"
    assert server.asked[0].params.get("match[]") == match
    span = float(server.asked[0].params["end"]) - float(server.asked[0].params["start"])
    assert span == pytest.approx(7 * 86400)


def test_a_list_that_cannot_be_had_is_said(server: WebServer) -> None:
    def listed(what: str) -> list[str]:
        return PrometheusConnector().discover(account(server), what, {})

    with pytest.raises(SourceFailed, match="cannot list"):
        listed("../admin")
    with pytest.raises(SourceFailed, match="not in the format"):
        listed("metrics")
    server.answer = lambda asked: reply(refused("bad_data", "invalid label"), 400)
    with pytest.raises(SourceFailed, match="invalid label"):
        listed("metrics")
    server.answer = lambda asked: reply(
        {"status": "success", "data": [f"{number:05}" for number in range(3000)]}
    )
    assert len(listed("metrics")) == 1000


def test_a_value_cannot_leave_its_quotes() -> None:
    quote = PrometheusConnector().quote
    assert quote("orders") == "orders"
    assert quote('a"} or up{x="') == 'a\\"} or up{x=\\"'
    assert quote("a\\") == "a\\\\"
    assert quote("a\nb\x07é") == "a\\nb\\x07é"
