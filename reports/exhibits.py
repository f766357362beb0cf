"""The evidence in a report, as plain values. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Objection:
    """A reviewer's word that a piece of evidence speaks against the claim, and where."""

    words: str
    by: str
    about: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A piece of evidence in the revision that counts. `state` is the state it has on the day.

    `place` is a file name or a web address; `address` the latter only, and only http or https.
    `sha256` is empty where nothing was hashed. `history` has a sentence for its submission and
    one for its review.
    """

    anchor: str
    title: str
    kind: str
    owner: str
    state: str
    words: str
    place: str
    address: str
    size: int | None
    sha256: str
    history: tuple[str, ...]
    used_for: tuple[str, ...]
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """A live metric and its last reading.

    `series` is oldest first, in `unit`; `low` and `high` are the bounds within which it passes,
    None where there is none. `sha256` is of the raw answer.
    """

    anchor: str
    title: str
    source: str
    state: str
    words: str
    bound: str
    series: tuple[float, ...]
    low: float | None
    high: float | None
    read_on: str
    measured: str
    query: str
    connector: str
    reason: str
    sha256: str
    used_for: tuple[str, ...]
    objections: tuple[Objection, ...]
