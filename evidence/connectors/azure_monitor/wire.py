"""How requests leave for Azure: counted, never asleep for long, answers read to a limit."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import Any

from azure.core.pipeline.transport import RequestsTransport
from azure.core.rest import HttpResponse

from evidence.connectors.base import Account, SourceFailed

MOST_BYTES = 64 * 1024 * 1024
LONGEST_SLEEP = 20.0
"""Seconds that a worker waits at most for Azure; what asks for more is asked again later."""

OPTIONS: dict[str, Any] = {
    "retry_total": 3,
    "retry_backoff_factor": 0.8,
    "connection_timeout": 10,
    "read_timeout": 60,
}
"""For every client of Azure: up to three repetitions, with a pause that doubles."""


class Wire(RequestsTransport):  # type: ignore[misc]  # Azure loads it lazily, without its type
    """What the clients of Azure send through.

    Each request counts as a call of the account: pages, repetitions and sign-ins too. `ahead` is
    how many seconds Azure's clock was ahead of ours at its last answer, which is `last`.
    """

    def __init__(self, account: Account) -> None:
        super().__init__(**OPTIONS)
        self.account = account
        self.ahead = 0.0
        self.last: Any = None

    def send(self, request: Any, **options: Any) -> Any:
        """The answer to one request."""
        self.account.calls += 1
        self.last = None
        response = super().send(request, **options)
        self.last = response
        self.ahead = _ahead(response.headers.get("Date", ""))
        return response

    def sleep(self, duration: float) -> None:
        """Waits as a client wants to, or raises SourceFailed where that is long."""
        if duration > LONGEST_SLEEP:
            raise throttled(duration)
        super().sleep(duration)


def throttled(seconds: float | None) -> SourceFailed:
    """Azure asked to be left alone for so long, or did not say how long."""
    if seconds is None:
        return SourceFailed("Azure answers too many requests: it asks to be left alone.")
    wait = dt.timedelta(seconds=min(seconds, 86400))
    return SourceFailed(
        f"Azure answers too many requests: it asks to be left alone for {seconds:.0f} seconds.",
        retry_after=wait,
    )


def read(response: HttpResponse) -> bytes:
    """The whole body. Raises SourceFailed where it is larger than any honest answer."""
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > MOST_BYTES:
            raise SourceFailed(
                f"Azure's answer is larger than {MOST_BYTES // 1024 // 1024} MB. "
                "Take shorter windows or a coarser grain."
            )
    return bytes(body)


def _ahead(date: str) -> float:
    try:
        theirs = parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return 0.0
    return (theirs - dt.datetime.now(theirs.tzinfo)).total_seconds()
