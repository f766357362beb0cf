"""Jobs by their cron expressions and durations: computed, and no system is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from evidence.connectors.base import Account, Field, Query, Result, hash_of
from evidence.evaluate import Point
from evidence.schedules.cron import ScheduleWrong, zone_of
from evidence.schedules.lines import FORM, Job, jobs_in
from evidence.schedules.overlap import overlap_of
from evidence.schedules.span import MINUTE, Span, Stretch

MEASURES = ("overlapped_minutes", "busy_minutes")
LONGEST_ERROR = 300


class ScheduleConnector:
    """How many minutes jobs run, and how many of these two or more run at the same time.

    It says what the expressions say, not what really ran.
    """

    key = "schedule"
    label = "Schedules, computed"
    version = "schedule 1"
    requires = ""
    settings: Sequence[Field] = ()
    query_fields: Sequence[Field] = (
        Field("measure", "Measure", kind="choice", choices=MEASURES),
        Field("jobs", "Jobs, one to a line", FORM, kind="lines"),
        Field("time_zone", "Time zone", "By whose clocks they start.", default="UTC"),
    )

    def collect(self, account: Account, queries: Sequence[Query]) -> Iterator[Result]:
        """One result per query; a point for each grain, at its end: the minutes within it.

        Lines that cannot be understood are an error in words.
        """
        for query in queries:
            try:
                yield _answer(query)
            except ScheduleWrong as wrong:
                yield Result(_sent(query), error=str(wrong)[:LONGEST_ERROR])

    def quote(self, value: str) -> str:
        """As it is: its queries are not put together from texts."""
        return value

    def calls_for(self, queries: Sequence[Query]) -> int:
        """None: nothing is asked."""
        return 0

    def check(self, account: Account) -> str:
        """That there is nothing to reach."""
        return "Nothing has to be reached: the jobs stand in the probes, and the rest is computed."


def _answer(query: Query) -> Result:
    measure = _text(query.fields, "measure")
    if measure not in MEASURES:
        raise ScheduleWrong(f"There is no measure “{measure}”. There are: {', '.join(MEASURES)}.")
    stretch = Stretch(
        _whole_minute(query.start),
        _whole_minute(query.end),
        zone_of(_text(query.fields, "time_zone")),
    )
    found = overlap_of(_jobs(_text(query.fields, "jobs")), stretch)
    spans = found.together if measure == MEASURES[0] else found.running
    grain = max(query.grain // 60, 1)
    ends = range(stretch.minutes, 0, -grain)
    points = tuple(
        Point(stretch.start + end * MINUTE, float(_within(spans, (max(end - grain, 0), end))))
        for end in reversed(ends)
    )
    return Result(_sent(query), points, hash_of(points))


def _jobs(lines: str) -> tuple[Job, ...]:
    jobs, problems = jobs_in(lines)
    if problems:
        raise ScheduleWrong(str(problems[0]))
    if not jobs:
        raise ScheduleWrong(f"There is no job. {FORM}")
    return jobs


def _within(spans: Sequence[Span], span: Span) -> int:
    """How many minutes of these lie in the span."""
    return sum(max(min(end, span[1]) - max(start, span[0]), 0) for start, end in spans)


def _sent(query: Query) -> str:
    return (
        f"{_text(query.fields, 'measure')} from {query.start.isoformat()} to "
        f"{query.end.isoformat()}, time zone {_text(query.fields, 'time_zone') or 'UTC'}, of\n"
        f"{_text(query.fields, 'jobs')}"
    )


def _text(fields: Mapping[str, object], name: str) -> str:
    return str(fields.get(name) or "").strip()


def _whole_minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(second=0, microsecond=0)
