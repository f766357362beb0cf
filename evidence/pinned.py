"""Connections that go to an address which was checked, and that end in time.

A name is resolved once for each connection, what it resolved to is checked, and the connection
goes to that very address: a name that resolves differently a moment later changes nothing. The
host's name stays in the Host header and in TLS, so certificates are checked as ever.
"""

from __future__ import annotations

import functools
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import certifi
import httpcore
import httpx
from django.conf import settings

from evidence.connectors.base import SourceFailed
from evidence.networks import permitted

deadline: ContextVar[float] = ContextVar("deadline")
"""When what is being asked must have ended, on the monotonic clock."""


class NotPermitted(SourceFailed):
    """Plumbline itself does not go there, whatever stands behind the address."""


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses of the host that may be connected to, at least one.

    Raises SourceFailed where the name is not known, NotPermitted where all that it leads to is
    refused.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SourceFailed(f"The name {host} is not known: no address was found for it.") from None
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = settings.PLUMBLINE_ALLOWED_NETWORKS
    chosen = [number for number in numbers if permitted(number, allowed)]
    if not chosen:
        raise NotPermitted(
            f"{host} leads into a private network, and Plumbline connects to none for a user. Its "
            "operator can allow a network: see PLUMBLINE_ALLOWED_NETWORKS in "
            "docs/network-safety.md."
        )
    return chosen


@functools.cache  # a tenth of a second of our own each time
def trusted() -> ssl.SSLContext:
    """The machine's own certificate authorities (SSL_CERT_FILE counts), and the public ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class PinnedTransport(httpx.BaseTransport):
    """What httpx sends through: no proxy, no repetition, only to checked addresses."""

    def __init__(self, at_once: int) -> None:
        self.pool = httpcore.ConnectionPool(
            ssl_context=trusted(),
            max_connections=at_once,
            network_backend=_CheckedNetwork(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, whose body is still to be read. Raises what httpcore raises."""
        answer = self.pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self.pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects to the first checked address that answers."""

    def __init__(self) -> None:
        self.real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failed: Exception | None = None
        for address in addresses_of(host, port):
            try:
                stream = self.real.connect_tcp(address, port, _left(timeout))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _TimelyStream(stream)
        raise failed or httpcore.ConnectError("no address")


class _TimelyStream(httpcore.NetworkStream):
    """A connection on which everything together ends at the deadline, however it drips."""

    def __init__(self, real: httpcore.NetworkStream) -> None:
        self.real = real

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.real.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.real.write(buffer, _left(timeout))

    def close(self) -> None:
        self.real.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _TimelyStream(self.real.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self.real.get_extra_info(info)


def _left(timeout: float | None) -> float:
    left = deadline.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return min(left, timeout) if timeout is not None else left
