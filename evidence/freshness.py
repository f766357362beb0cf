"""What an artifact is worth on a day. Pure: the day is an argument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from charts.words import day, in_days

EXPIRING = dt.timedelta(days=30)


class State(StrEnum):
    """What a reviewer has said, seen on a day."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Dated(Protocol):
    """A revision, as far as its worth goes."""

    number: int
    state: str
    valid_until: dt.date | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """The state of an artifact, in which revision it has it, and until which day."""

    state: State
    number: int
    valid_until: dt.date | None
    words: str


def of_revision(revision: Dated, on: dt.date) -> State:
    """Its state on that day: what is submitted or accepted expires the day after it is valid."""
    state, until = State(revision.state), revision.valid_until
    if until is None or state not in (State.SUBMITTED, State.ACCEPTED):
        return state
    if on > until:
        return State.EXPIRED
    return State.EXPIRING if state is State.ACCEPTED and on >= until - EXPIRING else state


def of_artifact(revisions: Iterable[Dated], on: dt.date) -> Freshness | None:
    """The state that its revisions give an artifact on that day; None where it has none.

    The newest accepted revision speaks for it while it is valid; then the newest that waits for
    a review; then the accepted one that expired; else the newest of all.
    `ArtifactQuerySet.in_state` says the same in SQL.
    """
    newest_first = sorted(revisions, key=lambda revision: -revision.number)
    if not newest_first:
        return None
    accepted = [r for r in newest_first if r.state == State.ACCEPTED][:1]
    waiting = [r for r in newest_first if of_revision(r, on) is State.SUBMITTED][:1]
    valid = [r for r in accepted if of_revision(r, on) is not State.EXPIRED]
    speaker = [*valid, *waiting, *accepted, *newest_first][0]
    state = of_revision(speaker, on)
    said = words(state, speaker.valid_until, on)
    return Freshness(state, speaker.number, speaker.valid_until, said)


def words(state: State, valid_until: dt.date | None, on: dt.date) -> str:
    """A state in words: "accepted to 4 March 2027", "expires in 12 days", "expired yesterday"."""
    if state is State.ACCEPTED:
        return f"accepted to {day(valid_until)}" if valid_until else "accepted, with no end date"
    if state is State.EXPIRING and valid_until:
        return f"expires {in_days(valid_until, on)}"
    if state is State.EXPIRED and valid_until:
        return f"expired {in_days(valid_until, on)}"
    return "waits for review" if state is State.SUBMITTED else state.value
