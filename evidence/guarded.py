"""The one client through which the server fetches what a user gave the address of.

It speaks http and https on the usual ports, and only to addresses that are public or that the
operator allows (docs/network-safety.md). It follows redirects of questions by checking each, and
takes no headers along to another host. It stops at a size and at a time, keeps no cookies, and
takes neither proxies nor passwords from the environment. Whatever goes wrong is SourceFailed, in
a sentence that names the host and no more of the address.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Any, Self

import httpcore
import httpx

from evidence.connectors.base import SourceFailed
from evidence.pinned import NotPermitted, PinnedTransport, addresses_of, deadline

SECONDS = 30.0
MAX_BYTES = 16 * 1024 * 1024
REDIRECTS = 5
LONGEST_REST = dt.timedelta(days=1)
NOT_WHOLE = "The address is not a whole one: it begins https:// or http://."
# They write whole addresses into the log, and what somebody put into one may be a secret.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

_REDIRECT = frozenset({301, 302, 303, 307, 308})
_HEADER = re.compile(r"[\x20-\x7e]*")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `body` is decompressed, `url` where the redirects led to."""

    status: int
    headers: httpx.Headers
    body: bytes
    url: str = ""

    def json(self) -> Any:
        """What the body says in JSON. Raises ValueError where it is none."""
        try:
            return json.loads(self.body)
        except RecursionError:
            raise ValueError("The JSON is nested too deeply.") from None

    @property
    def retry_after(self) -> dt.timedelta | None:
        """How long it asks to be left alone, at most a day; None where it does not."""
        text = self.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdecimal() and len(text) < 10:
            return min(dt.timedelta(seconds=int(text)), LONGEST_REST)
        try:
            left = parsedate_to_datetime(text) - dt.datetime.now(dt.UTC)
        except (TypeError, ValueError):
            return None
        return max(dt.timedelta(), min(left, LONGEST_REST))


class TooLarge(SourceFailed):
    """There is an answer, with that status, and it is larger than what is read."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class GuardedClient:
    """Asks one or more servers. Keeps connections open until it is closed; threads may share it.

    `seconds` is the time for one question with all its redirects; `max_bytes` what an answer may
    have at most, decompressed. `on_send` is called before each request, redirects included. With
    `stays` a redirect to another scheme, host or port is refused.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        max_bytes: int = MAX_BYTES,
        at_once: int = 4,
        on_send: Callable[[], None] = lambda: None,
        stays: bool = False,
    ) -> None:
        self.stays = stays
        self.seconds = seconds
        self.max_bytes = max_bytes
        self.on_send = on_send
        self.client = httpx.Client(
            transport=PinnedTransport(at_once),
            trust_env=False,
            timeout=seconds,
            headers={"User-Agent": "Plumbline"},
        )
        self.client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self.client.close()

    def get(
        self,
        address: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to a question, whatever its status; redirects are followed.

        `params` are added to those of the address. Raises SourceFailed.
        """
        url = _parsed(address)
        with self._timed():
            for _ in range(REDIRECTS + 1):
                answer, onward = self._sent("GET", url, headers, params=params)
                if onward is None:
                    return answer
                if onward.scheme == "http" and url.scheme == "https":
                    raise NotPermitted(f"{place(url)} leads on without encryption: not followed.")
                if _origin(onward) != _origin(url):
                    if self.stays:
                        raise _leads_on(url, onward)
                    headers = None  # they may hold a secret that is meant for the first host
                url, params = onward, None
        raise SourceFailed(f"{place(url)} leads on and on: {REDIRECTS} redirects were followed.")

    def post(
        self,
        address: str,
        *,
        data: Mapping[str, Any],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to a form that is sent, whatever its status but a redirect.

        Raises SourceFailed, for a redirect too.
        """
        url = _parsed(address)
        with self._timed():
            answer, onward = self._sent("POST", url, headers, data=data)
        if onward is not None:
            raise _leads_on(url, onward)
        return answer

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        token = deadline.set(time.monotonic() + self.seconds)
        try:
            yield
        finally:
            deadline.reset(token)

    def _sent(
        self, method: str, url: httpx.URL, headers: Mapping[str, str] | None, **content: Any
    ) -> tuple[Answer, httpx.URL | None]:
        """The answer to one request, and where it leads on."""
        if not all(_HEADER.fullmatch(value) for value in (headers or {}).values()):
            raise SourceFailed(
                "A secret or a header holds signs that HTTP does not allow, such as a line's end."
            )
        request = self.client.build_request(method, url, headers=headers, **content)
        self.on_send()
        try:
            response = self.client.send(request, stream=True, follow_redirects=False)
            with contextlib.closing(response):
                body = self._read(response, url)
        except (httpcore.TimeoutException, httpx.TimeoutException):
            raise SourceFailed(
                f"{place(url)} gave no whole answer within {self.seconds:g} seconds."
            ) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError) as error:
            raise SourceFailed(_failure(error, place(url))) from None
        answer = Answer(response.status_code, response.headers, body, str(request.url))
        return answer, _onward(response, url)

    def _read(self, response: httpx.Response, url: httpx.URL) -> bytes:
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > self.max_bytes:
                raise TooLarge(
                    f"The answer of {place(url)} is larger than {self.max_bytes // 1024:,} KiB.",
                    response.status_code,
                )
        return bytes(body)


def checked_address(address: str) -> str:
    """The address as it is, where the server may connect to it now; raises SourceFailed.

    For those that must leave the connection to a provider's client. That client resolves the name
    again: an address which is not the operator's own belongs into GuardedClient instead.
    """
    url = _parsed(address)
    addresses_of(url.host, _port(url))
    return address


def place(url: httpx.URL) -> str:
    """The part of an address that may be shown: what leads to the host."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _parsed(address: str) -> httpx.URL:
    """Raises SourceFailed unless the address is one that may be asked at all."""
    try:
        url = httpx.URL(address.strip())
    except httpx.InvalidURL:
        raise SourceFailed(NOT_WHOLE) from None
    if url.scheme not in ("http", "https") or not url.host:
        raise NotPermitted(NOT_WHOLE)
    if url.userinfo:
        raise NotPermitted(
            "The address holds a user name or password: name those in settings of their own."
        )
    port = _port(url)
    if port not in (80, 443) and not 1024 <= port <= 65535:
        raise NotPermitted(f"Port {port} is none of 80, 443 and 1024 to 65535.")
    return url


def _port(url: httpx.URL) -> int:
    return url.port if url.port is not None else 443 if url.scheme == "https" else 80


def _leads_on(url: httpx.URL, onward: httpx.URL) -> SourceFailed:
    return SourceFailed(f"{place(url)} leads on to {place(onward)}: give that address.")


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, _port(url)


def _onward(response: httpx.Response, url: httpx.URL) -> httpx.URL | None:
    location = response.headers.get("location", "")
    if response.status_code not in _REDIRECT or not location:
        return None
    try:
        return _parsed(str(url.join(location)))
    except httpx.InvalidURL:
        raise SourceFailed(f"{place(url)} leads on to what is no address.") from None


def _failure(error: Exception, where: str) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"The certificate of {where} is not trusted here: {cause.verify_message}."
        if isinstance(cause, ssl.SSLError):
            return f"No encrypted connection to {where} could be made."
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ConnectError):
        return f"{where} cannot be reached: nothing takes the connection."
    if isinstance(error, httpx.DecodingError):
        return f"The answer of {where} is compressed in a way that cannot be read."
    return f"{where} ended the connection before its answer was whole."
