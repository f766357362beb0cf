"""Single facts that a preset needs beside CloudWatch's series, each a call of its own. Pure."""

from __future__ import annotations

import datetime as dt
import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from evidence.connectors.base import Query
from evidence.connectors.cloudwatch.series import region_of

RUNNING_HOURS = "EC2: Running Hours"
DAY = dt.timedelta(days=1)
ATTRIBUTES = frozenset(
    {
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesDelayed",
        "ApproximateNumberOfMessagesNotVisible",
        "DelaySeconds",
        "MaximumMessageSize",
        "MessageRetentionPeriod",
        "ReceiveMessageWaitTimeSeconds",
        "VisibilityTimeout",
    }
)


@dataclass(frozen=True, slots=True)
class FunctionTimeout:
    """How long a Lambda function may run, in milliseconds as its durations are."""

    calls: ClassVar[int] = 1

    region: str
    function: str

    @property
    def sent(self) -> str:
        return (
            f"aws lambda get-function-configuration --region {self.region}"
            f" --function-name {shlex.quote(self.function)} --query Timeout"
        )


@dataclass(frozen=True, slots=True)
class QueueAttribute:
    """A number that Amazon SQS says of a queue at this moment."""

    calls: ClassVar[int] = 2

    region: str
    queue: str
    attribute: str

    @property
    def sent(self) -> str:
        name = shlex.quote(self.queue)
        return (
            f"aws sqs get-queue-attributes --region {self.region} --queue-url"
            f' "$(aws sqs get-queue-url --region {self.region} --queue-name {name}'
            f' --output text)" --attribute-names {self.attribute}'
        )


@dataclass(frozen=True, slots=True)
class Usage:
    """What was used a day, by the way it was bought: of whole days, the last of them over for a
    day, since Cost Explorer is late. `end` is not included."""

    calls: ClassVar[int] = 1

    start: dt.date
    end: dt.date
    group: str
    tag: str
    tag_value: str

    @property
    def filter(self) -> dict[str, Any]:
        """Only what one kind of usage counts, so that hours are not added to bytes."""
        kind = {"Dimensions": {"Key": "USAGE_TYPE_GROUP", "Values": [self.group]}}
        if not self.tag:
            return kind
        return {"And": [kind, {"Tags": {"Key": self.tag, "Values": [self.tag_value]}}]}

    @property
    def sent(self) -> str:
        return (
            f"aws ce get-cost-and-usage --time-period Start={self.start},End={self.end}"
            " --granularity DAILY --metrics UsageQuantity"
            " --group-by Type=DIMENSION,Key=PURCHASE_TYPE"
            f" --filter {shlex.quote(json.dumps(self.filter))}"
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """What one query asks for: the call, and which part of its answer (all where it is empty)."""

    call: FunctionTimeout | QueueAttribute | Usage
    part: str = ""


def fact(query: Query, region: str) -> Fact:
    """The single fact that this query asks for. Raises ValueError with a sentence."""
    fields = query.fields
    kind = str(fields.get("call"))
    if kind == "lambda_timeout":
        return Fact(FunctionTimeout(region_of(fields, region), _needed(fields, "function")))
    if kind == "sqs_attribute":
        attribute = _needed(fields, "attribute")
        if attribute not in ATTRIBUTES:
            known = ", ".join(sorted(ATTRIBUTES))
            raise ValueError(f"A queue has no number “{attribute[:40]}”. It has {known}.")
        queue = _needed(fields, "queue")
        return Fact(QueueAttribute(region_of(fields, region), queue, attribute))
    if kind == "cost_explorer":
        return Fact(_usage(query), str(fields.get("purchase_type") or ""))
    raise ValueError(f"“{kind[:40]}” is no call that this connector makes.")


def _usage(query: Query) -> Usage:
    fields = query.fields
    start = query.start.astimezone(dt.UTC).date()
    end = (query.end.astimezone(dt.UTC) - DAY).date()
    if start >= end:
        raise ValueError("Cost Explorer has whole days, a day late. Choose at least 3 days.")
    tag = str(fields.get("tag") or "")
    value = str(fields.get("tag_value") or "")
    if bool(tag) != bool(value):
        raise ValueError("A cost allocation tag needs both its key and its value.")
    return Usage(start, end, str(fields.get("usage_type_group") or RUNNING_HOURS), tag, value)


def _needed(fields: Mapping[str, Any], name: str) -> str:
    value = str(fields.get(name) or "").strip()
    if not value:
        raise ValueError(f"This query lacks “{name}”.")
    return value
