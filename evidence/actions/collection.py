"""Asking sources for their figures, and storing what they say."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from itertools import islice

import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from evidence.actions.accounts import account_of
from evidence.actions.sources import KEY, collection_job
from evidence.asking import Answer, Asking
from evidence.connectors import connectors
from evidence.connectors.base import Account, Connector, Result, SourceFailed
from evidence.evaluate import Judgement, State, Statistic, downsample
from evidence.models import Probe, Reading, Source
from evidence.models.probe import ProbeQuerySet
from jobs import actions as jobs
from jobs.models import UNFINISHED, Job
from jobs.quiet_hours import next_opening

log = structlog.get_logger(__name__)

SOURCES_AT_ONCE = 500
PROBES_AT_ONCE = 500
MESSAGE_LENGTH = 300
FIRST_PAUSE_SECONDS = 60
DUE_SLACK_SECONDS = 5


def due(*, now: dt.datetime) -> list[Job]:
    """One job for each source whose time has come; the caller sends the nudges.

    Each source is moved on to its next time by a conditional update, so two schedulers never
    ask twice. After a standstill a source is asked once, not once for each time missed. A source
    that is not urgent waits for the quiet hours, and one that is being asked for that job's end.
    """
    key = Concat(Value(KEY), Cast("pk", CharField()))
    asked = Job.objects.filter(key=OuterRef("job_key"), state__in=UNFINISHED)
    idle = Source.objects.due(now).alias(job_key=key).exclude(Exists(asked))
    sources = idle.select_related("organization").order_by("next_due_at")
    taken = (_take(source, now) for source in sources[:SOURCES_AT_ONCE])
    return [job for job in taken if job]


def collect(*, source: Source, now: dt.datetime, job: Job | None = None) -> int:
    """Ask the source for what is due of its probes, judge, and store a reading for each; how many.

    Everything is due where a person asked. A query that fails makes an error reading and harms no
    other; a source that fails makes error readings for those it did not answer, says what is wrong,
    and is asked again after a pause that grows. Readings are stored in portions of 500, each with
    proof that the job is still held (LeaseLost), so that memory and the number of database queries
    depend on the portions alone.
    """
    probes = source.probes.order_by("pk")
    if not (job and job.requested_by_id):
        probes = probes.due(now + dt.timedelta(seconds=DUE_SLACK_SECONDS))
    asking = Asking(((probe, probe.ask) for probe in probes), now)
    account = account_of(source)
    failed: list[SourceFailed] = []
    readings = _readings(source, asking, account, failed, now)
    stored = 0
    while portion := list(islice(readings, PROBES_AT_ONCE)):
        stored += _store(source, portion, job, done=stored, of=len(asking.probes))
    failure = failed[0] if failed else None
    if job:
        with jobs.completing(job=job):
            _note(source, failure, account.calls, now)
    else:
        _note(source, failure, account.calls, now)
    return stored


def _take(source: Source, now: dt.datetime) -> Job | None:
    """Move it on to its next time; the job that collects, unless somebody else was quicker or it
    waits for the quiet hours."""
    opening = (
        now
        if source.is_urgent
        else next_opening(now, settings.QUIET_HOURS, timezone.get_default_timezone())
    )
    every = dt.timedelta(seconds=source.every_seconds)
    missed = (now - source.next_due_at) // every
    then = source.next_due_at + (missed + 1) * every if opening <= now else opening
    with transaction.atomic():
        seen = Source.objects.due(now).filter(pk=source.pk, next_due_at=source.next_due_at)
        if not seen.update(next_due_at=then) or opening > now:
            return None
        return collection_job(source, None)


def _readings(
    source: Source,
    asking: Asking[Probe],
    account: Account,
    failed: list[SourceFailed],
    now: dt.datetime,
) -> Iterator[Reading]:
    """A reading for each probe, as the answers come; what failed as a whole is put in `failed`."""
    connector = connectors().get(source.connector)
    version = connector.version if connector else source.connector
    try:
        for probe, answer in asking.answered(_ask(source, connector, account, asking)):
            yield _reading(probe, answer.judged(probe.criterion, now), answer, version, now)
    except SourceFailed as failure:
        failed.append(failure)
    for probe in asking.unanswered():
        words = str(failed[0]) if failed else "The connector gave no answer to this query."
        judgement = Judgement(State.ERROR, None, (), words)
        yield _reading(probe, judgement, None, version, now)


def _ask(
    source: Source, connector: Connector | None, account: Account, asking: Asking[Probe]
) -> Iterator[Result]:
    """What the connector says. Raises SourceFailed, whatever went wrong."""
    if connector is None:
        raise SourceFailed(
            f"No connector “{source.connector}” is installed. "
            "Install the package that brings it, or switch this source off."
        )
    try:
        yield from connector.collect(account, asking.queries)
    except (SourceFailed, DatabaseError):
        raise
    except Exception as error:  # a connector may be somebody else's code
        log.exception("connector_broke", source=source.pk, connector=source.connector)
        raise SourceFailed(
            f"The connector stopped with an unexpected error ({type(error).__name__}). "
            "The log says more."
        ) from error


def _reading(
    probe: Probe, judgement: Judgement, answer: Answer | None, version: str, now: dt.datetime
) -> Reading:
    drawn = downsample(judgement.points, Statistic(probe.statistic))
    return Reading(
        probe_id=probe.pk,
        at=now,
        window_start=now - dt.timedelta(seconds=probe.window_seconds),
        window_end=now,
        state=judgement.state.value,
        value=judgement.value,
        unit=probe.unit,
        points=len(judgement.points),
        series=[[point.at.timestamp(), point.value] for point in drawn],
        message=judgement.message[:MESSAGE_LENGTH],
        query=answer.sent if answer else "",
        connector_version=version,
        response_hash=answer.hash if answer else "",
    )


def _store(
    source: Source, readings: Sequence[Reading], job: Job | None, *, done: int, of: int
) -> int:
    ids = [reading.probe_id for reading in readings]
    with transaction.atomic():
        if job:
            step = f"Asking {source}: {done + len(readings):,} of {of:,}"
            if not jobs.advance(job=job, percent=100 * (done + len(readings)) // of, step=step):
                raise jobs.LeaseLost
        # A probe may have been removed while the source was asked.
        present = Probe.objects.select_for_update(no_key=True).filter(source=source, pk__in=ids)
        there = set(present.values_list("pk", flat=True))
        stored = Reading.objects.bulk_create(
            reading for reading in readings if reading.probe_id in there
        )
        newest = Reading.objects.filter(probe=OuterRef("pk")).order_by("-at", "-pk")
        read = Probe.objects.filter(pk__in=there)
        read.update(latest=Subquery(newest.values("pk")[:1]))
        _move_on(read, readings[0].at)
    return len(stored)


def _move_on(probes: ProbeQuerySet, now: dt.datetime) -> None:
    """Those with a rhythm of their own are due again when it says so."""
    paced = probes.filter(every_seconds__isnull=False)
    for every in set(paced.order_by().values_list("every_seconds", flat=True).distinct()):
        paced.filter(every_seconds=every).update(next_due_at=now + dt.timedelta(seconds=every or 0))


def _note(source: Source, failure: SourceFailed | None, calls: int, now: dt.datetime) -> None:
    """Write down how the source is; one that failed is asked again after a pause."""
    row = Source.objects.filter(pk=source.pk)
    if failure is None:
        row.update(last_error="", failures=0, last_calls=calls, last_collected_at=now)
        return
    row.update(
        last_error=str(failure),
        failures=F("failures") + 1,
        last_calls=calls,
        next_due_at=now + pause_of(source, failure.retry_after),
    )


def pause_of(source: Source, asked: dt.timedelta | None) -> dt.timedelta:
    """How long a source that failed is left alone: a minute at first, doubled with each failure up
    to its own rhythm, and never less than it asked for itself. With a jitter of a fifth."""
    longest = max(source.every_seconds, FIRST_PAUSE_SECONDS)
    grown = min(longest, FIRST_PAUSE_SECONDS * 2 ** min(source.failures, 20))
    jittered = dt.timedelta(seconds=grown * random.uniform(0.8, 1.2))  # noqa: S311  (not a secret)
    return max(jittered, asked or dt.timedelta())
