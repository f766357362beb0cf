"""A query as one series of CloudWatch: its whole intervals, its metric or expression. Pure."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.connectors.base import Query
from evidence.connectors.cloudwatch.metrics import Metric, metric, metrics

SETTLING = 300
"""Seconds after which an interval is taken as complete, unless a preset says otherwise."""

MINUTE = 60
DAY = 86400
KEPT = ((3 * 3600, 1), (15 * DAY, MINUTE), (63 * DAY, 300), (455 * DAY, 3600))
"""For how long CloudWatch keeps points of which grain, both in seconds."""

STAMP = "%Y-%m-%dT%H:%M:%SZ"
FINE = (1, 5, 10, 20, 30)
LONGEST_EXPRESSION = 2048
MOST_PARTS = 100
REGION = re.compile(r"[a-z]{2,4}(-[a-z]+){1,3}-[0-9]{1,2}")
_WORD = re.compile(r"""("[^"]*"|'[^']*')|(?<![\w.])([A-Za-z_]\w*)""")
_ALONE = re.compile(r"METRICS\s*\(|^\s*SELECT\b", re.IGNORECASE)
_SELECT = re.compile(r"\s*SELECT\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Series:
    """What one query asks of GetMetricData, from `start` (in) to `end` (out), UTC.

    Either `metric`, or `expression` over the metrics `parts`.
    """

    region: str
    start: dt.datetime
    end: dt.datetime
    grain: int
    metric: Metric | None = None
    expression: str = ""
    parts: tuple[tuple[str, Metric], ...] = ()

    @property
    def weight(self) -> int:
        """How many of the 500 queries of a call it takes."""
        return 1 + len(self.parts)

    @property
    def points(self) -> int:
        """How many points it can have, those of the parts counted too."""
        return int((self.end - self.start).total_seconds()) // self.grain * self.weight

    @property
    def alone(self) -> bool:
        """Whether it would see the other queries of a call, or may stand in it only once."""
        return bool(_ALONE.search(self.expression))

    def queries(self, ident: str) -> list[dict[str, Any]]:
        """The MetricDataQueries: the one called `ident` is answered, its parts are not."""
        if self.metric:
            return [self.metric.as_query(ident, self.grain)]
        names = {name: f"{ident}_{name}" for name, _ in self.parts}
        query: dict[str, Any] = {"Id": ident, "Expression": _renamed(self.expression, names)}
        if _SELECT.match(self.expression):
            query["Period"] = self.grain
        rest = [part.as_query(names[name], self.grain, shown=False) for name, part in self.parts]
        return [query, *rest]

    @property
    def sent(self) -> str:
        """The query as a command that anybody with the rights can repeat."""
        asked = json.dumps(self.queries("q"), separators=(",", ":"))
        return (
            f"aws cloudwatch get-metric-data --region {self.region}"
            f" --start-time {self.start:{STAMP}} --end-time {self.end:{STAMP}}"
            f" --scan-by TimestampAscending --metric-data-queries {shlex.quote(asked)}"
        )


def series(query: Query, region: str) -> Series:
    """What this query asks for. Raises ValueError with a sentence for its owner.

    The window ends with the last interval that is over, so that half an hour is never taken for
    an hour; and every query of that hour asks for the same, which Amazon answers from its cache.
    """
    fields = query.fields
    start, end = _span(query, _whole(fields.get("delay", SETTLING)))
    spanned = functools.partial(Series, region_of(fields, region), start, end, query.grain)
    expression = str(fields.get("expression") or "").strip()
    if not expression:
        return spanned(metric=metric(fields))
    parts = metrics(fields.get("metrics"))
    if len(parts) > MOST_PARTS:
        raise ValueError(f"An expression has at most {MOST_PARTS} metrics.")
    _check_expression(expression, parts)
    return spanned(expression=expression, parts=tuple(parts.items()))


def region_of(fields: Mapping[str, Any], region: str) -> str:
    """The region of a query or else of its source. Raises ValueError."""
    named = str(fields.get("region") or region).strip()
    if not REGION.fullmatch(named):
        raise ValueError(f"“{named[:40]}” is no region of AWS. Write it as eu-central-1.")
    return named


def _span(query: Query, delay: int) -> tuple[dt.datetime, dt.datetime]:
    grain = query.grain
    if grain not in FINE and (grain < MINUTE or grain % MINUTE):
        raise ValueError(f"CloudWatch has points of whole minutes: {grain} s is none of them.")
    start = _floor(query.start, grain)
    end = _floor(query.end - dt.timedelta(seconds=delay), grain)
    if start >= end:
        raise ValueError("The window is too short: no interval of it is over yet.")
    # The window itself counts: that its first interval begins a little earlier costs nothing.
    age = (query.end - query.start).total_seconds()
    finest = next((finest for kept, finest in KEPT if age <= kept), 0)
    if not finest:
        raise ValueError("CloudWatch forgets after 455 days. Choose a shorter window.")
    if grain % finest:
        raise ValueError(
            f"Of a window this long CloudWatch has points of {finest} s at the finest. "
            f"Choose a multiple of {finest} s, or a shorter window."
        )
    return start, end


def _floor(moment: dt.datetime, grain: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(moment.timestamp()) // grain * grain, dt.UTC)


def _check_expression(expression: str, parts: Mapping[str, Metric]) -> None:
    if len(expression) > LONGEST_EXPRESSION:
        raise ValueError(f"An expression has at most {LONGEST_EXPRESSION} characters.")
    if _SELECT.match(expression):
        return
    for _, word in _WORD.findall(expression):
        if word[:1].islower() and word not in parts:
            raise ValueError(
                f"The expression speaks of “{word[:40]}”, which is none of its metrics."
            )


def _renamed(expression: str, names: Mapping[str, str]) -> str:
    """The expression with its own names made those of the call; what is quoted stays."""

    def rename(found: re.Match[str]) -> str:
        return found[1] or names.get(found[2], found[2])

    return _WORD.sub(rename, expression)


def _whole(value: object) -> int:
    try:
        return max(0, int(str(value)))
    except ValueError:
        raise ValueError("“delay” is a whole number of seconds.") from None
