"""Which calls to Cloud Monitoring a number of queries take, and what each call says. Pure.

One call asks for one metric. Queries that differ only in the value of one label of the resource
share a call, which names all the values and is split again by that label.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evidence.connectors.google_monitoring.asked import Labels, MetricAsked, Shape
from evidence.connectors.google_monitoring.words import equals

BATCH = 500
"""Queries that are planned together, so that no more answers are held at once."""

MOST_VALUES = 100
MOST_CHARACTERS = 6000
"""Of values in one filter. Google names no limit; filters of about 11,000 were seen refused."""

PROJECT = "resource.labels.project_id"


@dataclass(slots=True)
class Call:
    """One call: a shape, the label it is split by ("" for none), and by each of the label's
    values the places of the queries that it answers."""

    shape: Shape
    label: str = ""
    places: dict[str, list[int]] = field(default_factory=dict)

    @property
    def filter(self) -> str:
        """The filter that is sent."""
        return filter_of(self.shape, self.label, tuple(self.places))

    @property
    def group_by(self) -> tuple[str, ...]:
        """The labels that stay apart where series are reduced: two projects are never summed."""
        if self.shape.reducer == "REDUCE_NONE":
            return ()
        return (PROJECT, f"resource.labels.{self.label}") if self.label else (PROJECT,)


def calls(asked: Mapping[int, MetricAsked]) -> list[Call]:
    """The calls for these queries by their places, each query in exactly one of them."""
    families: dict[tuple[Shape, tuple[str, ...]], list[int]] = {}
    for place, each in asked.items():
        names = tuple(name for name, _ in each.shape.labels)
        families.setdefault((replace(each.shape, labels=()), names), []).append(place)
    found: list[Call] = []
    for (_, names), members in families.items():
        shapes = {place: asked[place].shape for place in members}
        label = _splitting(names, [shape.labels for shape in shapes.values()])
        for group in _grouped(shapes, label).values():
            found += _within_limits(group)
    return found


def filter_of(shape: Shape, label: str = "", values: tuple[str, ...] = ()) -> str:
    """The filter for a shape, and for these values of one more label of the resource."""
    conditions = [
        equals("metric.type", (shape.metric,)),
        equals("resource.type", (shape.resource,)),
        *(equals(f"resource.labels.{name}", of) for name, of in shape.labels),
        *(equals(f"metric.labels.{name}", of) for name, of in shape.metric_labels),
    ]
    if label:
        conditions.append(equals(f"resource.labels.{label}", values))
    return " AND ".join(conditions)


def as_sent(project: str, call: Call, value: str) -> str:
    """The query that gives one value's series by itself, in the words of the REST API."""
    shape = call.shape
    values = (value,) if call.label else ()
    aggregation: dict[str, object] = {"perSeriesAligner": shape.aligner}
    if shape.aligner != "ALIGN_NONE":
        aggregation |= {"alignmentPeriod": f"{shape.period}s"}
        aggregation |= {"crossSeriesReducer": shape.reducer, "groupByFields": list(call.group_by)}
    request = {
        "name": f"projects/{project}",
        "filter": filter_of(shape, call.label, values),
        "interval": {"startTime": _stamp(shape.start), "endTime": _stamp(shape.end)},
        "aggregation": aggregation,
    }
    others = len(call.places) - 1
    together = f", asked together with {others} more of {call.label}" if others > 0 else ""
    return f"timeSeries.list {json.dumps(request)}{together}"


def _stamp(seconds: int) -> str:
    return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _splitting(names: Sequence[str], labels: Sequence[Labels]) -> str:
    """The label by which these queries fall into the fewest calls; "" where that saves nothing."""
    if len(set(labels)) == 1:
        return ""
    counts = {
        name: len({(_without(each, name), _several(each, name)) for each in labels})
        for name in names
    }
    return min(counts, key=lambda name: counts[name])


def _grouped(shapes: Mapping[int, Shape], label: str) -> dict[tuple[Shape, Labels], Call]:
    """The queries by what is left when the label is taken away. One that asks for several values
    of the label at once stays by itself."""
    groups: dict[tuple[Shape, Labels], Call] = {}
    for place, shape in shapes.items():
        several = _several(shape.labels, label)
        by = "" if several or not label else label
        rest = replace(shape, labels=_without(shape.labels, by))
        value = dict(shape.labels)[by][0] if by else ""
        call = groups.setdefault((rest, several), Call(rest, by))
        call.places.setdefault(value, []).append(place)
    return groups


def _without(labels: Labels, name: str) -> Labels:
    return tuple(pair for pair in labels if pair[0] != name)


def _several(labels: Labels, name: str) -> Labels:
    return tuple(pair for pair in labels if pair[0] == name and len(pair[1]) > 1)


def _within_limits(call: Call) -> Iterable[Call]:
    return [Call(call.shape, call.label, part) for part in _parts(call.places)]


def _parts(places: Mapping[str, list[int]]) -> Iterator[dict[str, list[int]]]:
    part: dict[str, list[int]] = {}
    length = 0
    for value, numbers in places.items():
        if part and (len(part) == MOST_VALUES or length + len(value) > MOST_CHARACTERS):
            yield part
            part, length = {}, 0
        part[value] = numbers
        length += len(value) + 4
    yield part
