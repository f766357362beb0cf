"""What an answer of Prometheus's HTTP API says: the points of one series, or why not. Pure.

The format is that of /api/v1/query and /api/v1/query_range, which Thanos, Mimir, Cortex and
VictoriaMetrics give as well.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from evidence.evaluate import Point

LONGEST = 300
STRANGE = "The answer is not in the format of Prometheus: its points cannot be read."


class NoPoints(Exception):
    """One answer that must not be judged. The message says why, to the owner of the query."""


def points_in(answer: Any) -> tuple[Point, ...]:
    """The points of the one series in a successful answer; none where it has no series.

    A value that is not a number (NaN) is no point: so PromQL writes a share of nothing. Infinite
    values stay. Raises NoPoints for several series, for histograms, for what is no series, and
    for an answer that came only in part.
    """
    if not isinstance(answer, Mapping) or answer.get("status") != "success":
        raise NoPoints(STRANGE)
    _refuse_partial(answer)
    try:
        kind, result = answer["data"]["resultType"], answer["data"]["result"]
        return tuple(_points(kind, result))
    except (KeyError, TypeError, ValueError, IndexError, OverflowError, OSError):
        raise NoPoints(STRANGE) from None


def refusal_in(answer: Any) -> tuple[str, str] | None:
    """The kind of an error and Prometheus's own words for it; None where it says none."""
    if not isinstance(answer, Mapping) or answer.get("status") != "error":
        return None
    return str(answer.get("errorType", "")), in_short(answer.get("error", ""))


def in_short(words: Any) -> str:
    """Words of a server as one printable line that fits into a message."""
    line = " ".join(str(words).split())
    line = "".join(sign if sign.isprintable() else "�" for sign in line)
    return line if len(line) <= LONGEST - 80 else line[: LONGEST - 81] + "…"


def _refuse_partial(answer: Mapping[str, Any]) -> None:
    warnings = answer.get("warnings")
    if warnings:
        # "infos" are guesses about names and harm nothing; warnings say that values are missing
        # or wrong.
        first = warnings[0] if isinstance(warnings, list) else warnings
        raise NoPoints(f"Prometheus warns that its answer is not whole: {in_short(first)}")
    if answer.get("isPartial"):
        raise NoPoints("The answer is only partial: a part of the store did not answer.")


def _points(kind: str, result: Any) -> list[Point]:
    if kind == "scalar":
        return _read([result])
    if kind not in ("vector", "matrix"):
        raise NoPoints(f"The query gives a {in_short(kind)} and no series of numbers.")
    if len(result) > 1:
        raise NoPoints(
            f"The query gives {len(result):,} series where one is needed: "
            "bring them together, for example with sum(…) or max(…)."
        )
    if not result:
        return []
    series = result[0]
    if "histogram" in series or "histograms" in series:
        raise NoPoints(
            "The query gives histograms where numbers are needed: "
            "take one out of them, for example with histogram_quantile(0.95, …)."
        )
    return _read([series["value"]] if kind == "vector" else series["values"])


def _read(pairs: list[Any]) -> list[Point]:
    points = [
        Point(dt.datetime.fromtimestamp(moment, dt.UTC), float(value)) for moment, value in pairs
    ]
    return [point for point in points if not math.isnan(point.value)]
