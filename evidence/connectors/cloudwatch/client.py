"""A collection from AWS: every query answered in its order, a batch of points held at a time."""

from __future__ import annotations

import datetime as dt
import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evidence.connectors.base import Account, Query, Result, SourceFailed
from evidence.connectors.cloudwatch import discovery
from evidence.connectors.cloudwatch.batches import plan
from evidence.connectors.cloudwatch.doors import Doors
from evidence.connectors.cloudwatch.facts import Fact
from evidence.connectors.cloudwatch.failures import Refused, in_words
from evidence.connectors.cloudwatch.lookups import Lookups
from evidence.connectors.cloudwatch.metric_data import Answered, MetricData
from evidence.connectors.cloudwatch.plain_results import moment
from evidence.connectors.cloudwatch.series import Series
from evidence.evaluate import Point

MALFORMED = "The answer is malformed: a value is no number, or a time is none."
CHECKED = {"namespace": "AWS/Usage", "metric": "CallCount", "stat": "Sum"}


def collect(account: Account, queries: Sequence[Query]) -> Iterator[Result]:
    """One result per query, in order. Raises SourceFailed."""
    doors = Doors(account)
    try:
        yield from _results(doors, queries)
    finally:
        doors.close()


def discover(account: Account, what: str, given: Mapping[str, str]) -> list[str]:
    """What there is to choose from. Raises SourceFailed."""
    doors = Doors(account)
    try:
        return discovery.listed(doors, what, given)
    finally:
        doors.close()


def check(account: Account) -> str:
    """Who this source is for AWS, after one figure was asked for. Raises SourceFailed."""
    doors = Doors(account)
    now = dt.datetime.now(dt.UTC)
    try:
        with in_words(doors.region):
            identity = doors.client("sts").get_caller_identity()
            who = f"account {identity['Account']} as {identity['Arn']}"
        [result] = _results(doors, [Query(CHECKED, now - dt.timedelta(hours=3), now)])
    except Refused as refused:
        raise SourceFailed(str(refused)) from None
    finally:
        doors.close()
    if result.error:
        raise SourceFailed(result.error)
    return f"AWS answers for {who[:180]}, and gives figures of {doors.region}."


def _results(doors: Doors, queries: Sequence[Query]) -> Iterator[Result]:
    steps = plan(queries, doors.region).steps
    lookups, metric_data = Lookups(doors), MetricData(doors)
    # Results of a batch wait here for their turn, where queries of other windows stand between.
    answers: dict[int, Answered] = {}
    results = Results()
    for place, (query, step) in enumerate(zip(queries, steps, strict=True)):
        if isinstance(step, str):
            yield Result("", error=step)
        elif isinstance(step, Fact):
            yield lookups.result(step, query)
        else:
            if place not in answers:
                answers |= metric_data.fetch(step)
            yield results.of(step.members[place], answers.pop(place))


class Ends(dict[Any, dt.datetime]):
    """The end of the interval that begins at a time stamp. Each is worked out once for all
    series."""

    def __init__(self, grain: int) -> None:
        super().__init__()
        self.length = dt.timedelta(seconds=grain)

    def __missing__(self, start: Any) -> dt.datetime:
        self[start] = end = moment(start) + self.length
        return end


class Stamps(dict[Any, float]):
    """A time stamp as seconds since 1970. Each is worked out once for all series."""

    def __missing__(self, start: Any) -> float:
        self[start] = stamp = moment(start).timestamp()
        return stamp


class Results:
    """Makes what came back results, with points at the ends of their intervals: CloudWatch names
    their starts."""

    def __init__(self) -> None:
        self._ends: dict[int, Ends] = {}
        self._stamps = Stamps()

    def of(self, series: Series, answered: Answered) -> Result:
        """The result of one query."""
        if answered.error:
            return Result(series.sent, error=answered.error)
        ends = self._ends.setdefault(series.grain, Ends(series.grain))
        try:
            values = list(map(float, answered.values))
            points = tuple(map(Point, map(ends.__getitem__, answered.times), values))
        except (TypeError, ValueError, OverflowError, OSError, RuntimeError):
            return Result(series.sent, error=MALFORMED)
        return Result(series.sent, points, self._hash(answered.times, values))

    def _hash(self, times: Sequence[object], values: Sequence[float]) -> str:
        """SHA-256 of the series as it came: the starts of its intervals in seconds since 1970,
        then its values, all as big-endian doubles."""
        packed = struct.pack(f">{2 * len(values)}d", *map(self._stamps.__getitem__, times), *values)
        return hashlib.sha256(packed).hexdigest()
