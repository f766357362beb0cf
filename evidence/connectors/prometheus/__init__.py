"""Prometheus, and what speaks its HTTP API: Thanos, Mimir, Cortex, VictoriaMetrics.

The API answers one query a request; a few are asked at once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from evidence.connectors.base import Account, Field, Query, Result, SourceFailed
from evidence.connectors.prometheus.answers import LONGEST, NoPoints, points_in
from evidence.connectors.prometheus.api import AT_ONCE, TOO_LONG_FOR_PROMETHEUS, Server

MOST_LISTED = 1000
LISTED_BACK = dt.timedelta(days=7)
_SPAN = re.compile(r"\$(grain|window)\b")
_LIST = re.compile(
    r"(?P<label>[a-zA-Z_]\w*)(?: of (?P<metric>[a-zA-Z_:][\w:]*))?(?: by (?P<by>.+))?"
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class PrometheusConnector:
    """Series of a Prometheus server, by PromQL. One request for each query."""

    key = "prometheus"
    label = "Prometheus"
    version = "prometheus 1"
    requires = ""
    settings: Sequence[Field] = (
        Field(
            "address",
            "Address",
            "Where the API is found: what comes before /api/v1.",
            kind="address",
            example="https://prometheus.example.org",
        ),
        Field(
            "token",
            "Bearer token",
            "Where the token is found, if one is asked for.",
            kind="secret",
            required=False,
            example="env:PROMETHEUS",
        ),
        Field("user", "User name", "For basic authentication.", required=False),
        Field(
            "password",
            "Password",
            "Where the password is found.",
            kind="secret",
            required=False,
            example="env:PROMETHEUS_PASSWORD",
        ),
        Field(
            "tenant",
            "Tenant",
            "Sent as X-Scope-OrgID: Mimir, Cortex and Loki's kin ask for it.",
            required=False,
        ),
    )
    query_fields: Sequence[Field] = (
        Field(
            "promql",
            "PromQL",
            "A query that gives one series. $grain and $window stand for the probe's own.",
            kind="lines",
            example='sum(increase(http_requests_total{status=~"5.."}[$grain]))',
        ),
        Field(
            "asked",
            "Asked",
            "Range: a point each grain. Instant: once, at the end of the window.",
            kind="choice",
            choices=("range", "instant"),
            default="range",
        ),
    )

    def collect(self, account: Account, queries: Sequence[Query]) -> Iterator[Result]:
        """See `Connector.collect`."""
        if not queries:
            return
        with Server(account) as server:
            yield from _in_order(lambda query: _answer(server, query), queries)

    def quote(self, value: str) -> str:
        """A value as it stands between the double quotes of PromQL."""
        return "".join(_ESCAPES.get(sign) or _printable(sign) for sign in value)

    def calls_for(self, queries: Sequence[Query]) -> int:
        """One each."""
        return len(queries)

    def check(self, account: Account) -> str:
        """What answered, after one query of it."""
        with Server(account) as server:
            try:
                server.ask("query", {"query": "vector(1)"})
            except NoPoints as refused:
                raise SourceFailed(str(refused)) from None
            return f"{_name(server)} answered a query."

    def discover(self, account: Account, what: str, given: Mapping[str, str]) -> list[str]:
        """Names of metrics for `metrics`; else the values of a label in the last 7 days.

        `what` is then a label, with a metric that has it and the labels that narrow it down where
        their values are given: `queue`, `queue of rabbitmq_queue_messages by vhost`.
        """
        label, match = self._asked_for(what, given)
        now = dt.datetime.now(dt.UTC)
        params = {"start": _moment(now - LISTED_BACK), "end": _moment(now), "limit": MOST_LISTED}
        with Server(account) as server:
            try:
                said, _ = server.ask(f"label/{label}/values", params | match)
            except NoPoints as refused:
                raise SourceFailed(str(refused)) from None
        found = said.get("data") if isinstance(said, dict) else None
        if not isinstance(found, list):
            raise SourceFailed("The list that came is not in the format of Prometheus.")
        return sorted(str(value) for value in found)[:MOST_LISTED]

    def _asked_for(self, what: str, given: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        found = _LIST.fullmatch("__name__" if what == "metrics" else what)
        if found is None:
            raise SourceFailed(f"Prometheus cannot list “{what}”.")
        names = [name.strip() for name in (found["by"] or "").split(",")]
        narrow = ", ".join(
            f'{name}="{self.quote(given[name])}"' for name in names if given.get(name)
        )
        if not found["metric"] and not narrow:
            return found["label"], {}
        return found["label"], {"match[]": f"{found['metric'] or ''}{{{narrow}}}"}


def _in_order(ask: Callable[[Query], Result], queries: Sequence[Query]) -> Iterator[Result]:
    """Each query's result in turn, while a few of the next are being asked."""
    ahead: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(AT_ONCE, "prometheus") as pool:
        try:
            for query in queries:
                ahead.append(pool.submit(ask, query))
                if len(ahead) > AT_ONCE:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for left in ahead:
                left.cancel()


def _answer(server: Server, query: Query) -> Result:
    promql = _promql(query)
    path, params, sent = _question(promql, query)
    if not promql:
        return Result(sent, error="The query is empty.")
    try:
        said, body = server.ask(path, params | {"timeout": f"{TOO_LONG_FOR_PROMETHEUS}s"})
        return Result(sent, points_in(said), hashlib.sha256(body).hexdigest())
    except NoPoints as refused:
        return Result(sent, error=str(refused)[:LONGEST])


def _promql(query: Query) -> str:
    lengths = {"grain": query.grain, "window": round((query.end - query.start).total_seconds())}
    text = str(query.fields.get("promql", "")).strip()
    return _SPAN.sub(lambda found: f"{lengths[found[1]]}s", text)


def _question(promql: str, query: Query) -> tuple[str, dict[str, str], str]:
    """Path and parameters, and both as a reader repeats them."""
    end = _moment(query.end)
    if query.fields.get("asked") == "instant":
        return "query", {"query": promql, "time": end}, f"/api/v1/query?time={end}&query={promql}"
    span = {"start": _moment(query.start), "end": end, "step": str(query.grain)}
    shown = "&".join(f"{name}={value}" for name, value in span.items())
    return "query_range", {"query": promql, **span}, f"/api/v1/query_range?{shown}&query={promql}"


def _moment(when: dt.datetime) -> str:
    """Whole milliseconds, never later: a point beyond the end of its window would not count."""
    return f"{when.replace(microsecond=when.microsecond // 1000 * 1000).timestamp():.3f}"


def _printable(sign: str) -> str:
    return sign if sign.isprintable() else "".join(f"\\x{byte:02x}" for byte in sign.encode())


def _name(server: Server) -> str:
    """What it calls itself, where it says so: not everything that speaks the API does."""
    try:
        said, _ = server.ask("status/buildinfo", {})
        return f"Prometheus {str(said['data']['version'])[:40]}"
    except (NoPoints, SourceFailed, KeyError, TypeError):
        return "A server that speaks Prometheus’s API"
