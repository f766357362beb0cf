"""Which queries share a call: fifty resources of a kind, twenty metrics. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from evidence.connectors.azure_monitor.queries import Asked, asked
from evidence.connectors.base import Query

MOST_RESOURCES = 50
MOST_METRICS = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries that one call answers: all of one family, and of every resource every metric."""

    members: tuple[Asked, ...]

    @property
    def resources(self) -> tuple[str, ...]:
        """Each once, in order, as first written."""
        return tuple({each.resource.lower(): each.resource for each in self.members}.values())

    @property
    def metrics(self) -> tuple[str, ...]:
        """Each once, in order."""
        return tuple(dict.fromkeys(each.metric for each in self.members))

    def halves(self) -> tuple[Batch, ...]:
        """Two smaller batches, to find out which of its queries was refused; none of a single
        metric of a single resource. Metrics are parted first: they are refused more often."""
        metrics, resources = self.metrics, self.resources
        if len(metrics) > 1:
            first = frozenset(metrics[: len(metrics) // 2])
            return self._parted([each.metric in first for each in self.members])
        if len(resources) > 1:
            first = frozenset(name.lower() for name in resources[: len(resources) // 2])
            return self._parted([each.resource.lower() in first for each in self.members])
        return ()

    def _parted(self, chosen: Sequence[bool]) -> tuple[Batch, ...]:
        pairs = list(zip(self.members, chosen, strict=True))
        return tuple(
            Batch(tuple(each for each, its in pairs if its is side)) for side in (True, False)
        )


def understood(queries: Iterable[Query]) -> tuple[list[Asked], dict[int, str]]:
    """What can be asked, and by place a sentence for each query that cannot."""
    found: list[Asked] = []
    wrong: dict[int, str] = {}
    for place, query in enumerate(queries):
        try:
            found.append(asked(query, place))
        except ValueError as error:
            wrong[place] = str(error)
    return found, wrong


def batched(queries: Iterable[Asked]) -> list[Batch]:
    """As few batches as Azure allows without asking for a metric that nobody wanted.

    Resources of a family that are asked for the same metrics share a batch. Batches come in the
    order of their first queries.
    """
    families: dict[tuple[object, ...], dict[str, list[Asked]]] = {}
    for each in queries:
        families.setdefault(each.family, {}).setdefault(each.resource.lower(), []).append(each)
    batches = chain.from_iterable(_of_family(resources) for resources in families.values())
    return sorted(batches, key=lambda batch: batch.members[0].place)


def _of_family(resources: dict[str, list[Asked]]) -> Iterator[Batch]:
    alike: dict[tuple[str, ...], list[list[Asked]]] = {}
    for members in resources.values():
        metrics = tuple(sorted({each.metric for each in members}))
        alike.setdefault(metrics, []).append(members)
    for metrics, groups in alike.items():
        for some in _chunks(metrics, MOST_METRICS):
            for few in _chunks(groups, MOST_RESOURCES):
                wanted = (each for group in few for each in group if each.metric in some)
                yield Batch(tuple(sorted(wanted, key=lambda each: each.place)))


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
