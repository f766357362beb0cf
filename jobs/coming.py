"""What is planned for the coming day: when each thing begins, how long it usually takes, and what
runs at the same time.

The plan is put together here from what the apps tell (`jobs.kinds`), from the regular ticks and
from the jobs that wait for their time. It is a forecast: how long a run takes is the mean of the
last day, and what people will ask for is not in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from celery.schedules import BaseSchedule, crontab
from django.conf import settings
from django.utils import timezone

from charts.day import Lane, Plan
from charts.words import lasting
from jobs import figures, quiet_hours
from jobs.kinds import Planned, Subject, kinds, words_of
from jobs.models import Job, JobState
from jobs.overlaps import Busy, Span, overlaps
from jobs.reach import Reach
from organizations.models import User

DAY = dt.timedelta(days=1)
# Runs nearer than that cannot be told apart in a picture of a day.
DENSE = dt.timedelta(minutes=10)
LANES = 40
WAITING = 500
NO_RUN_YET = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is planned: its words, in short too, its page, when it begins and how long
    it takes.

    `usual_seconds` is None where it did not run in the last day, and for a tick.
    """

    name: str
    short: str
    url: str
    queue: str
    first: dt.datetime
    every: dt.timedelta | None
    usual_seconds: float | None
    starts: Sequence[dt.datetime]
    tick: bool = False

    @property
    def rhythm(self) -> str:
        """How often it begins."""
        return f"every {lasting(self.every.total_seconds())}" if self.every else "once"

    @property
    def dense(self) -> bool:
        """Whether it begins so often that it is drawn as one bar."""
        return self.every is not None and self.every < DENSE

    @property
    def spans(self) -> list[Span]:
        """From when to when each run usually goes."""
        length = dt.timedelta(seconds=self.usual_seconds or NO_RUN_YET)
        return [(start, start + length) for start in self.starts]


@dataclass(frozen=True, slots=True)
class Day:
    """The coming day: what begins in it, in the order of its beginning, and what overlaps."""

    start: dt.datetime
    end: dt.datetime
    entries: Sequence[Entry]
    busy: Sequence[Busy]

    @property
    def most(self) -> int:
        """How many run at once at most, ticks left aside."""
        alone = any(entry.starts and not entry.tick for entry in self.entries)
        return max([int(alone), *(busy.count for busy in self.busy)])

    @property
    def busy_seconds(self) -> float:
        """For how long two or more run at once."""
        return sum(busy.seconds for busy in self.busy)

    @property
    def plan(self) -> Plan:
        """The picture of it; of many things those that begin first."""
        zone = timezone.get_current_timezone()
        lanes = [
            Lane(
                name=entry.short,
                note=entry.rhythm,
                spans=[(self.start, self.end)] if entry.dense else entry.spans,
                dense=entry.dense,
            )
            for entry in self.entries[:LANES]
        ]
        quiet = quiet_hours.spans(
            self.start, self.end, settings.QUIET_HOURS, timezone.get_default_timezone()
        )
        busy = [(one.start, one.end) for one in self.busy]
        start, end = self.start.astimezone(zone), self.end.astimezone(zone)
        return Plan(start, end, lanes, busy=busy, shaded=quiet, shade="quiet hours")

    @property
    def left_out(self) -> int:
        """How many are not in the picture."""
        return max(0, len(self.entries) - LANES)


def coming_day(user: User, now: dt.datetime, reachable: Reach) -> Day:
    """The 24 hours from `now` on, of what this user may see. The number of queries depends on
    the kinds of work only."""
    end = now + DAY
    planned = [
        *(one for kind in kinds().values() for one in kind.planned(user, end)),
        *_waiting(user, now, end),
    ]
    tasks = {one.task for one in planned}
    usual = figures.usual_seconds(Job.objects.visible_to(user), now, tasks)
    work = [_entry(one, now, end, usual, reachable) for one in planned]
    work = sorted((one for one in work if one.starts), key=lambda one: (one.first, one.name))
    busy = overlaps(span for entry in work for span in entry.spans)
    return Day(now, end, [*work, *_ticks(now, end)], busy)


