"""The documents of a source, fetched through the guarded client."""

from __future__ import annotations

import base64
import re
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from evidence.connectors.base import Account, SourceFailed
from evidence.guarded import Answer, GuardedClient

PATIENCE = 30.0
MAX_BYTES = 4 * 1024 * 1024

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}")
_TAKEN = frozenset({"host", "content-length", "connection", "transfer-encoding", "cookie"})
_OF_THE_SOURCE = {
    401: "does not accept the credentials of this source",
    429: "was asked too often",
    502: "is not available now",
    503: "is not available now",
    504: "is not available now",
}
_OF_THE_DOCUMENT = {
    403: "The credentials of this source may not read it",
    404: "There is nothing at this path",
    410: "There is nothing at this path any more",
}


class NoDocument(Exception):
    """This path gives no JSON; the others may. A sentence for the probe's owner."""


class Documents:
    """The JSON below a source's address.

    Raises SourceFailed where the settings are not usable or a secret is missing.
    """

    def __init__(self, account: Account) -> None:
        self.base = str(account.settings.get("address", "")).strip().rstrip("/")
        if "?" in self.base or "#" in self.base:
            raise SourceFailed("The address must end with its path: leave out “?”, “#” and beyond.")
        self._secrets: list[str] = []
        self._headers = self._made_of(account)
        self._account = account
        self._client = GuardedClient(
            seconds=PATIENCE, max_bytes=MAX_BYTES, on_send=self._count, stays=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def address(self, path: str) -> str:
        """The whole address of a path below the source's. Raises NoDocument where it would lead
        elsewhere."""
        text = path.strip().lstrip("/")
        inner = unquote(text.partition("?")[0]).replace("\\", "/").split("/")
        if ".." in inner or "." in inner:
            raise NoDocument("The path stays below the source's address: leave out “.” and “..”.")
        if "#" in text or not text.isprintable() or " " in text:
            raise NoDocument("The path holds no “#”, no blank and no line's end: write %20 and so.")
        return f"{self.base}/{text}" if text else self.base

    def read(self, path: str) -> tuple[Any, bytes]:
        """The document at a path, read and raw. Raises NoDocument where this path is at fault,
        SourceFailed where the server is, refuses the credentials, or asks to be left alone."""
        answer = self.answered(path)
        if answer.status in _OF_THE_DOCUMENT:
            raise NoDocument(f"{_OF_THE_DOCUMENT[answer.status]} (status {answer.status}).")
        if answer.status != 200:
            raise NoDocument(f"The address answers with status {answer.status} and no figures.")
        try:
            return answer.json(), answer.body
        except ValueError:
            raise NoDocument("What is at this path is not JSON.") from None

    def answered(self, path: str) -> Answer:
        """Whatever is answered at a path, unless the whole source is at fault."""
        answer = self._client.get(self.address(path), headers=self._headers)
        if answer.status in _OF_THE_SOURCE:
            said = f"{self.base} {_OF_THE_SOURCE[answer.status]} (status {answer.status})."
            raise SourceFailed(said, answer.retry_after)
        return answer

    def without_secrets(self, words: str) -> str:
        """What is told of a document, should it repeat what its server was sent."""
        for secret in self._secrets:
            words = words.replace(secret, "…")
        return words

    def _made_of(self, account: Account) -> dict[str, str]:
        given = {name: str(value).strip() for name, value in account.settings.items()}
        name, user = given.get("header", ""), given.get("user", "")
        headers = {"Accept": "application/json"}
        if name:
            if not _HEADER_NAME.fullmatch(name) or name.lower() in _TAKEN:
                raise SourceFailed(f"“{name[:80]}” is no header that can be sent.")
            value = self._secret(account, given.get("header_value", ""), "the header's value")
            headers[name] = f"{given.get('prefix', '')} {value}".strip()
        if user:
            if name.lower() == "authorization":
                raise SourceFailed("Give this source the header Authorization or a user, not both.")
            password = self._secret(account, given.get("password", ""), "the password")
            pair = base64.b64encode(f"{user}:{password}".encode()).decode()
            self._secrets.append(pair)
            headers["Authorization"] = f"Basic {pair}"
        return headers

    def _secret(self, account: Account, reference: str, what: str) -> str:
        if not reference:
            raise SourceFailed(f"Say in the settings of this source where {what} is found.")
        secret = account.secret(reference)
        self._secrets.append(secret)
        return secret

    def _count(self) -> None:
        self._account.calls += 1
