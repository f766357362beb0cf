"""Single facts asked of AWS, each once in a collection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evidence.connectors.base import Query, Result, hash_of
from evidence.connectors.cloudwatch.doors import Doors
from evidence.connectors.cloudwatch.facts import (
    Fact,
    FunctionTimeout,
    QueueAttribute,
    Usage,
)
from evidence.connectors.cloudwatch.failures import Refused, in_words
from evidence.evaluate import Point

BILLING_REGION = "us-east-1"
"""Cost Explorer answers for all regions from one."""

MOST_PAGES = 20


@dataclass(slots=True)
class Days:
    """What was used each day, by the way it was bought."""

    by_day: dict[dt.date, dict[str, float]] = field(default_factory=dict)
    units: set[str] = field(default_factory=set)


class Lookups:
    """Asks for each fact once, whoever needs it."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._known: dict[FunctionTimeout | QueueAttribute | Usage, float | Days | str] = {}

    def result(self, fact: Fact, query: Query) -> Result:
        """The fact as a result: one point at the window's end, or one for each day's end.

        What is refused for itself is a result with an error. Raises SourceFailed.
        """
        if fact.call not in self._known:
            self._known[fact.call] = self._asked(fact.call)
        known = self._known[fact.call]
        if isinstance(known, str):
            return Result(fact.call.sent, error=known)
        if isinstance(known, float):
            points: tuple[Point, ...] = (Point(query.end, known),)
        elif len(known.units) > 1:
            units = ", ".join(sorted(known.units))
            words = f"Cost Explorer counts in several units ({units[:80]}), which do not add up."
            return Result(fact.call.sent, error=words)
        else:
            points = tuple(_days(known, fact.part))
        return Result(fact.call.sent, points, hash_of(points))

    def _asked(self, call: FunctionTimeout | QueueAttribute | Usage) -> float | Days | str:
        try:
            if isinstance(call, Usage):
                return self._usage(call)
            if isinstance(call, QueueAttribute):
                return self._attribute(call)
            return self._timeout(call)
        except Refused as refused:
            return str(refused)

    def _timeout(self, call: FunctionTimeout) -> float:
        client = self._doors.client("lambda", call.region)
        with in_words(call.region):
            answer = client.get_function_configuration(FunctionName=call.function)
            return float(answer["Timeout"]) * 1000

    def _attribute(self, call: QueueAttribute) -> float:
        client = self._doors.client("sqs", call.region)
        with in_words(call.region):
            url = client.get_queue_url(QueueName=call.queue)["QueueUrl"]
            asked = client.get_queue_attributes(QueueUrl=url, AttributeNames=[call.attribute])
            return float(asked["Attributes"][call.attribute])

    def _usage(self, call: Usage) -> Days:
        client = self._doors.client("ce", BILLING_REGION)
        asked: dict[str, Any] = {
            "TimePeriod": {"Start": call.start.isoformat(), "End": call.end.isoformat()},
            "Granularity": "DAILY",
            "Metrics": ["UsageQuantity"],
            "GroupBy": [{"Type": "DIMENSION", "Key": "PURCHASE_TYPE"}],
            "Filter": call.filter,
        }
        days = Days()
        for _ in range(MOST_PAGES):
            with in_words(BILLING_REGION):
                page = client.get_cost_and_usage(**asked)
                _read(page, days)
            if not page.get("NextPageToken"):
                return days
            asked["NextPageToken"] = page["NextPageToken"]
        raise Refused("Cost Explorer gives more pages than there are days.", asked_wrongly=True)


def _read(page: Mapping[str, Any], days: Days) -> None:
    for result in page["ResultsByTime"]:
        day = days.by_day.setdefault(dt.date.fromisoformat(result["TimePeriod"]["Start"]), {})
        for group in result.get("Groups", []):
            used = group["Metrics"]["UsageQuantity"]
            bought = str(group["Keys"][0])
            day[bought] = day.get(bought, 0.0) + float(used["Amount"])
            days.units.add(str(used.get("Unit", "")))


def _days(days: Days, bought: str) -> list[Point]:
    """A day in which nothing was bought in that way counts 0: the day was answered for."""
    return [
        Point(
            dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC),
            used.get(bought, 0.0) if bought else sum(used.values()),
        )
        for day, used in sorted(days.by_day.items())
    ]
