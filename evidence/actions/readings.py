"""What becomes of readings: kept for a milestone, thinned with age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import TruncDate, TruncWeek

from evidence.models import Probe, Reading
from evidence.models.reading import ReadingQuerySet

THINNED_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Age:
    """From how many days on only the last reading of each day, or of each week, is kept."""

    days: int
    by: type[TruncDate] | type[TruncWeek]


def keep(ids: Iterable[int]) -> None:
    """These are held by a milestone: they are never thinned, nor what they say forgotten."""
    Reading.objects.filter(pk__in=list(ids), is_kept=False).update(is_kept=True)


def thin(*, now: dt.datetime) -> int:
    """Thin readings by age; the number removed.

    Younger than the setting READINGS_WHOLE_DAYS all stay, then the last of each day, and from
    READINGS_DAILY_DAYS on the last of each week. A probe's newest reading and those that a
    milestone holds stay whatever their age. It goes in portions, each committed by itself.
    """
    removed = 0
    for age in (
        Age(settings.READINGS_WHOLE_DAYS, TruncDate),
        Age(settings.READINGS_DAILY_DAYS, TruncWeek),
    ):
        old = Reading.objects.filter(at__lt=now - dt.timedelta(days=age.days))
        while portion := _surplus(old, age):
            count, _ = Reading.objects.filter(pk__in=portion, is_kept=False).delete()
            removed += count
            if not count:
                break
    return removed


def _surplus(old: ReadingQuerySet, age: Age) -> list[int]:
    """Some of those that are not the last of their day or week."""
    newest = Probe.objects.filter(latest=OuterRef("pk"))
    spans = old.order_by().annotate(span=age.by("at"))
    last = spans.values("probe", "span").annotate(last=Max("pk")).values("last")
    surplus = old.filter(~Exists(newest), is_kept=False).exclude(pk__in=last)
    return list(surplus.order_by("pk").values_list("pk", flat=True)[:THINNED_AT_ONCE])
