"""The hours of the day in which work that can wait is done. Pure: the moment is an argument."""

from __future__ import annotations

import datetime as dt
import re

FORM = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
DAYS_TO_LOOK = 4


def checked(text: str) -> str:
    """The text as it is kept: empty for "always", else such as "22:00-06:00".

    Raises ValueError with a sentence for whoever wrote it.
    """
    kept = text.replace(" ", "")
    if kept and not _hours(kept):
        raise ValueError(
            f"The quiet hours are written as 22:00-06:00, from and to on one clock, not {text!r}. "
            "Leave them empty for work at any hour."
        )
    return kept


def is_open(now: dt.datetime, text: str, zone: dt.tzinfo) -> bool:
    """Whether `now` lies in the quiet hours as a clock in `zone` shows them: from, included, to
    until, excluded. Hours that end before they begin go past midnight. Always, where empty."""
    hours = _hours(text)
    if hours is None:
        return True
    begin, end = hours
    clock = now.astimezone(zone).time()
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def next_opening(now: dt.datetime, text: str, zone: dt.tzinfo) -> dt.datetime:
    """`now` itself where the quiet hours are on, else the moment they next begin, in UTC.

    A night whose hours are skipped by summer time has none; the next one counts.
    """
    hours = _hours(text)
    if hours is None or is_open(now, text, zone):
        return now
    today = now.astimezone(zone).date()
    for later in range(DAYS_TO_LOOK):
        begin = dt.datetime.combine(today + dt.timedelta(days=later), hours[0], zone)
        opening = begin.astimezone(dt.UTC)
        if opening > now and is_open(opening, text, zone):
            return opening
    return now


def spans(
    start: dt.datetime, end: dt.datetime, text: str, zone: dt.tzinfo
) -> list[tuple[dt.datetime, dt.datetime]]:
    """The stretches from `start` to `end` in which the quiet hours are on; none where empty."""
    hours = _hours(text)
    if hours is None:
        return []
    begin, until = hours
    found = []
    day = start.astimezone(zone).date() - dt.timedelta(days=1)
    while day <= end.astimezone(zone).date():
        last = day if begin < until else day + dt.timedelta(days=1)
        first = max(start, dt.datetime.combine(day, begin, zone))
        over = min(end, dt.datetime.combine(last, until, zone))
        if first < over:
            found.append((first, over))
        day += dt.timedelta(days=1)
    return found


def _hours(text: str) -> tuple[dt.time, dt.time] | None:
    found = FORM.fullmatch(text)
    if not found:
        return None
    first, second, third, fourth = (int(part) for part in found.groups())
    begin, end = dt.time(first, second), dt.time(third, fourth)
    return (begin, end) if begin != end else None
