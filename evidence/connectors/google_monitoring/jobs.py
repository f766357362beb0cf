"""Cloud Scheduler: what a job says of itself, as a point.

`enabled`: 1 where the job is enabled, else 0. `attempt_age`: seconds since its last attempt began.
`attempt_ok`: 1 where its target took that attempt, else 0. `as_planned`: 1 where its schedule and
time zone are those that the query names, else 0. A job that was never attempted has no point for
its attempts. Google keeps no history of this: the point stands at the end of the query's window.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from google.cloud.scheduler_v1 import Job

from evidence.connectors.base import Result
from evidence.connectors.google_monitoring.asked import JobAsked
from evidence.connectors.google_monitoring.connection import Connection
from evidence.connectors.google_monitoring.refusals import (
    SCHEDULER,
    NotAllowed,
    QueryRefused,
    asking,
)
from evidence.evaluate import Point

Raw = Any
UTC_NAMES = ("", "utc", "etc/utc", "gmt", "etc/gmt", "uct", "etc/uct", "zulu", "etc/zulu")


class Jobs:
    """Jobs as they are now, each asked for once however many queries are about it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.known: dict[str, Raw | QueryRefused] = {}

    def result(self, asked: JobAsked) -> Result:
        """The answer to a query. Raises SourceFailed."""
        name = f"projects/{self.connection.project}/locations/{asked.location}/jobs/{asked.job}"
        if name not in self.known:
            self.known[name] = self._fetched(name)
        job = self.known[name]
        sent = f"jobs.get {name}, of it {asked.field}"
        if isinstance(job, QueryRefused):
            return Result(sent, error=str(job))
        digest = hashlib.sha256(job.SerializeToString(deterministic=True)).hexdigest()
        point = point_of(job, asked)
        return Result(sent, (point,) if point else (), digest)

    def _fetched(self, name: str) -> Raw | QueryRefused:
        connection = self.connection
        try:
            with asking(SCHEDULER, connection.project):
                job = connection.scheduler.get_job(name=name, **connection.patience)
        except QueryRefused as refused:
            return refused
        except NotAllowed as refused:
            # Another role than that of Cloud Monitoring, whose figures stand: no other is harmed.
            return QueryRefused(str(refused))
        return Job.pb(job)


def point_of(job: Raw, asked: JobAsked) -> Point | None:
    """What the job says of what was asked, or None where it says nothing."""
    if asked.field == "enabled":
        return Point(asked.end, float(job.state == Job.State.ENABLED))
    if asked.field == "as_planned":
        return Point(asked.end, float(_planned(job, asked)))
    if not job.HasField("last_attempt_time"):
        return None
    if asked.field == "attempt_ok":
        return Point(asked.end, float(job.status.code == 0))
    began: dt.datetime = job.last_attempt_time.ToDatetime(tzinfo=dt.UTC)
    return Point(asked.end, max(0.0, (asked.end - began).total_seconds()))


def _planned(job: Raw, asked: JobAsked) -> bool:
    same = job.schedule.split() == asked.schedule.split()
    return same and _zone(job.time_zone) == _zone(asked.time_zone)


def _zone(name: str) -> str:
    return "" if name.strip().lower() in UTC_NAMES else name.strip().lower()
