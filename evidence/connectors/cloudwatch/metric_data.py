"""GetMetricData: pages put together, throttled, one bad query parted from the good ones."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from evidence.connectors.base import SourceFailed
from evidence.connectors.cloudwatch.batches import MOST_POINTS, Batch
from evidence.connectors.cloudwatch.doors import Doors
from evidence.connectors.cloudwatch.failures import Refused, in_words

POINTS_A_SECOND = 396_000
"""What Amazon lets an account read in a region, of series that begin over three hours ago."""

SPLITS = 64
"""How many more calls one collection makes, at the most, to find queries that spoil a call."""

MOST_PAGES = 50

TOLERABLE = frozenset({"ArithmeticError"})
"""Messages that say only what an expression could not compute, as 0 by 0: there is no point."""


@dataclass(slots=True)
class Answered:
    """What came back for one query: times and values side by side, or what is wrong."""

    times: list[Any] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    error: str = ""
    status: str = ""
    label: str | None = None


class MetricData:
    """Asks CloudWatch for batches, in the pace that Amazon allows."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._splits = SPLITS
        self._next_at = 0.0

    def fetch(self, batch: Batch) -> dict[int, Answered]:
        """The answers by the places of the queries. Raises SourceFailed.

        Where Amazon refuses the whole call for one query, the call is halved until the bad one
        stands alone: the others are answered.
        """
        found = {place: Answered() for place in batch.members}
        try:
            said = self._fill(batch, found)
        except Refused as refused:
            if not refused.asked_wrongly:
                raise SourceFailed(str(refused)) from None
            said = str(refused)
        if not said:
            return {place: _judged(answered) for place, answered in found.items()}
        if len(batch.members) > 1 and self._splits >= 2:
            self._splits -= 2
            first, second = batch.halves()
            return self.fetch(first) | self.fetch(second)
        return {place: Answered(error=said) for place in batch.members}

    def _fill(self, batch: Batch, found: Mapping[int, Answered]) -> str:
        """Put what the pages hold into `found`; gives what Amazon says against the whole call."""
        idents = {f"q{place}": found[place] for place in batch.members}
        for number, page in enumerate(self._pages(batch)):
            if messages := page.get("Messages"):
                return f"CloudWatch answers in part only: {_words(messages)}"
            with in_words(batch.region):
                _take(page["MetricDataResults"], idents)
            if number + 1 >= MOST_PAGES:
                return "CloudWatch gives more pages than the points of this query can fill."
        return ""

    def _pages(self, batch: Batch) -> Iterator[Mapping[str, Any]]:
        asked: dict[str, Any] = {
            "MetricDataQueries": [
                query
                for place, each in batch.members.items()
                for query in each.queries(f"q{place}")
            ],
            "StartTime": batch.start,
            "EndTime": batch.end,
            "ScanBy": "TimestampAscending",
            "MaxDatapoints": MOST_POINTS,
        }
        client = self._doors.client("cloudwatch", batch.region)
        while True:
            self._keep_pace(batch.points)
            with in_words(batch.region):
                page = client.get_metric_data(**asked)
                page["MetricDataResults"]  # an answer without it is none of CloudWatch
            yield page
            token = page.get("NextToken")
            if not token or token == asked.get("NextToken"):
                return
            asked["NextToken"] = token

    def _keep_pace(self, points: int) -> None:
        wait = self._next_at - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._next_at = time.monotonic() + min(points, MOST_POINTS) / POINTS_A_SECOND


def _take(results: list[Mapping[str, Any]], idents: Mapping[str, Answered]) -> None:
    """Put the results of a page where they belong, by their identifiers."""
    labels: set[tuple[str, str]] = set()
    for result in results:
        ident, label = str(result.get("Id")), str(result.get("Label"))
        if ident in idents:
            twice = (ident, label) in labels
            labels.add((ident, label))
            _add(idents[ident], result, label, twice=twice)


def _add(answered: Answered, result: Mapping[str, Any], label: str, *, twice: bool) -> None:
    """Put one result of a page to those of the pages before."""
    if twice or answered.label not in (None, label):
        answered.error = (
            "The expression gives several series, and a figure needs one. "
            "Wrap it in SUM, AVG, MAX or MIN."
        )
    answered.label = label
    answered.status = str(result.get("StatusCode", ""))
    times, values = result.get("Timestamps") or [], result.get("Values") or []
    if len(times) != len(values):
        answered.error = "The answer is malformed: it has not as many values as times."
    # Most series come in one page: their lists are taken as they are.
    answered.times = answered.times + times if answered.times else times
    answered.values = answered.values + values if answered.values else values
    messages = [each for each in result.get("Messages") or [] if each.get("Code") not in TOLERABLE]
    if messages and not answered.error:
        answered.error = f"CloudWatch says: {_words(messages)}"


def _judged(answered: Answered) -> Answered:
    """Without its points where it did not come whole: part of an answer misleads."""
    if not answered.error:
        answered.error = _UNFINISHED.get(answered.status, "")
    return Answered(error=answered.error) if answered.error else answered


_UNFINISHED = {
    "PartialData": (
        "CloudWatch gave only part of this series, which would mislead. "
        "The next collection asks again; if it stays so, choose a shorter window."
    ),
    "InternalError": (
        "CloudWatch had a fault of its own with this series. The next collection asks again."
    ),
    "Forbidden": (
        "CloudWatch does not let this source read the metric. "
        "Look at the account it lies in, and at what that account shares."
    ),
}


def _words(messages: list[Mapping[str, Any]]) -> str:
    said = "; ".join(str(each.get("Value") or each.get("Code") or "") for each in messages)
    return f"{' '.join(said.split())[:200].rstrip('.')}."