def starts(
    first: dt.datetime, every: dt.timedelta | None, start: dt.datetime, end: dt.datetime
) -> list[dt.datetime]:
    """The moments of a rhythm from `start` to before `end`. What is overdue begins at `start`."""
    if every is None:
        return [max(first, start)] if first < end else []
    if first < start:
        # It is asked once for all the times it missed, and keeps its rhythm.
        missed = (start - first) // every
        rest = first + (missed + 1) * every
        return [start, *starts(rest, every, start, end)]
    count = -((first - end) // every)
    return [first + every * step for step in range(max(0, count))]


def _entry(
    planned: Planned,
    now: dt.datetime,
    end: dt.datetime,
    usual: dict[tuple[str, str], float],
    reachable: Reach,
) -> Entry:
    words, subject = words_of(planned.task), planned.subject
    if planned.quiet:
        begins = _in_hours(planned, now, end)
    else:
        begins = starts(planned.first, planned.every, now, end)
    return Entry(
        name=f"{words}: {subject.name}" if subject else words,
        short=subject.name if subject and planned.every else words,
        url=reachable.url(subject) if subject else "",
        queue=planned.queue,
        first=begins[0] if begins else planned.first,
        every=planned.every,
        usual_seconds=usual.get((planned.task, planned.subject_id)),
        starts=begins,
    )


def _in_hours(planned: Planned, now: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
    """The moments of what waits for the quiet hours, each time from where it began last."""
    hours, zone = settings.QUIET_HOURS, timezone.get_default_timezone()
    found, at = [], quiet_hours.next_opening(max(planned.first, now), hours, zone)
    while at < end:
        found.append(at)
        if planned.every is None:
            break
        at = quiet_hours.next_opening(at + planned.every, hours, zone)
    return found


def _waiting(user: User, now: dt.datetime, end: dt.datetime) -> Iterator[Planned]:
    """Jobs that are there already and wait for their time."""
    rows = Job.objects.visible_to(user).filter(
        state=JobState.QUEUED, run_after__gt=now, run_after__lt=end
    )
    for job in rows.order_by("run_after", "pk")[:WAITING]:
        about = Subject("waiting already", job.get_absolute_url())
        yield Planned(job.task, job.queue, job.run_after, None, job.subject_id, about)


def _ticks(now: dt.datetime, end: dt.datetime) -> Iterable[Entry]:
    """The regular messages of Celery's beat. Where in its rhythm one stands is known only for
    those that go by the clock."""
    for tick in settings.CELERY["beat_schedule"].values():
        every, moments = _moments(tick["schedule"], now, end)
        if moments:
            yield Entry(
                name=words_of(tick["task"]),
                short=words_of(tick["task"]),
                url="",
                queue=tick["options"]["queue"],
                first=moments[0],
                every=every,
                usual_seconds=None,
                starts=moments,
                tick=True,
            )


def _moments(
    schedule: BaseSchedule, now: dt.datetime, end: dt.datetime
) -> tuple[dt.timedelta | None, list[dt.datetime]]:
    if not isinstance(schedule, crontab):
        every: dt.timedelta = schedule.run_every  # type: ignore[attr-defined]  # celery-types lacks it
        return every, starts(now + every, every, now, end)
    found, at = [], now
    while (at := _next(schedule, at)) < end:
        found.append(at)
    return (found[1] - found[0] if len(found) > 1 else DAY if found else None), found


def _next(schedule: crontab, after: dt.datetime) -> dt.datetime:
    zone = timezone.get_default_timezone()
    last, delta, _ = schedule.remaining_delta(after.astimezone(zone), tz=zone)
    following: dt.datetime = last + delta
    return following
