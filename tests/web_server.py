"""A real HTTP server on this machine that answers as a test says and remembers the questions."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """What is answered. `parts`, where given, are sent one by one instead of `body`."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    parts: Iterator[bytes] | None = None


@dataclass
class WebServer:
    """`url` has no slash at its end; `answer` may be changed at any time."""

    url: str
    answer: Callable[[Asked], Reply]
    asked: list[Asked] = field(default_factory=list)

    @property
    def port(self) -> int:
        """The port it listens on."""
        port = urlsplit(self.url).port
        assert port is not None
        return port


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    told: WebServer

    def handle_error(self, *words: object) -> None:
        """A client that goes away early is meant in these tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listening

    def do_GET(self) -> None:
        self._reply(self._asked(urlsplit(self.path).query))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._reply(self._asked(self.rfile.read(length).decode()))

    def log_message(self, *words: object) -> None:
        """Nothing: the tests look at what was asked."""

    def _asked(self, form: str) -> Asked:
        params = {name: values[-1] for name, values in parse_qs(form).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, urlsplit(self.path).path, params, headers)
        self.server.told.asked.append(asked)
        return asked

    def _reply(self, asked: Asked) -> None:
        reply = self.server.told.answer(asked)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.close_connection = reply.parts is not None
        if reply.parts is None:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        for part in reply.parts or [reply.body]:
            self.wfile.write(part)
            self.wfile.flush()


@contextmanager
def web_server(
    answer: Callable[[Asked], Reply], tls: ssl.SSLContext | None = None
) -> Iterator[WebServer]:
    """A server on 127.0.0.1 for as long as the context lasts."""
    with _Listening(("127.0.0.1", 0), _Handler) as listening:
        if tls is not None:
            listening.socket = tls.wrap_socket(listening.socket, server_side=True)
        scheme = "http" if tls is None else "https"
        listening.told = WebServer(f"{scheme}://127.0.0.1:{listening.server_address[1]}", answer)
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield listening.told
        finally:
            listening.shutdown()
            thread.join()
