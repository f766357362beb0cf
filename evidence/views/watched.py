"""What the pages show of a probe."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from charts.series import Bound, Series
from evidence.connectors.base import Metric
from evidence.models import Comparison, Probe, Reading

POINTS_IN_A_LINE = 60


@dataclass(frozen=True, slots=True)
class Watched:
    """A probe in a list: its state as seen now (None: never read), and its line."""

    probe: Probe
    state: str | None
    line: list[float]

    @classmethod
    def of(cls, probe: Probe, now: dt.datetime) -> Watched:
        """A probe that came with its newest reading."""
        series = probe.latest.series if probe.latest else []
        return cls(probe, probe.state_at(now), [value for _, value in series])


def series_of(reading: Reading) -> Series:
    """The points that a reading kept, with the bounds that its probe has now."""
    probe = reading.probe
    low = probe.comparison == Comparison.AT_LEAST
    zone = timezone.get_current_timezone()
    return Series(
        points=[(dt.datetime.fromtimestamp(at, zone), value) for at, value in reading.series],
        start=reading.window_start.astimezone(zone),
        end=reading.window_end.astimezone(zone),
        bounds=(
            Bound(probe.bound_pass, "passes at least" if low else "passes at most"),
            Bound(probe.bound_warn, "fails below" if low else "fails above"),
        ),
        good_is_low=not low,
        unit=reading.unit,
        label=probe.name,
    )


def recent_values(probe: Probe) -> list[float | None]:
    """The values of the newest readings, oldest first; None where one has none."""
    newest = probe.readings.order_by("-at", "-pk").values_list("value", flat=True)
    return list(newest[:POINTS_IN_A_LINE])[::-1]


def begin_with(metric: Metric) -> dict[str, object]:
    """A form's first values for a metric of the catalogue."""
    return {
        "name": metric.label,
        "statistic": metric.statistic.value,
        "comparison": metric.comparison.value,
        "bound_pass": metric.bound_pass,
        "bound_warn": metric.bound_warn,
        "window_seconds": 86400,
        "stale_after_seconds": 86400,
        "reason": metric.reason,
    }
