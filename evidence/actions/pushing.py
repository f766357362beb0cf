"""Figures that scripts send and people type: taking them in, and forgetting old ones."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from evidence.models import PushedPoint, Source
from evidence.models.pushed import LONGEST_SERIES
from organizations import audit
from organizations.models import User
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid

PUSH = "push"
MOST_POINTS = 1000
AHEAD = dt.timedelta(minutes=5)
KEPT = dt.timedelta(days=400)
CORRECTIONS_TOLD = 20
SERIES = re.compile(rf"[a-z][a-z0-9_.-]{{0,{LONGEST_SERIES - 1}}}")

Key = tuple[str, dt.datetime]


@dataclass(frozen=True, slots=True)
class Pushed:
    """A value of a series at a moment (with a time zone)."""

    series: str
    at: dt.datetime
    value: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of points: those that are new, those whose value was another before, and those
    that were there."""

    added: int
    corrected: int
    unchanged: int


def push(
    *, source: Source, points: Sequence[Pushed], by: User, by_hand: bool = False
) -> Taken:  # fmt: skip
    """Keep these points; the source is due at once where it learned something.

    All are kept or none. A point that is there with the same value is left alone, so what was
    sent twice is kept once; one with another value is corrected, and the audit log has both
    values. What is typed by hand is in the audit log too. Raises Forbidden; Conflict for a source
    of another kind; Invalid for `points` with the place of the first that cannot be taken.
    """
    require(by, Verb.PUSH_READINGS, source.organization)
    if source.connector != PUSH:
        raise Conflict(f"{source} is asked for its figures; none can be sent to it.")
    now = timezone.now()
    wanted = _checked(points, now)
    with transaction.atomic():
        before = _there(source, wanted)
        changed = {key: value for key, value in wanted.items() if before.get(key) != value}
        corrected = [key for key in changed if key in before]
        # In one order, so that two who send the same never wait for each other.
        rows = (
            PushedPoint(
                source=source, series=key[0], at=key[1], value=value, sent_by=by, sent_at=now
            )
            for key, value in sorted(changed.items())
        )
        PushedPoint.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["source", "series", "at"],
            update_fields=["value", "sent_by", "sent_at"],
        )
        if changed:
            Source.objects.filter(pk=source.pk, next_due_at__gt=now).update(next_due_at=now)
        if corrected or (by_hand and changed):
            audit.record(
                organization=source.organization,
                by=by,
                verb="typed a figure" if by_hand else "corrected figures",
                subject=source,
                detail=_detail(changed, before),
            )
    return Taken(len(changed) - len(corrected), len(corrected), len(wanted) - len(changed))


def forget(*, before: dt.datetime) -> int:
    """Delete the points of before that moment; how many. Readings keep what was drawn of them."""
    deleted, _ = PushedPoint.objects.older_than(before).delete()
    return deleted


def _checked(points: Sequence[Pushed], now: dt.datetime) -> dict[Key, float]:
    if not 1 <= len(points) <= MOST_POINTS:
        raise Invalid(f"Send from 1 to {MOST_POINTS:,} points at a time.", "points")
    wanted: dict[Key, float] = {}
    for place, point in enumerate(points, 1):
        wrong = _wrong(point, now)
        if wrong:
            raise Invalid(f"Point {place}: {wrong}", "points")
        key = (point.series, point.at.astimezone(dt.UTC))
        if wanted.setdefault(key, point.value) != point.value:
            raise Invalid(f"Point {place}: its moment stands twice, with two values.", "points")
    return wanted


def _wrong(point: Pushed, now: dt.datetime) -> str:
    """What is wrong with a point, in words; empty where nothing is."""
    if not SERIES.fullmatch(point.series):
        return (
            "a series is named by a lower-case letter and then letters, digits, “_”, “.” or “-”, "
            f"{LONGEST_SERIES} at the most."
        )
    if not math.isfinite(point.value):
        return "a value is a finite number."
    if point.at > now + AHEAD:
        return "its time is more than 5 minutes from now. Is the clock right?"
    if point.at < now - KEPT:
        return f"its time is more than {KEPT.days} days ago, longer than points are kept."
    return ""


def _there(source: Source, wanted: dict[Key, float]) -> dict[Key, float]:
    """The values that are there at these moments, locked until the transaction ends."""
    rows = PushedPoint.objects.select_for_update(no_key=True).filter(
        source=source,
        series__in={series for series, _ in wanted},
        at__in={at for _, at in wanted},
    )
    found = {
        (series, at): value
        for series, at, value in rows.order_by("series", "at").values_list("series", "at", "value")
    }
    return {key: found[key] for key in wanted if key in found}


def _detail(changed: dict[Key, float], before: dict[Key, float]) -> dict[str, object]:
    """The first of what changed, as the audit log keeps it."""
    told = {
        f"{series}, {at.isoformat()}": {"from": before.get((series, at)), "to": value}
        for (series, at), value in sorted(changed.items())[:CORRECTIONS_TOLD]
    }
    return {**told, "points in all": len(changed)}
