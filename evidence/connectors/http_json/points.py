"""From a JSON document to points. Pure: what counts as now is an argument."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evidence.connectors.http_json.paths import PathWrong, at, kind_of
from evidence.evaluate import Point

MOST_POINTS = 100_000
MILLISECONDS_FROM = 1e11
"""As seconds since 1970 that is the year 5138, as milliseconds March 1973."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


class NoPoints(Exception):
    """The document does not give what was asked for; a sentence for the probe's owner."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures of a document are wanted, by paths.

    Without `points` one figure: `value`, at the moment of `time` or, without it, now. With
    `points`, a list, one figure of each item: `value` and `time` are paths inside of an item.
    """

    value: str
    time: str = ""
    points: str = ""


def points_in(document: Any, wanted: Wanted, now: dt.datetime) -> tuple[Point, ...]:
    """The points, in the document's order; a value that is null is no point.

    Raises NoPoints where a path leads nowhere, or to what is no number or no time: one item that
    cannot be read makes all of them wrong, for the rest would mislead.
    """
    if not wanted.points:
        return tuple(_point(document, wanted, now, ""))
    if not wanted.time:
        raise NoPoints("A list of points needs the path of the time in each of them.")
    listed = _found(document, wanted.points, "")
    if not isinstance(listed, list):
        raise NoPoints(f"At {wanted.points} there is no list, but {kind_of(listed)}.")
    if len(listed) > MOST_POINTS:
        raise NoPoints(f"At {wanted.points} there are more than {MOST_POINTS:,} points.")
    return tuple(
        point
        for place, item in enumerate(listed)
        for point in _point(item, wanted, now, f" in {wanted.points}[{place}]")
    )


def _point(item: Any, wanted: Wanted, now: dt.datetime, where: str) -> Iterator[Point]:
    value = _found(item, wanted.value, where)
    moment = _moment(_found(item, wanted.time, where), where) if wanted.time else now
    if value is not None:
        yield Point(moment, _number(value, where))


def _found(document: Any, path: str, where: str) -> Any:
    try:
        return at(document, path)
    except PathWrong as wrong:
        raise NoPoints(f"{str(wrong).rstrip('.')}{where}." if where else str(wrong)) from None


def _number(value: Any, where: str) -> float:
    """A number, a truth as 1 or 0, or a text that is a number and nothing else."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        raise NoPoints(f"The value{where} is a text that is no number.")
    if isinstance(value, dict | list):
        raise NoPoints(f"The value{where} is {kind_of(value)}, not a number.")
    try:
        number = float(value)
    except (OverflowError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise NoPoints(f"The value{where} is no finite number.")
    return number


def _moment(value: Any, where: str) -> dt.datetime:
    """A moment in ISO 8601 (UTC where no zone is named), or in seconds or milliseconds since
    1970."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    try:
        if isinstance(value, str):
            read = dt.datetime.fromisoformat(value.strip())
            return (read if read.tzinfo else read.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if abs(value) >= MILLISECONDS_FROM else value
            return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (OverflowError, OSError, ValueError):
        pass
    raise NoPoints(
        f"The time{where} is neither a date and time as in 2026-11-29T12:00:00Z "
        "nor a number of seconds or milliseconds since 1970."
    )
