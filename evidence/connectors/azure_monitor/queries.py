"""From a query to what Azure is asked for: names, whole intervals, and the text to repeat it by.

Pure.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from evidence.connectors.base import Query

API_VERSION = "2024-02-01"
MOST_SERIES = 1000
"""How many series of a filtered metric are asked for; Azure sends ten unless told otherwise."""

AGGREGATIONS = {name.lower(): name for name in ("Total", "Average", "Maximum", "Minimum", "Count")}
INTERVALS = {
    60: "PT1M",
    300: "PT5M",
    900: "PT15M",
    1800: "PT30M",
    3600: "PT1H",
    21600: "PT6H",
    43200: "PT12H",
    86400: "P1D",
}
"""The intervals that Azure knows, by their seconds."""

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
RESOURCE = re.compile(
    r"/subscriptions/(?P<subscription>[^/]+)/resourceGroups/[^/]+/providers"
    r"/(?P<provider>[^/]+)(?P<rest>(/[^/]+/[^/]+)+)",
    re.IGNORECASE,
)
UNSAFE = re.compile(r"[\x00-\x1f\x7f?#\\%]")


@dataclass(frozen=True, slots=True)
class Asked:
    """One metric of one resource over whole intervals; `place` is the query's in its list.

    `start` and `end` lie on interval boundaries in UTC: Azure counts its intervals from the start
    that it is given, and one that is not over yet would say too little.
    """

    place: int
    resource: str
    subscription: str
    kind: str
    namespace: str
    metric: str
    aggregation: str
    seconds: int
    filter: str
    start: dt.datetime
    end: dt.datetime
    divide_by: float = 1.0

    @property
    def interval(self) -> str:
        """As Azure writes it: "PT1H"."""
        return INTERVALS[self.seconds]

    @property
    def family(self) -> tuple[object, ...]:
        """What must be the same for queries to share a call."""
        return (
            self.subscription.lower(),
            self.kind,
            self.namespace.lower(),
            self.aggregation,
            self.seconds,
            self.filter,
            self.start,
            self.end,
        )

    def sent(self, endpoint: str) -> str:
        """The request for this one query alone, to be repeated by hand."""
        parameters = {
            "api-version": API_VERSION,
            "starttime": moment(self.start),
            "endtime": moment(self.end),
            "interval": self.interval,
            "metricnamespace": self.namespace,
            "metricnames": self.metric,
            "aggregation": self.aggregation,
        }
        if self.filter:
            parameters |= {"top": str(MOST_SERIES), "filter": self.filter}
        query = "&".join(f"{key}={quote(value, safe=':/')}" for key, value in parameters.items())
        body = json.dumps({"resourceids": [self.resource]})
        path = f"/subscriptions/{self.subscription}/metrics:getBatch"
        divided = f"\nand each value divided by {self.divide_by:g}" if self.divide_by != 1 else ""
        return f"POST {endpoint}{path}?{query}\n{body}{divided}"


def asked(query: Query, place: int) -> Asked:
    """What Azure is asked for. Raises ValueError with a sentence for the query's owner."""
    resource = _text(query.fields, "resource").rstrip("/")
    parts = RESOURCE.fullmatch(resource)
    if not parts or UNSAFE.search(resource):
        raise ValueError(
            "The resource id must be whole, as in the JSON view of the portal: "
            "/subscriptions/…/resourceGroups/…/providers/…/…/…."
        )
    kind = f"{parts['provider']}/{'/'.join(parts['rest'].split('/')[1::2])}"
    metric = _text(query.fields, "metric")
    if not metric or "," in metric:
        raise ValueError("A query needs the name of one metric.")
    aggregation = _text(query.fields, "aggregation").lower()
    if aggregation not in AGGREGATIONS:
        raise ValueError(f"The aggregation must be one of {', '.join(AGGREGATIONS.values())}.")
    seconds = _interval(query)
    start, end = _up(query.start, seconds), _down(query.end, seconds)
    if start >= end:
        raise ValueError(
            f"The window holds no whole interval of {INTERVALS[seconds]}: "
            "take a longer window or a finer grain."
        )
    return Asked(
        place=place,
        resource=resource,
        subscription=parts["subscription"],
        kind=kind.lower(),
        namespace=_text(query.fields, "namespace") or kind,
        metric=metric,
        aggregation=aggregation,
        seconds=seconds,
        filter=_text(query.fields, "filter"),
        start=start,
        end=end,
        divide_by=_divisor(query.fields),
    )


def moment(at: dt.datetime) -> str:
    """A moment as Azure writes it."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(fields: Mapping[str, Any], name: str) -> str:
    return str(fields.get(name, "") or "").strip()


def _divisor(fields: Mapping[str, Any]) -> float:
    value = fields.get("divide_by", "")
    try:
        number = 1.0 if value in ("", None) else float(value)
    except (TypeError, ValueError):
        number = 0.0
    if not 0 < abs(number) < float("inf"):
        raise ValueError("“Divide by” must be a number other than 0.")
    return number


def _interval(query: Query) -> int:
    """The finest interval that is not finer than the grain; P1D where the grain is coarser."""
    return next((seconds for seconds in INTERVALS if seconds >= query.grain), 86400)


def _down(at: dt.datetime, seconds: int) -> dt.datetime:
    length = dt.timedelta(seconds=seconds)
    return at.astimezone(dt.UTC) - (at - EPOCH) % length


def _up(at: dt.datetime, seconds: int) -> dt.datetime:
    down = _down(at, seconds)
    return down if down == at else down + dt.timedelta(seconds=seconds)
