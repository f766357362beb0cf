"""What every connector offers: settings and queries in, points or an error sentence out."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol, runtime_checkable

from evidence.evaluate import Point


class SourceFailed(Exception):
    """The source as a whole gave no answer. The message tells its owner what to do.

    `retry_after` is how long the source itself asked to be left alone, where it did.
    """

    def __init__(self, message: str, retry_after: dt.timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a person fills in: a setting of a source, a part of a free query, or a
    parameter of a preset.

    `kind` is `text`, `address` (http or https), `number`, `choice` (of `choices`), `lines` (a text
    of several lines) or `secret`: then what is filled in is only a reference to the secret.
    `discover` names what the connector can list to choose from, or nothing.
    """

    name: str
    label: str
    help: str = ""
    kind: str = "text"
    required: bool = True
    default: str = ""
    choices: tuple[str, ...] = ()
    discover: str = ""
    example: str = ""


@dataclass(slots=True)
class Account:
    """Whose figures are asked for, and how the source is reached.

    `settings` hold references to secrets, never the secrets; `secret` turns a reference into what
    it refers to and raises SourceFailed where it cannot. `source_id` is None while a source is
    tried that is not stored yet. `calls` counts the requests that were sent to the source, each
    page and each repetition by itself: connectors add to it. `own_identity` says whether the
    operator lets sources use the identity of the machine that Plumbline runs on.
    """

    organization_id: int
    settings: Mapping[str, Any]
    secret: Callable[[str], str]
    source_id: int | None = None
    calls: int = 0
    own_identity: bool = True

    def use_own_identity(self) -> None:
        """Before the machine's own identity is used: whoever may add a source could read all that
        it can. Raises SourceFailed unless the operator allows it."""
        if not self.own_identity:
            raise SourceFailed(
                "No credentials are named, and the operator does not let sources use this "
                "server's own identity. Name them, or ask the operator to set "
                "PLUMBLINE_PLATFORM_IDENTITY=1."
            )


@dataclass(frozen=True, slots=True)
class Query:
    """One series from `start` to `end`, both with a time zone.

    `fields` are those of the connector's `query_fields`, or what a preset of it says; `grain` is
    the distance of two points in seconds where the system lets one choose.
    """

    fields: Mapping[str, Any]
    start: dt.datetime
    end: dt.datetime
    grain: int = 3600


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one query: points, or an error in words. Points may come in any order.

    `sent` is the query as it was sent and `response_hash` the SHA-256 of the raw answer, so
    that somebody else can repeat it. With an `error` the points say nothing: an answer that came
    only in part is an error.
    """

    sent: str
    points: tuple[Point, ...] = ()
    response_hash: str = ""
    error: str = ""


class Connector(Protocol):
    """A kind of metrics system. `version` changes whenever its figures could differ.

    `settings` are asked for once a source, `query_fields` once a query that no preset makes.
    `requires` names the optional extra of Plumbline that brings the provider's client, or nothing.
    """

    key: str
    label: str
    version: str
    requires: str
    settings: Sequence[Field]
    query_fields: Sequence[Field]

    def collect(self, account: Account, queries: Sequence[Query]) -> Iterator[Result]:
        """One result per query, in their order, with as few calls as the system allows.

        Results come as they arrive, so that many need not be held at once. A query that fails
        gives a result with an error and harms no other. Raises SourceFailed where the system
        cannot be reached at all, refuses the credentials, or asks to be left alone: results that
        came before stand.
        """

    def quote(self, value: str) -> str:
        """A parameter's value as it may stand inside the texts of a query."""

    def calls_for(self, queries: Sequence[Query]) -> int:
        """How many requests one collection of these takes, at the least."""


@runtime_checkable
class Discovers(Protocol):
    """A connector that can list what there is to watch."""

    def discover(self, account: Account, what: str, given: Mapping[str, str]) -> list[str]:
        """The values to choose from for a field whose `discover` is `what`, at most 1,000, in
        order; `given` are the parameters chosen so far. Raises SourceFailed."""


@runtime_checkable
class Checks(Protocol):
    """A connector that can say whether a source is reached before anything is watched in it."""

    def check(self, account: Account) -> str:
        """One sentence that says what answered. Raises SourceFailed."""


def client_module(name: str, extra: str) -> ModuleType:
    """The module that speaks to a provider through its own client, imported when first needed: a
    process that asks no such source never loads the client. Raises SourceFailed where the client
    is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        raise SourceFailed(
            f"The provider's client is not installed here ({missing.name} is missing). "
            f"Install Plumbline with the extra “{extra}”, as docs/connectors says."
        ) from None


def hash_of(points: Iterable[Point]) -> str:
    """SHA-256 of an answer that arrived as points, not as bytes."""
    rows = [[point.at.isoformat(), point.value] for point in points]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
