"""Asking sources for their figures, and storing what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager

import structlog
from django.db import Error as DatabaseError
from django.db import transaction

from evidence.actions.sources import collection_job
from evidence.connectors import connectors
from evidence.connectors.base import Account, Query, Result, SourceFailed
from evidence.evaluate import Comparison, Criterion, Judgement, State, Statistic, downsample, judge
from evidence.models import Probe, Reading, Source
from jobs import actions as jobs
from jobs.models import Job

log = structlog.get_logger(__name__)

SOURCES_AT_ONCE = 500
MESSAGE_LENGTH = 300


def due(*, now: dt.datetime) -> list[Job]:
    """One job for each source whose time has come; the caller sends the nudges.

    Each source is moved on to its next time by a conditional update, so two schedulers never
    ask twice. After a standstill a source is asked once, not once for each time missed.
    """
    sources = Source.objects.due(now).select_related("organization").order_by("next_due_at")
    taken = (_take(source, now) for source in sources[:SOURCES_AT_ONCE])
    return [job for job in taken if job]


def collect(*, source: Source, now: dt.datetime, job: Job | None = None) -> list[Reading]:
    """Ask the source for all its probes in one batch, judge, and store a reading for each.

    A query that fails makes an error reading and harms no other; a source that fails makes
    error readings for all and says on the source what is wrong. With a job, the readings and
    the job's end are stored together or not at all (LeaseLost). The number of database queries
    does not depend on the number of probes.
    """
    probes = list(source.probes.all())
    if job:
        jobs.advance(job=job, percent=20, step=f"Asking {source}")
    results, failure = _ask(source, probes, now)
    if failure:
        results = [Result(sent="", error=failure) for _ in probes]
    version = _version(source)
    readings = [
        _reading(probe, result, version, now) for probe, result in zip(probes, results, strict=True)
    ]
    together: AbstractContextManager[object] = (
        jobs.completing(job=job) if job else transaction.atomic()
    )
    with together:
        return _store(source, readings, failure, now)


def _take(source: Source, now: dt.datetime) -> Job | None:
    every = dt.timedelta(seconds=source.every_seconds)
    missed = (now - source.next_due_at) // every
    next_due_at = source.next_due_at + (missed + 1) * every
    with transaction.atomic():
        seen = Source.objects.due(now).filter(pk=source.pk, next_due_at=source.next_due_at)
        if not seen.update(next_due_at=next_due_at):
            return None
        return collection_job(source, None)


def _ask(source: Source, probes: Sequence[Probe], now: dt.datetime) -> tuple[list[Result], str]:
    """The results, and what is wrong with the source as a whole, or nothing."""
    connector = connectors().get(source.connector)
    if connector is None:
        return [], (
            f"No connector “{source.connector}” is installed. "
            "Install the package that brings it, or switch this source off."
        )
    account = Account(source.organization_id, source.settings)
    try:
        results = connector.collect(account, [_query(probe, now) for probe in probes])
    except SourceFailed as failed:
        return [], str(failed)
    except DatabaseError:
        raise
    except Exception as error:  # a connector may be somebody else's code
        log.exception("connector_broke", source=source.pk, connector=source.connector)
        return [], (
            f"The connector stopped with an unexpected error ({type(error).__name__}). "
            "The log says more."
        )
    if len(results) != len(probes):
        return [], f"The connector gave {len(results)} answers to {len(probes)} queries."
    return results, ""


def _version(source: Source) -> str:
    connector = connectors().get(source.connector)
    return connector.version if connector else source.connector


def _query(probe: Probe, now: dt.datetime) -> Query:
    window = dt.timedelta(seconds=probe.window_seconds)
    return Query(probe.metric, probe.parameters, now - window, now)


def _criterion(probe: Probe) -> Criterion:
    return Criterion(
        statistic=Statistic(probe.statistic),
        comparison=Comparison(probe.comparison),
        bound_pass=probe.bound_pass,
        bound_warn=probe.bound_warn,
        window=dt.timedelta(seconds=probe.window_seconds),
        stale_after=dt.timedelta(seconds=probe.stale_after_seconds),
        unit=probe.unit,
    )


def _reading(probe: Probe, result: Result, version: str, now: dt.datetime) -> Reading:
    criterion = _criterion(probe)
    if result.error:
        judgement = Judgement(State.ERROR, None, (), result.error)
    else:
        judgement = judge(result.points, criterion, now)
    drawn = downsample(judgement.points, criterion.statistic)
    return Reading(
        probe=probe,
        at=now,
        window_start=now - criterion.window,
        window_end=now,
        state=judgement.state.value,
        value=judgement.value,
        unit=probe.unit,
        points=len(judgement.points),
        series=[[point.at.timestamp(), point.value] for point in drawn],
        message=judgement.message[:MESSAGE_LENGTH],
        query=result.sent,
        connector_version=version,
        response_hash=result.response_hash,
    )


def _store(
    source: Source, readings: Sequence[Reading], failure: str, now: dt.datetime
) -> list[Reading]:
    # A probe may have been removed while the source was asked.
    present = set(
        Probe.objects.select_for_update(no_key=True)
        .filter(source=source)
        .values_list("pk", flat=True)
    )
    stored = Reading.objects.bulk_create(
        reading for reading in readings if reading.probe_id in present
    )
    for reading in stored:
        reading.probe.latest = reading
    Probe.objects.bulk_update([reading.probe for reading in stored], ["latest"])
    answered = {} if failure else {"last_collected_at": now}
    Source.objects.filter(pk=source.pk).update(last_error=failure, **answered)
    return stored
