"""Cron expressions and the moments they name. Pure: the present moment is never asked for."""

from __future__ import annotations

import datetime as dt
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
    # Compared in UTC: two moments of one zone are compared by their clocks, whatever the clocks do.
    after, until = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    for moment in CronSim(checked(expression), start.astimezone(zone)):
        at = moment.astimezone(dt.UTC)
        if at > until:
            return
        if at > after:
            yield at
            after = at  # two moments of a left-out hour become one
