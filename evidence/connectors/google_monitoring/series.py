"""From the time series that Cloud Monitoring answers with to points."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from evidence.connectors.google_monitoring.asked import MetricAsked
from evidence.evaluate import Point

Raw = Any
"""A message of Google's API as protobuf has it: wrapped by the client it reads far slower."""

PARTS: dict[str, Callable[[Raw], float | None]] = {
    "mean": lambda found: found.mean if found.count else None,
    "total": lambda found: found.mean * found.count,
    "count": lambda found: float(found.count),
}


@dataclass(slots=True)
class Gathered:
    """The series of one value of the splitting label, gathered over pages."""

    points: dict[tuple[Any, ...], list[Raw]] = field(default_factory=dict)
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, series: Raw) -> None:
        """One series, or a part of one that another page goes on with."""
        self.digest.update(series.SerializeToString(deterministic=True))
        self.points.setdefault(identity(series), []).extend(series.points)

    def read(self, asked: MetricAsked) -> tuple[Point, ...]:
        """The points of the only series, none where there is none.

        Raises ValueError with a sentence where there are several, or values that are no numbers.
        """
        if len(self.points) > 1:
            raise ValueError(
                f"{len(self.points)} series answered where one was expected: choose a reducer "
                "that makes one of them, or name more labels."
            )
        raw = next(iter(self.points.values()), [])
        found = (point_of(each, asked) for each in raw)
        return tuple(point for point in found if point is not None)


def identity(series: Raw) -> tuple[Any, ...]:
    """What tells one series from another, the same on every page."""
    metric, resource = series.metric, series.resource
    return (
        metric.type,
        resource.type,
        *sorted(metric.labels.items()),
        None,
        *sorted(resource.labels.items()),
    )


def point_of(raw: Raw, asked: MetricAsked) -> Point | None:
    """The point at the end of its interval; None for the mean of nothing. Raises ValueError."""
    end, value = raw.interval.end_time, raw.value
    kind = value.WhichOneof("value")
    if kind in NUMBERS:
        number = float(getattr(value, kind))
    elif kind == "distribution_value":
        part = PARTS[asked.take](value.distribution_value)
        if part is None:
            return None
        number = part
    else:
        raise ValueError("The values of this metric are no numbers.")
    # Quicker than what protobuf offers for it, and there are very many points.
    at = dt.datetime.fromtimestamp(end.seconds, dt.UTC)
    if end.nanos:
        at += dt.timedelta(microseconds=end.nanos // 1000)
    return Point(at, number / asked.divide_by)


NUMBERS = frozenset({"int64_value", "double_value", "bool_value"})
