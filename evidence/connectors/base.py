"""What every connector offers: settings and queries in, points or an error sentence out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from evidence.evaluate import Comparison, Point, Statistic


class SourceFailed(Exception):
    """The source as a whole gave no answer. The message tells its owner what to do."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric that a connector offers by name, with bounds to begin with, in `unit`.

    `description` says what it is, `reason` why somebody would watch it.
    """

    name: str
    label: str
    description: str
    reason: str
    unit: str
    statistic: Statistic
    comparison: Comparison
    bound_pass: float
    bound_warn: float


@dataclass(frozen=True, slots=True)
class Account:
    """Whose figures are asked for, and how the source is reached. Secrets are never in it."""

    organization_id: int
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """One metric from `start` to `end`, both with a time zone."""

    metric: str
    parameters: Mapping[str, Any]
    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one query: points, or an error in words. Points may come in any order.

    `sent` is the query as it was sent and `response_hash` the SHA-256 of the raw answer, so
    that somebody else can repeat it.
    """

    sent: str
    points: tuple[Point, ...] = ()
    response_hash: str = ""
    error: str = ""


class Connector(Protocol):
    """A kind of metrics system. `version` changes whenever its figures could differ."""

    key: str
    label: str
    version: str
    metrics: Sequence[Metric]

    def collect(self, account: Account, queries: Sequence[Query]) -> list[Result]:
        """One result per query, in their order, with as few calls as the system allows.

        A query that fails gives a result with an error and harms no other. Raises SourceFailed
        where the system cannot be reached at all.
        """


def hash_of(points: Iterable[Point]) -> str:
    """SHA-256 of an answer that arrived as points, not as bytes."""
    rows = [[point.at.isoformat(), point.value] for point in points]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
