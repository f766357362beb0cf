"""Cron expressions and the moments they name. Pure: the present moment is never asked for."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

LONGEST = 100
NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
FIELDS = "minute, hour, day of the month, month, day of the week"
ONE_DAY, ONE_MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
ANY_MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class ScheduleWrong(ValueError):
    """A schedule that cannot be understood; the message is a sentence for whoever wrote it."""


def zone_of(name: str) -> dt.tzinfo:
    """The time zone of that name, as "Europe/Lisbon"; UTC where there is no name.

    Raises ScheduleWrong.
    """
    if name.strip() in ("", "UTC"):
        return dt.UTC
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ScheduleWrong(
            f"There is no time zone “{name}”. Write it as in “Europe/Lisbon” or “UTC”."
        ) from None


def checked(expression: str) -> str:
    """The expression with its five fields, a nickname as @daily written out.

    Raises ScheduleWrong where it is none, or can never come true.
    """
    written = " ".join(expression.split())
    if written.startswith("@"):
        if written.lower() not in NICKNAMES:
            raise ScheduleWrong(f"“{written}” is none of {', '.join(NICKNAMES)}.")
        return NICKNAMES[written.lower()]
    count = len(written.split())
    if count != 5:
        raise ScheduleWrong(
            f"“{written[:LONGEST]}” has {count} field{'' if count == 1 else 's'}; "
            f"a cron expression has five: {FIELDS}."
        )
    if len(written) > LONGEST:
        raise ScheduleWrong(f"A cron expression has at most {LONGEST} characters.")
    try:
        CronSim(written, ANY_MOMENT)
    except CronSimError as error:
        part = str(error).removeprefix("Bad ").replace("day-of-", "day of the ")
        raise ScheduleWrong(f"The {part} of “{written}” is not understood.") from None
    return written


def firings(
    expression: str, zone: dt.tzinfo, start: dt.datetime, end: dt.datetime
) -> Iterator[dt.datetime]:
    """The moments after `start` and up to `end`, itself included, in UTC and in order.

    Where the clocks change, it is as Debian's cron does it. A job at fixed hours runs once a day:
    at the end of the hour that is left out, and in the first of the hours that come twice. A job
    with `*` for its minute or its hour runs by the time that passes: never in the one, in both of
    the other. Raises ScheduleWrong.
    """
    fields = CronSim(checked(expression), ANY_MOMENT)
    after, until = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        if day.month in fields.months and fields.match_day(day):
            # Compared in UTC: moments of one zone are compared by what their clocks show.
            for at in _of_day(day, zone, fields):
                if after < at <= until:
                    yield at
                    after = at  # several moments of an hour that is left out become one
        day += ONE_DAY


def _of_day(day: dt.date, zone: dt.tzinfo, fields: CronSim) -> Iterator[dt.datetime]:
    """The moments of one day in order, in UTC."""
    midnight = dt.datetime.combine(day, dt.time())
    hours, minutes = sorted(fields.hours), sorted(fields.minutes)
    begin, end = (
        (midnight + passed).replace(tzinfo=zone).utcoffset() for passed in (dt.timedelta(), ONE_DAY)
    )
    if begin == end:
        start = midnight.replace(tzinfo=zone).astimezone(dt.UTC)
        for hour in hours:
            for minute in minutes:
                yield start + dt.timedelta(hours=hour, minutes=minute)
        return
    fixed = not any(part.startswith("*") for part in fields.parts[1:3])
    yield from sorted(
        at
        for hour in hours
        for minute in minutes
        for at in _moments(midnight.replace(hour=hour, minute=minute), zone, fixed=fixed)
    )


def _moments(clock: dt.datetime, zone: dt.tzinfo, *, fixed: bool) -> list[dt.datetime]:
    """The moments at which a clock shows this: one, two, or none; with `fixed` it is the first,
    or else the first after the time that is left out."""
    shown = _shown(clock, zone)
    if not fixed:
        return shown
    while not shown:
        clock += ONE_MINUTE
        shown = _shown(clock, zone)
    return shown[:1]


def _shown(clock: dt.datetime, zone: dt.tzinfo) -> list[dt.datetime]:
    both = (clock.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    return sorted({at for at in both if at.astimezone(zone).replace(tzinfo=None, fold=0) == clock})


def minutes_of(expression: str) -> tuple[int, ...]:
    """The minutes of the hour at which it may fire, in order. Raises ScheduleWrong."""
    return tuple(sorted(CronSim(checked(expression), ANY_MOMENT).minutes))


def later(expression: str, minutes: int) -> str:
    """The expression with each of its minutes that much later, or earlier where it is negative.

    Raises ScheduleWrong where one would leave its hour, for then other fields had to change.
    """
    _, *others = checked(expression).split()
    moved = [minute + minutes for minute in minutes_of(expression)]
    if moved[0] < 0 or moved[-1] > 59:
        raise ScheduleWrong(f"“{expression}” cannot be moved by {minutes} minutes within its hour.")
    return " ".join([_written(moved), *others])


def _written(minutes: list[int]) -> str:
    """The shortest field for these: "5", "5,20", "2-57/5"."""
    steps = {second - first for first, second in itertools.pairwise(minutes)}
    if len(minutes) > 2 and len(steps) == 1:
        step = steps.pop()
        return f"{minutes[0]}-{minutes[-1]}{'' if step == 1 else f'/{step}'}"
    return ",".join(str(minute) for minute in minutes)
