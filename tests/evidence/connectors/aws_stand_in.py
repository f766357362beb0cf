"""A server that speaks the wire protocols of AWS as far as the connector needs them.

GetMetricData is answered in JSON 1.0, as botocore asks for it, with a point for every interval;
anything else, and any fault, is put into `replies` by the test. Run as a program it prints its
address and serves until it is ended: so that the benchmark's own process does not serve.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import math
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Body = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """An answer: JSON where `body` is a mapping, else as it is."""

    body: Body | str = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    close: bool = False

    @property
    def data(self) -> bytes:
        """What goes over the wire."""
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


def refusal(code: str, message: str = "", status: int = 400, **headers: str) -> Reply:
    """An error as the JSON services send it."""
    return Reply({"__type": f"com.amazonaws#{code}", "message": message}, status, headers)


def value_at(start: int) -> float:
    """A daily wave, the same every time."""
    return round(100 + 40 * math.sin(start / 86400 * 2 * math.pi), 6)


def series_of(query: Body, asked: Body) -> Body:
    """One result with a point for every whole interval that was asked for, oldest first."""
    stat = query.get("MetricStat")
    period = stat["Period"] if stat else query.get("Period", 3600)
    starts = range(int(asked["StartTime"]), int(asked["EndTime"]), period)
    return {
        "Id": query["Id"],
        "Label": stat["Metric"]["MetricName"] if stat else query["Id"],
        "Timestamps": [float(start) for start in starts],
        "Values": [value_at(start) for start in starts],
        "StatusCode": "Complete",
    }


def metric_data(asked: Body) -> Reply:
    """What GetMetricData answers where nothing is wrong; a page over the limits is refused."""
    queries = asked["MetricDataQueries"]
    if len(queries) > 500:
        return refusal("ValidationError", "The collection MetricDataQueries must not exceed 500.")
    shown = [query for query in queries if query.get("ReturnData", True)]
    return Reply({"MetricDataResults": [series_of(query, asked) for query in shown]})


def usage(asked: Body) -> Reply:
    """A third of the hours of each day on Spot."""
    first, end = (dt.date.fromisoformat(asked["TimePeriod"][side]) for side in ("Start", "End"))
    days = [first + dt.timedelta(days=number) for number in range((end - first).days)]
    groups = [
        {"Keys": [bought], "Metrics": {"UsageQuantity": {"Amount": hours, "Unit": "Hrs"}}}
        for bought, hours in (("Spot Instances", "8.0"), ("On Demand Instances", "16.0"))
    ]
    return Reply(
        {
            "ResultsByTime": [
                {
                    "TimePeriod": {
                        "Start": day.isoformat(),
                        "End": (day + dt.timedelta(days=1)).isoformat(),
                    },
                    "Groups": groups,
                }
                for day in days
            ]
        }
    )


EVERYTHING: dict[str, Callable[[Body], Reply]] = {
    "GetMetricData": metric_data,
    "GetCostAndUsage": usage,
    "GetQueueUrl": lambda asked: Reply({"QueueUrl": f"https://sqs/1/{asked['QueueName']}"}),
    "GetQueueAttributes": lambda asked: Reply(
        {"Attributes": dict.fromkeys(asked["AttributeNames"], "4")}
    ),
    "GET": lambda asked: Reply({"Timeout": 30}),
}
"""Whatever a preset asks for is there."""


@dataclass
class StandIn:
    """What was asked, by operation, and what is answered: the replies first, then the rule."""

    url: str = ""
    asked: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))
    replies: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    rules: dict[str, Callable[[Body], Reply]] = field(default_factory=dict)
    remember: bool = True

    def answer(self, operation: str, body: Body) -> Reply:
        """The next reply for this operation."""
        if self.remember:
            self.asked[operation].append(body)
        if self.replies[operation]:
            return self.replies[operation].pop(0)
        rule = self.rules.get(operation) or self.rules.get(operation.partition(" ")[0])
        return rule(body) if rule else refusal("UnknownOperationException", operation, 404)


class Handler(BaseHTTPRequestHandler):
    """Finds out the operation, whatever the protocol of the service."""

    protocol_version = "HTTP/1.1"
    stand_in: StandIn

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        target = self.headers.get("X-Amz-Target", "")
        if target:
            self._give(self.stand_in.answer(target.rpartition(".")[2], json.loads(text)))
        else:
            form = {name: values[0] for name, values in parse_qs(text).items()}
            self._give(self.stand_in.answer(form.get("Action", ""), form))

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self._give(self.stand_in.answer(f"GET {path}", {}))

    def _give(self, reply: Reply) -> None:
        if reply.close:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(reply.data)))
        self.end_headers()
        self.wfile.write(reply.data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name there)
        pass


@contextlib.contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    """The stand-in behind an address of this machine."""
    handler = type("Bound", (Handler,), {"stand_in": stand_in})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Serve whatever a preset asks for until standard input is closed."""
    with serving(StandIn(rules=EVERYTHING, remember=False)) as stand_in:
        print(stand_in.url, flush=True)  # noqa: T201  (the address is its output)
        with contextlib.suppress(EOFError):
            input()


if __name__ == "__main__":
    main()
