"""Which queries a set of probes needs, each once, and which answers belong to which probe. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from evidence.connectors.base import Query, Result
from evidence.evaluate import Criterion, Judgement, State
from evidence.judge import judge

Watch = TypeVar("Watch")


@dataclass(frozen=True, slots=True)
class Ask:
    """Series by name with the fields of their queries, looked at over a window, with a point each
    grain. Both are seconds."""

    terms: Mapping[str, Mapping[str, Any]]
    window_seconds: int
    grain_seconds: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one probe, by the names of its series."""

    results: Mapping[str, Result]

    @property
    def sent(self) -> str:
        """The queries as they were sent, one to a line; several begin with their names."""
        if len(self.results) == 1:
            return next(iter(self.results.values())).sent
        return "\n".join(f"{name}: {result.sent}" for name, result in self.results.items())

    @property
    def hash(self) -> str:
        """The SHA-256 of the raw answer; of several, that of their hashes one to a line."""
        hashes = [result.response_hash for result in self.results.values()]
        if len(hashes) == 1 or not any(hashes):
            return hashes[0]
        return hashlib.sha256("\n".join(hashes).encode()).hexdigest()

    def judged(self, criterion: Criterion, now: dt.datetime) -> Judgement:
        """What it says. A series that could not be read makes it an error, whatever the others
        say."""
        for result in self.results.values():
            if result.error:
                return Judgement(State.ERROR, None, (), result.error)
        return judge({name: result.points for name, result in self.results.items()}, criterion, now)


class Asking(Generic[Watch]):
    """The queries that these need at a moment, each once however many need it."""

    def __init__(self, asked: Iterable[tuple[Watch, Ask]], now: dt.datetime) -> None:
        self.probes: list[Watch] = []
        self.queries: list[Query] = []
        self.places: list[dict[str, int]] = []
        known: dict[str, int] = {}
        for probe, ask in asked:
            self.probes.append(probe)
            start = now - dt.timedelta(seconds=ask.window_seconds)
            named: dict[str, int] = {}
            for name, fields in ask.terms.items():
                same = json.dumps([dict(fields), ask.window_seconds, ask.grain_seconds])
                if same not in known:
                    known[same] = len(self.queries)
                    self.queries.append(Query(fields, start, now, ask.grain_seconds))
                named[name] = known[same]
            self.places.append(named)
        self._answered = [False] * len(self.probes)

    def answered(self, results: Iterable[Result]) -> Iterator[tuple[Watch, Answer]]:
        """Each probe as soon as all its series are there. A result is held no longer than some
        probe waits for it. What `results` raises is raised."""
        waiting = [len(set(named.values())) for named in self.places]
        users: dict[int, list[int]] = {}
        for number, named in enumerate(self.places):
            for place in set(named.values()):
                users.setdefault(place, []).append(number)
        held: dict[int, Result] = {}
        needed = {place: len(numbers) for place, numbers in users.items()}
        for place, result in zip(range(len(self.queries)), results, strict=False):
            held[place] = result
            for number in users[place]:
                waiting[number] -= 1
                if not waiting[number]:
                    yield self._complete(number, held, needed)

    def unanswered(self) -> Iterator[Watch]:
        """The probes that got no answer, or no whole one."""
        return (probe for probe, done in zip(self.probes, self._answered, strict=True) if not done)

    def _complete(
        self, number: int, held: dict[int, Result], needed: dict[int, int]
    ) -> tuple[Watch, Answer]:
        named = self.places[number]
        answer = Answer({name: held[place] for name, place in named.items()})
        for place in set(named.values()):
            needed[place] -= 1
            if not needed[place]:
                del held[place]
        self._answered[number] = True
        return self.probes[number], answer
