"""The words of Cloud Monitoring's queries, and how a text stands in its filters. Pure."""

from __future__ import annotations

ALIGNERS = (
    "ALIGN_NONE",
    "ALIGN_DELTA",
    "ALIGN_RATE",
    "ALIGN_INTERPOLATE",
    "ALIGN_NEXT_OLDER",
    "ALIGN_MIN",
    "ALIGN_MAX",
    "ALIGN_MEAN",
    "ALIGN_COUNT",
    "ALIGN_SUM",
    "ALIGN_STDDEV",
    "ALIGN_COUNT_TRUE",
    "ALIGN_COUNT_FALSE",
    "ALIGN_FRACTION_TRUE",
    "ALIGN_PERCENTILE_99",
    "ALIGN_PERCENTILE_95",
    "ALIGN_PERCENTILE_50",
    "ALIGN_PERCENTILE_05",
    "ALIGN_PERCENT_CHANGE",
)

REDUCERS = (
    "REDUCE_NONE",
    "REDUCE_MEAN",
    "REDUCE_MIN",
    "REDUCE_MAX",
    "REDUCE_SUM",
    "REDUCE_STDDEV",
    "REDUCE_COUNT",
    "REDUCE_COUNT_TRUE",
    "REDUCE_COUNT_FALSE",
    "REDUCE_FRACTION_TRUE",
    "REDUCE_PERCENTILE_99",
    "REDUCE_PERCENTILE_95",
    "REDUCE_PERCENTILE_50",
    "REDUCE_PERCENTILE_05",
)

TAKES = ("mean", "total", "count")
"""What is taken of a distribution: its mean, the sum of its values, or how many there are."""

JOB_FIELDS = ("enabled", "attempt_age", "attempt_ok", "as_planned")
"""What can be asked of a job of Cloud Scheduler: see `jobs`."""


def escaped(text: str) -> str:
    """A text as it stands between the double quotes of a filter."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def equals(field: str, values: tuple[str, ...]) -> str:
    """The condition that a field has one of these values."""
    texts = [f'"{escaped(value)}"' for value in values]
    return f"{field} = {texts[0]}" if len(texts) == 1 else f"{field} = one_of({', '.join(texts)})"
