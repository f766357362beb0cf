"""One server that speaks Prometheus's HTTP API, asked through the guarded client."""

from __future__ import annotations

import base64
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from evidence.connectors.base import Account, SourceFailed
from evidence.connectors.prometheus.answers import NoPoints, refusal_in
from evidence.guarded import Answer, GuardedClient

AT_ONCE = 4
LONGEST_GET = 1500
PATIENCE = 30.0
TOO_LONG_FOR_PROMETHEUS = 25
"""Seconds after which Prometheus gives up by itself: before we do, so that it can say so."""

_FAILURES = {
    401: "does not accept the credentials of this source",
    403: "does not let the credentials of this source ask",
    404: "has no Prometheus API: the address ends before /api/v1, and may need a path",
    429: "was asked too often",
    503: "is not available now",
}
_ITS_OWN_FAULT = frozenset({"timeout", "canceled"})


class Server:
    """The server of a source. Threads may share it.

    Raises SourceFailed where the settings are not usable or a secret is missing.
    """

    def __init__(self, account: Account) -> None:
        self.base = str(account.settings.get("address", "")).strip().rstrip("/")
        if "?" in self.base or "#" in self.base:
            raise SourceFailed("The address must end with its path: leave out “?”, “#” and beyond.")
        self._secrets: list[str] = []
        self.headers = self._headers(account)
        self._account = account
        self._counting = threading.Lock()
        self.client = GuardedClient(seconds=PATIENCE, at_once=AT_ONCE, on_send=self._count)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.client.close()

    def ask(self, path: str, params: Mapping[str, Any]) -> tuple[Any, bytes]:
        """A successful answer, read and raw. A long question is sent as a form.

        Raises NoPoints where this question is at fault, SourceFailed where the server is.
        """
        address = f"{self.base}/api/v1/{path}"
        if len(urlencode(params)) > LONGEST_GET:
            answer = self.client.post(address, data=params, headers=self.headers)
        else:
            answer = self.client.get(address, params=params, headers=self.headers)
        return self._judged(answer), answer.body

    def _headers(self, account: Account) -> dict[str, str]:
        given = {name: str(value).strip() for name, value in account.settings.items()}
        token, user, tenant = (given.get(name, "") for name in ("token", "user", "tenant"))
        if token and user:
            raise SourceFailed("Give this source a token or a user name, not both.")
        headers = {"Accept": "application/json"}
        if tenant:
            headers["X-Scope-OrgID"] = tenant
        if token:
            headers["Authorization"] = f"Bearer {self._kept(account.secret(token))}"
        elif user:
            password = (
                self._kept(account.secret(given["password"])) if given.get("password") else ""
            )
            pair = self._kept(base64.b64encode(f"{user}:{password}".encode()).decode())
            headers["Authorization"] = f"Basic {pair}"
        return headers

    def _kept(self, secret: str) -> str:
        self._secrets.append(secret)
        return secret

    def _count(self) -> None:
        with self._counting:
            self._account.calls += 1

    def _judged(self, answer: Answer) -> Any:
        try:
            said = answer.json()
        except ValueError:
            said = None
        refusal = refusal_in(said)
        if answer.status == 200 and said is not None and refusal is None:
            return said
        kind, words = refusal or ("", "")
        words = self._without_secrets(words)
        if refusal and (answer.status in (200, 400, 405, 413, 422) or kind in _ITS_OWN_FAULT):
            raise NoPoints(f"Prometheus refuses the query: {words}")
        raise SourceFailed(_failure(answer.status, self.base, words), answer.retry_after)

    def _without_secrets(self, words: str) -> str:
        """What a server says, should it repeat what it was sent."""
        for secret in self._secrets:
            words = words.replace(secret, "…")
        return words


def _failure(status: int, base: str, words: str) -> str:
    said = f" It says: {words}" if words else ""
    if status in _FAILURES:
        return f"{base} {_FAILURES[status]} ({status}).{said}"
    if status >= 400:
        return f"{base} fails with status {status}.{said}"
    return f"What answers at {base} is not Prometheus: its answer (status {status}) is not JSON."
