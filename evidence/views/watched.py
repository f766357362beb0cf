"""What the pages show of a probe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from charts.series import Bound, Series
from evidence.actions.measures import Measure, Trial
from evidence.actions.probes import Asked
from evidence.asking import Asking
from evidence.connectors import connectors
from evidence.evaluate import Bounds, Comparison, downsample
from evidence.judge import bounds_in_words
from evidence.models import Probe, Reading, Source

POINTS_IN_A_LINE = 60


@dataclass(frozen=True, slots=True)
class Watched:
    """A probe in a list: its state as seen now (None: never read), its line, and what is good."""

    probe: Probe
    state: str | None
    line: list[float]
    good: str

    @classmethod
    def of(cls, probe: Probe, now: dt.datetime) -> Watched:
        """A probe that came with its newest reading."""
        series = probe.latest.series if probe.latest else []
        good, _ = bounds_in_words(probe.bounds, probe.unit)
        return cls(probe, probe.state_at(now), [value for _, value in series], good)


def series_of(reading: Reading) -> Series:
    """The points that a reading kept, with the bounds that its probe has now."""
    probe = reading.probe
    return _series(
        [(at, value) for at, value in reading.series],
        (reading.window_start, reading.window_end),
        probe.bounds,
        unit=reading.unit,
        label=probe.name,
    )


def drawn(trial: Trial, measure: Measure, asked: Asked) -> Series:
    """The points of a measure that was tried, with the bounds that were asked for."""
    end = timezone.now()
    statistic = measure.evaluator.statistic
    points = downsample(trial.judgement.points, statistic)
    return _series(
        [(point.at.timestamp(), point.value) for point in points],
        (end - dt.timedelta(seconds=asked.window_seconds), end),
        asked.bounds,
        unit=measure.unit,
        label=asked.name,
    )


def _series(
    points: Sequence[tuple[float, float]],
    window: tuple[dt.datetime, dt.datetime],
    bounds: Bounds,
    *,
    unit: str,
    label: str,
) -> Series:
    zone = timezone.get_current_timezone()
    low = bounds.comparison is Comparison.AT_LEAST
    lines = [
        Bound(bounds.bound_pass, "passes at least" if low else "passes at most"),
        Bound(bounds.bound_warn, "fails below" if low else "fails above"),
    ]
    if bounds.floor_pass is not None and bounds.floor_warn is not None:
        lines += [
            Bound(bounds.floor_pass, "passes at least"),
            Bound(bounds.floor_warn, "fails below"),
        ]
    return Series(
        points=[(dt.datetime.fromtimestamp(at, zone), value) for at, value in points],
        start=window[0].astimezone(zone),
        end=window[1].astimezone(zone),
        bounds=tuple(lines),
        good_is_low=not low,
        unit=unit,
        label=label,
    )


def recent_values(probe: Probe) -> list[float | None]:
    """The values of the newest readings, oldest first; None where one has none."""
    newest = probe.readings.order_by("-at", "-pk").values_list("value", flat=True)
    return list(newest[:POINTS_IN_A_LINE])[::-1]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a source costs in requests: at the least a collection, and a month of 30 days."""

    each: int
    month: int


def cost_of(source: Source, probes: Sequence[Probe]) -> Cost | None:
    """The requests that these probes take; None where its connector is not installed."""
    connector = connectors().get(source.connector)
    if connector is None:
        return None
    each = connector.calls_for(
        Asking(((probe, probe.ask) for probe in probes), timezone.now()).queries
    )
    return Cost(each, each * (30 * 86400 // source.every_seconds))
