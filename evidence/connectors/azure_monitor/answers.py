"""From the bytes of an answer to results, one for each query of the batch. Pure."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from evidence.connectors.azure_monitor.batches import Batch
from evidence.connectors.azure_monitor.queries import INTERVALS, MOST_SERIES, Asked
from evidence.connectors.base import Result
from evidence.evaluate import Point

LONGEST = 300
LENGTHS = {name: seconds for seconds, name in INTERVALS.items()}

TOGETHER: Mapping[str, Callable[[float, float], float]] = {
    "total": lambda one, other: one + other,
    "count": lambda one, other: one + other,
    "maximum": max,
    "minimum": min,
}
"""How the values of several series of the same moment become one. Averages cannot."""


class Wrong(ValueError):
    """An answer, or the part of it for one query, that cannot be used; the message says why."""


def results(body: bytes, batch: Batch, endpoint: str) -> Iterator[tuple[int, Result]]:
    """The place and the result of each query of the batch.

    What the answer leaves out is an error, as is a part that is not as Azure describes it; a
    metric without series has no points.
    """
    fingerprint = hashlib.sha256(body).hexdigest()
    parts: Mapping[str, Any] = {}
    wrong = ""
    try:
        parts = _by_resource(body)
    except Wrong as error:
        wrong = str(error)
    for each in batch.members:
        sent = each.sent(endpoint)
        try:
            if wrong:
                raise Wrong(wrong)
            points = _points(parts.get(each.resource.lower()), each)
            yield each.place, Result(sent, points, fingerprint)
        except Wrong as error:
            yield each.place, Result(sent, (), fingerprint, shortened(str(error)))


def shortened(words: str) -> str:
    """A message of at most 300 characters on one line."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _by_resource(body: bytes) -> dict[str, Any]:
    try:
        whole = json.loads(body)
        if isinstance(whole, str):  # the client of Azure has met answers that are packed twice
            whole = json.loads(whole)
    except (ValueError, RecursionError):
        raise Wrong(
            "Azure Monitor's answer is not JSON: it was cut or changed on its way."
        ) from None
    values = whole.get("values") if isinstance(whole, dict) else None
    if not isinstance(values, list):
        raise Wrong("Azure Monitor's answer holds no list of values.")
    return {
        str(value.get("resourceid", "")).lower(): value
        for value in values
        if isinstance(value, dict)
    }


def _points(part: Any, query: Asked) -> tuple[Point, ...]:
    if part is None:
        raise Wrong("Azure Monitor's answer leaves this resource out. Does it still exist?")
    metric = _metric(part, query.metric)
    code = metric.get("errorCode")
    if code not in (None, "", "Success"):
        raise Wrong(f"Azure Monitor could not read this metric: {code}. {_said(metric)}")
    length = dt.timedelta(seconds=LENGTHS.get(part.get("interval"), query.seconds))
    found: dict[dt.datetime, float] = {}
    with_values = 0
    for series in _series(metric):
        values = _values(series, query.aggregation)
        with_values += bool(values)
        if with_values > 1 and query.aggregation not in TOGETHER:
            raise Wrong(
                "The filter matches several series, and their averages make no average. "
                "Narrow the filter to one series."
            )
        for at, value in values.items():
            put = TOGETHER.get(query.aggregation, max)
            found[at] = put(found[at], value) if at in found else value
    return tuple(Point(at + length, value / query.divide_by) for at, value in sorted(found.items()))


def _metric(part: Mapping[str, Any], name: str) -> dict[str, Any]:
    listed = part.get("value")
    for metric in listed if isinstance(listed, list) else ():
        named = metric.get("name") if isinstance(metric, dict) else None
        if isinstance(named, dict) and str(named.get("value", "")).lower() == name.lower():
            return cast("dict[str, Any]", metric)
    raise Wrong("Azure Monitor's answer leaves this metric out.")


def _said(metric: Mapping[str, Any]) -> str:
    said = metric.get("errorMessage")
    return said if isinstance(said, str) else ""


def _series(metric: Mapping[str, Any]) -> list[Any]:
    listed = metric.get("timeseries", [])
    if not isinstance(listed, list):
        raise Wrong("Azure Monitor's answer holds no list of series for this metric.")
    if len(listed) >= MOST_SERIES:
        raise Wrong(
            f"The filter matches {MOST_SERIES:,} series or more, so some are missing. "
            "Narrow the filter."
        )
    return listed


def _values(series: Any, aggregation: str) -> dict[dt.datetime, float]:
    """The values by the start of their interval; an interval without a value is no point."""
    found: dict[dt.datetime, float] = {}
    try:
        for entry in series["data"]:
            value = entry.get(aggregation)
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise TypeError
            found[_moment(entry["timeStamp"])] = float(value)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        raise Wrong("Azure Monitor's answer holds points that cannot be read.") from None
    return found


@functools.lru_cache(maxsize=4096)  # every series of an answer has the same moments
def _moment(text: str) -> dt.datetime:
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
