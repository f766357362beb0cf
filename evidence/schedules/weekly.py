"""Hours of the week, written as "Mon-Fri 08:00-18:00". Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.schedules.cron import ScheduleWrong

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
WEEK = 7 * DAY
LONGEST = 500
EXAMPLE = "Write it as in “Mon-Fri 08:00-18:00; Sat 09:00-12:00”."
DASHES = re.compile(r"\s*[-–]\s*")
HOURS = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Spans of minutes since Monday 00:00 by the clock of the place, in order, none touching."""

    spans: tuple[tuple[int, int], ...]

    def covers(self, clock: dt.datetime) -> bool:
        """Whether this moment lies in the hours; a span's start belongs to it, its end does not.

        `clock` is what a clock at that place shows, so that hours stay hours when clocks change.
        """
        seconds = (clock.weekday() * DAY + clock.hour * 60 + clock.minute) * 60 + clock.second
        minute = (seconds + clock.microsecond / 1_000_000) / 60
        return any(start <= minute < end for start, end in self.spans)

    @property
    def always(self) -> bool:
        """Whether nothing of the week is left outside."""
        return self.spans == ((0, WEEK),)


def weekly_hours(written: str) -> WeeklyHours:
    """Read days followed by hours, any number of times: "Mon-Fri 08:00-12:00 13:00-17:00".

    Hours that end at or before their start go on into the next day, and days may run over the
    end of the week: "Fri-Mon 22:00-06:00". Raises ScheduleWrong with a sentence.
    """
    if len(written) > LONGEST:
        raise ScheduleWrong(f"Weekly hours have at most {LONGEST} characters.")
    days: list[int] = []
    found: list[tuple[int, int]] = []
    days_are_done = False
    for part in re.split(r"[\s,;]+", DASHES.sub("-", written.strip())):
        if part[:1].isdigit():
            if not days:
                raise ScheduleWrong(f"“{part}” has no days before it. {EXAMPLE}")
            found += _spans(days, part)
            days_are_done = True
        else:
            days = [] if days_are_done else days
            days_are_done = False
            days += _days(part)
    if not days_are_done:
        raise ScheduleWrong(f"The hours are missing after the days. {EXAMPLE}")
    return WeeklyHours(tuple(_merged(found)))


def _days(part: str) -> list[int]:
    names = [name.lower() for name in part.split("-")]
    if len(names) > 2 or not all(name in DAYS for name in names):
        raise ScheduleWrong(f"“{part}” is no day. {EXAMPLE}")
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    return [(first + n) % 7 for n in range((last - first) % 7 + 1)]


def _spans(days: list[int], part: str) -> Iterator[tuple[int, int]]:
    """The span of these hours on each of the days; one that goes on past Sunday is broken."""
    start, end = _hours(part)
    for day in days:
        first, last = day * DAY + start, day * DAY + end
        yield first, min(last, WEEK)
        if last > WEEK:
            yield 0, last - WEEK


def _hours(part: str) -> tuple[int, int]:
    """Start and end in minutes of the day; the end may lie in the next day."""
    found = HOURS.fullmatch(part)
    if not found:
        raise ScheduleWrong(f"“{part}” is no span of hours. {EXAMPLE}")
    start_hour, start_minute, end_hour, end_minute = (int(digits) for digits in found.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if max(start_minute, end_minute) > 59 or start >= DAY or end > DAY:
        raise ScheduleWrong(f"“{part}” goes beyond the clock. A day is 00:00-24:00.")
    if start == end:
        raise ScheduleWrong(f"“{part}” is no time at all. A whole day is 00:00-24:00.")
    return start, end if end > start else end + DAY


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
