"""Which queries go into which call. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from evidence.connectors.base import Query
from evidence.connectors.cloudwatch.facts import Fact, fact
from evidence.connectors.cloudwatch.series import Series, series

MOST_QUERIES = 500
MOST_POINTS = 100_800


@dataclass(slots=True)
class Batch:
    """Queries of one region and one span, by their places among all queries."""

    region: str
    start: dt.datetime
    end: dt.datetime
    members: dict[int, Series] = field(default_factory=dict)
    weight: int = 0
    points: int = 0

    def takes(self, each: Series) -> bool:
        """Whether it has room for this one as well."""
        return (
            self.weight + each.weight <= MOST_QUERIES and self.points + each.points <= MOST_POINTS
        )

    def add(self, place: int, each: Series) -> None:
        """Put the query at `place` into this call."""
        self.members[place] = each
        self.weight += each.weight
        self.points += each.points

    def halves(self) -> tuple[Batch, Batch]:
        """The same queries in two calls, to find the one that spoils both."""
        middle = len(self.members) // 2
        halves = Batch(self.region, self.start, self.end), Batch(self.region, self.start, self.end)
        for number, (place, each) in enumerate(self.members.items()):
            halves[number >= middle].add(place, each)
        return halves


@dataclass(slots=True)
class Plan:
    """For each query what is done: the call it is part of, the single fact, or what is wrong."""

    steps: list[Batch | Fact | str]

    @property
    def calls(self) -> int:
        """How many calls it takes at the least."""
        facts = {step.call for step in self.steps if isinstance(step, Fact)}
        batches = {id(step) for step in self.steps if isinstance(step, Batch)}
        return len(batches) + sum(each.calls for each in facts)


def plan(queries: Sequence[Query], region: str) -> Plan:
    """The fewest calls for these queries. Queries that cannot be asked have a sentence instead."""
    steps: list[Batch | Fact | str] = []
    filling: dict[tuple[str, dt.datetime, dt.datetime], Batch] = {}
    for place, query in enumerate(queries):
        try:
            asked = fact(query, region) if "call" in query.fields else series(query, region)
        except ValueError as wrong:
            steps.append(str(wrong))
            continue
        steps.append(asked if isinstance(asked, Fact) else _placed(place, asked, filling))
    return Plan(steps)


def least_calls(queries: Sequence[Query]) -> int:
    """How many calls these queries take, whatever the region of the source is."""
    return plan(queries, "us-east-1").calls


def _placed(
    place: int, each: Series, filling: dict[tuple[str, dt.datetime, dt.datetime], Batch]
) -> Batch:
    """The call that this query goes into: one that has room, or a new one."""
    span = (each.region, each.start, each.end)
    batch = filling.get(span)
    if each.alone or batch is None or not batch.takes(each):
        batch = Batch(*span)
        if not each.alone:
            filling[span] = batch
    batch.add(place, each)
    return batch
