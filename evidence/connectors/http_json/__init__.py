"""Any web address that answers with JSON: a figure now, or a list of points, found by paths."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from evidence.connectors.base import Account, Field, Query, Result, SourceFailed
from evidence.connectors.http_json.documents import Documents, NoDocument
from evidence.connectors.http_json.paths import PathWrong, at, kind_of, leaves, written
from evidence.connectors.http_json.points import NoPoints, Wanted, points_in

LONGEST_ERROR = 300
MOST_LISTED = 1000
NAMES_SHOWN = 5


class HttpJsonConnector:
    """Figures in JSON documents below one address. One request for each document."""

    key = "http_json"
    label = "JSON over HTTP"
    version = "http_json 1"
    requires = ""
    settings: Sequence[Field] = (
        Field(
            "address",
            "Address",
            "What all documents lie below.",
            kind="address",
            example="https://status.example.org/api",
        ),
        Field(
            "header",
            "Header",
            "The name of a header that lets Plumbline in, if one is asked for.",
            required=False,
            example="Authorization",
        ),
        Field(
            "prefix",
            "Before the header's value",
            "A word that stands before the secret, if one does.",
            required=False,
            example="Bearer",
        ),
        Field(
            "header_value",
            "Value of the header",
            "Where the secret is found.",
            kind="secret",
            required=False,
            example="env:STATUS",
        ),
        Field("user", "User name", "For basic authentication.", required=False),
        Field(
            "password",
            "Password",
            "Where the password is found.",
            kind="secret",
            required=False,
            example="env:STATUS_PASSWORD",
        ),
    )
    query_fields: Sequence[Field] = (
        Field(
            "path",
            "Path of the document",
            "Below the source's address; empty for the address itself.",
            required=False,
            example="queues?range=7d",
        ),
        Field(
            "points",
            "List of points",
            "Where in the document a list of points is found; empty for one figure.",
            required=False,
            discover="lists",
            example="queues[0].history",
        ),
        Field(
            "value",
            "Value",
            "Where the number is found: in the document, or in each point of the list.",
            discover="numbers",
            example="depth",
        ),
        Field(
            "time",
            "Time",
            "Where its time is found, in the same way; empty for one figure as of now.",
            required=False,
            discover="times",
            example="at",
        ),
    )

    def collect(self, account: Account, queries: Sequence[Query]) -> Iterator[Result]:
        """See `Connector.collect`. A document that several queries need is fetched once."""
        if not queries:
            return
        sharing: dict[str, list[int]] = {}
        for number, query in enumerate(queries):
            sharing.setdefault(_text(query, "path"), []).append(number)
        made: dict[int, Result] = {}
        with Documents(account) as documents:
            for number, query in enumerate(queries):
                if number not in made:
                    path = _text(query, "path")
                    alike = sharing.pop(path)
                    answers = _answers(documents, path, [queries[each] for each in alike])
                    made.update(zip(alike, answers, strict=True))
                yield made.pop(number)

    def quote(self, value: str) -> str:
        """A value as it may stand in the path of a document, and in no JSON path."""
        return quote(value, safe="")

    def calls_for(self, queries: Sequence[Query]) -> int:
        """One for each document."""
        return len({_text(query, "path") for query in queries})

    def check(self, account: Account) -> str:
        """What is found at the address itself; that there is nothing need not be wrong."""
        with Documents(account) as documents:
            answer = documents.answered("")
            if answer.status in (403, 404):
                return (
                    f"{documents.base} answers. At the address itself there is nothing to read "
                    f"(status {answer.status}), and below it there may be."
                )
            try:
                document, _ = documents.read("")
            except NoDocument as refused:
                raise SourceFailed(f"{documents.base} answers. {refused}") from None
            return documents.without_secrets(
                f"{documents.base} answers with JSON: {_described(document)}."
            )

    def discover(self, account: Account, what: str, given: Mapping[str, str]) -> list[str]:
        """The paths of `lists`, `numbers` or `times` in the document at `given["path"]`; the
        latter two in the first item of the list at `given["points"]` where that is given."""
        if what not in ("lists", "numbers", "times"):
            raise SourceFailed(f"A JSON document cannot list “{what}”.")
        with Documents(account) as documents:
            try:
                document, _ = documents.read(given.get("path", ""))
                looked_at = _first(document, given.get("points", ""), what)
            except (NoDocument, PathWrong) as refused:
                raise SourceFailed(documents.without_secrets(str(refused))) from None
        found: list[str] = []
        for steps, value in leaves(looked_at):
            if _is_one(value, what):
                found.append(written(steps))
            if len(found) == MOST_LISTED:
                break
        return sorted(found)


def _answers(documents: Documents, path: str, queries: Sequence[Query]) -> Iterator[Result]:
    """What each of these queries finds in the one document they share."""
    try:
        document, body = documents.read(path)
    except NoDocument as refused:
        for query in queries:
            yield Result(_sent(documents, query), error=str(refused))
        return
    digest = hashlib.sha256(body).hexdigest()
    for query in queries:
        sent = _sent(documents, query)
        wanted = Wanted(_text(query, "value"), _text(query, "time"), _text(query, "points"))
        try:
            yield Result(sent, points_in(document, wanted, query.end), digest)
        except NoPoints as refused:
            yield Result(sent, error=documents.without_secrets(str(refused))[:LONGEST_ERROR])


def _sent(documents: Documents, query: Query) -> str:
    """The query as a reader repeats it."""
    path = _text(query, "path").lstrip("/")
    named = ((name, _text(query, name)) for name in ("points", "value", "time"))
    said = ", ".join(f"{name} {text}" for name, text in named if text)
    return f"GET {documents.base}{f'/{path}' if path else ''}\n{said}"


def _text(query: Query, name: str) -> str:
    return str(query.fields.get(name) or "").strip()


def _described(document: Any) -> str:
    if isinstance(document, dict):
        names = [name[:30] for name in list(document)[:NAMES_SHOWN]]
        more = ", …" if len(document) > NAMES_SHOWN else ""
        return f"an object of {', '.join(names)}{more}" if names else "an empty object"
    if isinstance(document, list):
        return f"a list of {len(document):,}"
    return kind_of(document)


def _first(document: Any, points: str, what: str) -> Any:
    """What is looked into: the document, or the first item of its list of points."""
    if what == "lists" or not points:
        return document
    listed = at(document, points)
    return listed[0] if isinstance(listed, list) and listed else None


def _is_one(value: Any, what: str) -> bool:
    if what == "lists":
        return isinstance(value, list)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number or (what == "times" and isinstance(value, str))
