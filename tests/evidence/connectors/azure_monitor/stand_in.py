"""A server that speaks, over real TLS, the parts of Azure's REST protocols that we call.

The token endpoint of Entra ID, `metrics:getBatch` of the metrics' data plane (2024-02-01) and the
list of resources of Resource Manager, as Azure documents them. It is as strict as the real one
is said to be: wrong names, intervals and batches are refused as a whole.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.evidence.connectors.azure_monitor.certificate import certificate

SUBSCRIPTION = "0b1f6471-1bf0-4dda-aec3-111122223333"
TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
CLIENT = "11112222-3333-4444-5555-666677778888"
SECRET = "a-planted-client-secret"
TOKEN = "a-planted-access-token"
REGION = "westeurope"

LENGTHS = {
    "PT1M": 60,
    "PT5M": 300,
    "PT15M": 900,
    "PT30M": 1800,
    "PT1H": 3600,
    "PT6H": 21600,
    "PT12H": 43200,
    "P1D": 86400,
}
AGGREGATIONS = {"average", "minimum", "maximum", "total", "count"}
CONDITION = re.compile(r"(\w+) eq '((?:[^']|'')*)'")

Answer = tuple[int, Mapping[str, str], bytes]
Value = Callable[[dt.datetime], float | None]


def resource(name: str, kind: str = "Microsoft.Logic/workflows", group: str = "shop") -> str:
    """A whole resource id; `kind` may have several levels, and `name` as many parts."""
    provider, *types = kind.split("/")
    pairs = zip(types, name.split("/"), strict=True)
    rest = "".join(f"/{one}/{its}" for one, its in pairs)
    return f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/providers/{provider}{rest}"


def error(status: int, code: str, message: str, **headers: str) -> Answer:
    """An error as Azure words it."""
    body = json.dumps({"error": {"code": code, "message": message}}).encode()
    return status, {"Content-Type": "application/json", **headers}, body


@dataclass
class Series:
    """One series of a metric: its dimensions and its value in each interval (None: none)."""

    value: Value
    dimensions: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Azure:
    """What the server knows, what it was asked, and what it is told to answer instead.

    `instead` holds answers for the next requests of the data plane, in order; None lets one
    through; likewise those of the sign-in and of the list. `rewrite` may change the content of a
    good answer before it is sent.
    """

    metrics: dict[tuple[str, str], list[Series]] = field(default_factory=dict)
    error_codes: dict[tuple[str, str], str] = field(default_factory=dict)
    listed: list[dict[str, Any]] = field(default_factory=list)
    page_size: int = 100
    instead: list[Answer | None] = field(default_factory=list)
    sign_in_instead: list[Answer] = field(default_factory=list)
    list_instead: list[Answer] = field(default_factory=list)
    rewrite: Callable[[dict[str, Any]], Any] = lambda content: content
    next_link: str = ""
    clock_ahead: float = 0.0
    cut_after: int | None = None
    requests: list[str] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    signed_in: list[dict[str, str]] = field(default_factory=list)

    def has(self, resource_id: str, metric: str, *series: Series) -> None:
        """From now on this resource has this metric."""
        self.metrics[resource_id.lower(), metric.lower()] = list(series)

    def knows(self, resource_id: str) -> bool:
        """Whether it has any metric of the resource."""
        return any(known == resource_id.lower() for known, _ in self.metrics)


class AzureStandIn:
    """The server, running while it is entered. `state` may be changed meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.state = Azure()
        key, own = certificate()
        self.authorities = folder / "azure-authority.pem"
        self.authorities.write_bytes(own)
        both = folder / "azure-server.pem"
        both.write_bytes(key + own)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        state = self.state

        class Handler(_Handler):
            azure = state

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.address = f"https://127.0.0.1:{self.server.server_address[1]}"
        Handler.address = self.address

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    def settings(self, **changed: str) -> dict[str, str]:
        """The settings of a source that is read from here."""
        return {
            "subscription": SUBSCRIPTION,
            "region": REGION,
            "tenant": TENANT,
            "client": CLIENT,
            "secret": "env:AZURE",
            "endpoint": self.address,
            "authority": self.address,
            "management": self.address,
        } | changed


