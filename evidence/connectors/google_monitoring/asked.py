"""What a query asks of Cloud Monitoring or Cloud Scheduler, its fields checked. Pure."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.connectors.base import Query
from evidence.connectors.google_monitoring.words import ALIGNERS, JOB_FIELDS, REDUCERS, TAKES

SHORTEST = 60
"""Seconds: Google aligns points no closer than this."""

LONGEST = 1000
METRIC_KEYS = {"metric", "resource", "labels", "metric_labels", "aligner", "reducer"}
METRIC_KEYS |= {"take", "divide_by"}
JOB_KEYS = {"call", "job", "location", "field", "schedule", "time_zone"}
LABEL = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,500}")

Labels = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """All that one call to Cloud Monitoring fixes, apart from the label by which it is split.

    `start` and `end` are whole seconds since the epoch, `period` is seconds. Labels are sorted by
    name, and each has the values of which one must match.
    """

    metric: str
    resource: str
    labels: Labels
    metric_labels: Labels
    aligner: str
    reducer: str
    period: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MetricAsked:
    """A query of Cloud Monitoring. Points are divided by `divide_by`."""

    shape: Shape
    take: str = "mean"
    divide_by: float = 1.0


@dataclass(frozen=True, slots=True)
class JobAsked:
    """A query of Cloud Scheduler: one point about a job as it is now."""

    location: str
    job: str
    field: str
    end: dt.datetime
    schedule: str = ""
    time_zone: str = ""


def asked(query: Query) -> MetricAsked | JobAsked:
    """What the query asks. Raises ValueError with a sentence for its owner."""
    fields = query.fields
    return _job(fields, query.end) if "call" in fields else _metric(fields, query)


def _job(fields: Mapping[str, Any], end: dt.datetime) -> JobAsked:
    _only(fields, JOB_KEYS)
    _choice(fields, "call", ("scheduler_job",))
    for name in ("location", "job"):
        if not IDENTIFIER.fullmatch(_text(fields, name)):
            raise ValueError(f"The {name} holds letters, digits, hyphens and underscores only.")
    field = _choice(fields, "field", JOB_FIELDS, "enabled")
    schedule = _text(fields, "schedule") if field == "as_planned" else ""
    time_zone = str(fields.get("time_zone") or "").strip()
    return JobAsked(
        _text(fields, "location"), _text(fields, "job"), field, end, schedule, time_zone
    )


def _metric(fields: Mapping[str, Any], query: Query) -> MetricAsked:
    _only(fields, METRIC_KEYS)
    aligner = _choice(fields, "aligner", ALIGNERS)
    reducer = _choice(fields, "reducer", REDUCERS, "REDUCE_NONE")
    if aligner == "ALIGN_NONE" and reducer != "REDUCE_NONE":
        raise ValueError("Series are reduced only once they are aligned: choose an aligner.")
    period, start, end = _spans(query)
    shape = Shape(
        metric=_text(fields, "metric"),
        resource=_text(fields, "resource"),
        labels=_labels(fields, "labels"),
        metric_labels=_labels(fields, "metric_labels"),
        aligner=aligner,
        reducer=reducer,
        period=period,
        start=start,
        end=end,
    )
    return MetricAsked(shape, _choice(fields, "take", TAKES, "mean"), _divided(fields))


def _spans(query: Query) -> tuple[int, int, int]:
    """The period, the start and the end: as many whole periods as end with the window and lie in
    it, since Google counts periods back from the end."""
    end, window = int(query.end.timestamp()), (query.end - query.start).total_seconds()
    period = int(max(SHORTEST, min(query.grain, window)))
    return period, end - period * max(1, int(window // period)), end


def _labels(fields: Mapping[str, Any], name: str) -> Labels:
    given = fields.get(name) or {}
    pairs = _lines(given) if isinstance(given, str) else given
    if not isinstance(pairs, Mapping):
        raise ValueError(  # noqa: TRY004  (of what its owner typed)
            f"“{name}” are names and values, one to a line: name = value."
        )
    found = []
    for label, value in pairs.items():
        if not LABEL.fullmatch(str(label)):
            raise ValueError(f"“{str(label)[:60]}” is no name of a label.")
        values = value if isinstance(value, list | tuple) else [value]
        texts = tuple(sorted({str(each) for each in values}))
        if not texts or any(not text or len(text) > LONGEST for text in texts):
            raise ValueError(f"The label “{label}” needs a value.")
        found.append((str(label), texts))
    return tuple(sorted(found))


def _lines(text: str) -> dict[str, str]:
    pairs = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, equals, value = line.partition("=")
        if not equals:
            raise ValueError(f"“{line[:60]}” is no label: write name = value.")
        pairs[name.strip()] = value.strip().strip('"')
    return pairs


def _only(fields: Mapping[str, Any], known: set[str]) -> None:
    for name in fields:
        if name not in known:
            raise ValueError(f"There is no field “{str(name)[:60]}” in such a query.")


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = str(fields.get(name) or "").strip()
    if not value or len(value) > LONGEST:
        raise ValueError(f"“{name}” is missing or too long.")
    return value


def _choice(fields: Mapping[str, Any], name: str, known: tuple[str, ...], default: str = "") -> str:
    value = str(fields.get(name) or default)
    if value not in known:
        raise ValueError(f"“{name}” is one of {', '.join(known)}."[:300])
    return value


def _divided(fields: Mapping[str, Any]) -> float:
    given = fields.get("divide_by", "")
    try:
        value = 1.0 if given in ("", None) else float(given)
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value) or value <= 0:
        raise ValueError("“divide_by” is a number above 0.")
    return value
