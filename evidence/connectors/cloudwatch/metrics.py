"""A metric of CloudWatch, read from what a preset or a person says. Pure.

Everything that Amazon would refuse is refused here, with a sentence: there one wrong query spoils
the call, and with it 499 others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_DIMENSIONS = 30
LONGEST_NAME = 255
LONGEST_VALUE = 1024
STATISTICS = frozenset({"Average", "Sum", "Minimum", "Maximum", "SampleCount", "IQM"})
_PERCENT = r"(?:100|[0-9]{1,2}(?:\.[0-9]{1,10})?)"
_RANGE = r"\((?:[0-9.]*%?):(?:[0-9.]*%?)\)"
_EXTENDED = re.compile(rf"(?:p|tm|tc|ts|wm){_PERCENT}|(?:PR|TM|TC|TS|WM){_RANGE}")
_ACCOUNT = re.compile(r"[0-9]{12}")
NAME = re.compile(r"[a-z][A-Za-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric and the statistic of it; `dimensions` are names with values, in order."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    stat: str
    account: str

    def as_query(self, ident: str, period: int, *, shown: bool = True) -> dict[str, Any]:
        """A MetricDataQuery. The unit is never sent: a wrong one gives an empty answer."""
        query: dict[str, Any] = {
            "Id": ident,
            "MetricStat": {
                "Metric": {
                    "Namespace": self.namespace,
                    "MetricName": self.name,
                    "Dimensions": [{"Name": n, "Value": v} for n, v in self.dimensions],
                },
                "Period": period,
                "Stat": self.stat,
            },
        }
        if not shown:
            query["ReturnData"] = False
        if self.account:
            query["AccountId"] = self.account
        return query


def metric(fields: Mapping[str, Any]) -> Metric:
    """The metric that these fields name. Raises ValueError with a sentence."""
    stat = _text(fields, "stat") or "Average"
    if stat not in STATISTICS and not _EXTENDED.fullmatch(stat):
        raise ValueError(
            f"CloudWatch knows no statistic “{stat[:40]}”. "
            "It knows Average, Sum, Minimum, Maximum, SampleCount and percentiles such as p95."
        )
    account = _text(fields, "account")
    if account and not _ACCOUNT.fullmatch(account):
        raise ValueError("An account of AWS is a number of 12 digits.")
    return Metric(
        namespace=_name(fields, "namespace", "a namespace, such as AWS/SQS"),
        name=_name(fields, "metric", "the name of a metric"),
        dimensions=dimensions(fields.get("dimensions")),
        stat=stat,
        account=account,
    )


def metrics(given: object) -> dict[str, Metric]:
    """The metrics of an expression by their names: from a mapping, or from lines such as
    `sent = AWS/SQS | NumberOfMessagesSent | Sum | QueueName=orders`. Raises ValueError."""
    found = given if isinstance(given, Mapping) else _lines(str(given or ""))
    for name in found:
        if not NAME.fullmatch(str(name)):
            raise ValueError(
                f"“{str(name)[:40]}” cannot name a metric of an expression: "
                "it begins with a lower-case letter and goes on with letters, digits and _."
            )
    return {str(name): _part(str(name), fields) for name, fields in found.items()}


def _part(name: str, fields: object) -> Metric:
    if isinstance(fields, Mapping):
        return metric(fields)
    raise ValueError(f"The metric “{name}” of the expression has no namespace and no name.")


def dimensions(given: object) -> tuple[tuple[str, str], ...]:
    """Names with values: from a mapping, or from lines `Name=Value`. Raises ValueError."""
    found = dict(given) if isinstance(given, Mapping) else _pairs(str(given or "").splitlines())
    if len(found) > MOST_DIMENSIONS:
        raise ValueError(f"A metric has at most {MOST_DIMENSIONS} dimensions.")
    return tuple((str(name), _dimension(str(name), value)) for name, value in found.items())


def _dimension(name: str, value: object) -> str:
    text = str(value).strip()
    if not text or not name:
        raise ValueError(f"The dimension “{name[:60]}” has no value.")
    if len(name) > LONGEST_NAME or len(text) > LONGEST_VALUE or not text.isascii():
        raise ValueError(f"The dimension “{name[:60]}” is too long, or not ASCII.")
    return text


def _pairs(lines: list[str]) -> dict[str, str]:
    pairs = {}
    for line in filter(str.strip, lines):
        name, equals, value = line.partition("=")
        if not equals:
            raise ValueError(f"Write a dimension as Name=Value, not “{line.strip()[:60]}”.")
        pairs[name.strip()] = value.strip()
    return pairs


def _lines(text: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in filter(str.strip, text.splitlines()):
        name, _, rest = line.partition("=")
        parts = [part.strip() for part in rest.split("|")]
        if len(parts) < 3:
            raise ValueError(
                "Write a metric of an expression as "
                "“name = namespace | metric | statistic | Dimension=Value”, "
                f"not “{line.strip()[:60]}”."
            )
        found[name.strip()] = {
            "namespace": parts[0],
            "metric": parts[1],
            "stat": parts[2],
            "dimensions": _pairs(parts[3:]),
        }
    return found


def _name(fields: Mapping[str, Any], field: str, said: str) -> str:
    text = _text(fields, field)
    if not text:
        raise ValueError(f"This query lacks {said}.")
    if len(text) > LONGEST_NAME or not text.isascii():
        raise ValueError(f"“{text[:60]}” is too long for {said}, or not ASCII.")
    return text


def _text(fields: Mapping[str, Any], field: str) -> str:
    return str(fields.get(field) or "").strip()