class _Handler(BaseHTTPRequestHandler):
    azure: Azure
    address = ""
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one piece: sent in two, the second waits for the first's receipt
    disable_nagle_algorithm = True

    def log_message(self, *_args: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self._handle(b"")

    def do_POST(self) -> None:
        self._handle(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _handle(self, body: bytes) -> None:
        url = urlsplit(self.path)
        self.azure.requests.append(f"{self.command} {url.path}")
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path.endswith("/.well-known/openid-configuration"):
            self._send(_json(self._description(url.path.split("/")[1])))
        elif url.path.endswith("/oauth2/v2.0/token"):
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            self._send(self._token(form))
        elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._send(error(401, "AuthenticationFailed", "Authentication failed."))
        elif url.path == f"/subscriptions/{SUBSCRIPTION}/metrics:getBatch":
            self._send(self._batch(query, json.loads(body)))
        elif url.path == f"/subscriptions/{SUBSCRIPTION}/resources":
            self._send(self._resources(query))
        else:
            self._send(error(404, "SubscriptionNotFound", "The subscription was not found."))

    def _send(self, answer: Answer) -> None:
        status, headers, body = answer
        self.send_response_only(status)
        self.send_header("Date", formatdate(time.time() + self.azure.clock_ahead, usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        cut = self.azure.cut_after
        self.wfile.write(body if cut is None or "getBatch" not in self.path else body[:cut])
        if cut is not None and "getBatch" in self.path:
            self.close_connection = True

    def _description(self, tenant: str) -> dict[str, object]:
        base = f"{self.address}/{tenant}"
        return {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
        }

    def _token(self, form: dict[str, str]) -> Answer:
        self.azure.signed_in.append(form)
        if self.azure.sign_in_instead:
            return self.azure.sign_in_instead.pop(0)
        if form.get("client_secret") != SECRET:
            return sign_in_error("AADSTS7000215: Invalid client secret provided.")
        return _json({"token_type": "Bearer", "expires_in": 3599, "access_token": TOKEN})

    def _batch(self, query: dict[str, str], body: dict[str, Any]) -> Answer:
        self.azure.asked.append({**query, **body})
        if self.azure.instead:
            answer = self.azure.instead.pop(0)
            if answer is not None:
                return answer
        wrong = self._refusal(query, body)
        if wrong:
            return error(400, "BadRequest", wrong)
        values = [self._of_resource(query, each) for each in body["resourceids"]]
        return _json(self.azure.rewrite({"values": values}))

    def _refusal(self, query: dict[str, str], body: dict[str, Any]) -> str:
        """Why the request is refused as a whole, or nothing."""
        ids = body.get("resourceids", [])
        kinds = {re.sub(r"/([^/]+)/[^/]+", r"/\1", each.split("/providers/")[1]) for each in ids}
        ours = all(f"/subscriptions/{SUBSCRIPTION}/" in each for each in ids)
        aggregations = set(query.get("aggregation", "").split(","))
        rules = {
            "The api-version is not supported.": query.get("api-version") == "2024-02-01",
            "Between 1 and 50 resource ids can be given.": 1 <= len(ids) <= 50,
            "Resource ids must be unique.": len({each.lower() for each in ids}) == len(ids),
            "Resources must be of one subscription and one type.": ours and len(kinds) == 1,
            "Detected invalid time grain input.": query.get("interval") in LENGTHS,
            "The aggregation is not supported.": aggregations <= AGGREGATIONS,
        }
        broken = [said for said, kept in rules.items() if not kept]
        return broken[0] if broken else self._unknown(query["metricnames"].split(","), ids)

    def _unknown(self, names: list[str], ids: list[str]) -> str:
        known = self.azure.metrics
        for each in ids:
            if not self.azure.knows(each):
                return f"The resource {each} was not found."
            for name in names:
                if (each.lower(), name.lower()) not in known:
                    return f"Failed to find metric configuration for metric: {name}."
        return ""

    def _of_resource(self, query: dict[str, str], resource_id: str) -> dict[str, Any]:
        metrics = [
            self._metric(query, resource_id, name) for name in query["metricnames"].split(",")
        ]
        return {
            "starttime": query["starttime"],
            "endtime": query["endtime"],
            "interval": query["interval"],
            "namespace": query["metricnamespace"],
            "resourceregion": REGION,
            # The case of ids is not kept by Azure: nobody may rely on it.
            "resourceid": resource_id.replace("/resourceGroups/", "/resourcegroups/"),
            "value": metrics,
        }

    def _metric(self, query: dict[str, str], resource_id: str, name: str) -> dict[str, Any]:
        known = self.azure.metrics[resource_id.lower(), name.lower()]
        code = self.azure.error_codes.get((resource_id.lower(), name.lower()), "Success")
        metric: dict[str, Any] = {
            "id": f"{resource_id}/providers/Microsoft.Insights/metrics/{name}",
            "type": "Microsoft.Insights/metrics",
            "name": {"value": name, "localizedValue": name},
            "displayDescription": "",
            "unit": "Count",
            "timeseries": [],
            "errorCode": code,
        }
        if code != "Success":
            return {**metric, "errorMessage": "The metric could not be read."}
        wanted: dict[str, set[str]] = {}
        for dimension, value in CONDITION.findall(query.get("filter", "")):
            wanted.setdefault(dimension.lower(), set()).add(value.replace("''", "'"))
        chosen = [each for each in known if _matches(each, wanted)]
        top = int(query.get("top", 10)) if wanted else 1
        metric["timeseries"] = [_series(query, each, wanted) for each in chosen[:top]]
        return metric

    def _resources(self, query: dict[str, str]) -> Answer:
        if self.azure.list_instead:
            return self.azure.list_instead.pop(0)
        wanted = re.fullmatch(r"resourceType eq '([^']+)'", query.get("$filter", ""))
        if not wanted or query.get("api-version") != "2021-04-01":
            return error(400, "InvalidFilterInQueryString", "The filter is not supported.")
        every = [each for each in self.azure.listed if each["type"].lower() == wanted[1].lower()]
        start = int(query.get("$skiptoken", 0))
        end = start + self.azure.page_size
        page: dict[str, Any] = {"value": every[start:end]}
        if end < len(every):
            onward = self.azure.next_link or self.address
            page["nextLink"] = f"{onward}{self.path.split('&$skiptoken')[0]}&$skiptoken={end}"
        return _json(page)


def sign_in_error(description: str) -> Answer:
    """What the token endpoint says when it refuses."""
    content = {"error": "invalid_client", "error_description": description}
    return 401, {"Content-Type": "application/json"}, json.dumps(content).encode()


def listed(name: str, kind: str, word: str = "", location: str = REGION) -> dict[str, Any]:
    """An entry of Resource Manager's list."""
    return {
        "id": resource(name, kind),
        "name": name,
        "type": kind,
        "kind": word,
        "location": location,
    }


def _json(content: object) -> Answer:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return 200, headers, body


def _matches(series: Series, wanted: Mapping[str, set[str]]) -> bool:
    has = {name.lower(): value for name, value in series.dimensions.items()}
    return all("*" in values or has.get(name) in values for name, values in wanted.items())


def _series(query: dict[str, str], series: Series, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Intervals count from the start that was asked for, whatever it is; the last may be short."""
    length = dt.timedelta(seconds=LENGTHS[query["interval"]])
    at = dt.datetime.fromisoformat(query["starttime"])
    end = dt.datetime.fromisoformat(query["endtime"])
    data: list[dict[str, Any]] = []
    while at < end:
        entry: dict[str, Any] = {"timeStamp": at.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")}
        value = series.value(at)
        if value is not None:
            entry |= dict.fromkeys(query["aggregation"].split(","), value)
        data.append(entry)
        at += length
    named = [
        {"name": {"value": name.lower(), "localizedValue": name.lower()}, "value": value}
        for name, value in series.dimensions.items()
        if name.lower() in wanted
    ]
    return {"metadatavalues": named, "data": data}


def constant(value: float | None, names: Sequence[str] = ()) -> Series:
    """A series that has the same value in every interval."""
    return Series(lambda _at: value, dict(zip(names[::2], names[1::2], strict=True)))
