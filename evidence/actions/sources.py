"""Metrics systems: adding one, changing how often it is asked, asking it now."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from evidence.actions import probes
from evidence.connectors import connectors
from evidence.models import Source
from jobs import actions as jobs
from jobs.models import Job, Queue
from organizations import audit
from organizations.models import Organization, User, Workload
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid
from organizations.validation import require_valid

COLLECT_TASK = "evidence.collect"
OWN_QUEUE = "jobs"
OWN_QUEUE_EVERY_SECONDS = 900


def create(
    *, organization: Organization, name: str, connector: str, every_seconds: int, by: User
) -> Source:
    """A new source, due at once. Raises Forbidden; Invalid for a field that cannot be taken."""
    require(by, Verb.MANAGE_SIGNALS, organization)
    if connector not in connectors():
        raise Invalid(f"There is no connector “{connector}”.", "connector")
    source = Source(
        organization=organization,
        name=name.strip(),
        connector=connector,
        every_seconds=every_seconds,
    )
    with transaction.atomic():
        require_valid(source)
        source.save(force_insert=True)
        audit.record(organization=organization, by=by, verb="added a source", subject=source)
    return source


def add_own_queue(*, workload: Workload, by: User) -> Source:
    """Plumbline's own queue as a source, with a probe of the workload for each of its metrics.

    Raises Forbidden; Conflict where this organization watches it already.
    """
    require(by, Verb.MANAGE_SIGNALS, workload.organization)
    connector = connectors()[OWN_QUEUE]
    if Source.objects.filter(organization=workload.organization, connector=OWN_QUEUE).exists():
        raise Conflict(f"{connector.label} is watched already.")
    with transaction.atomic():
        source = create(
            organization=workload.organization,
            name=connector.label,
            connector=OWN_QUEUE,
            every_seconds=OWN_QUEUE_EVERY_SECONDS,
            by=by,
        )
        for metric in connector.metrics:
            probes.create(
                source=source,
                workload=workload,
                metric=metric.name,
                asked=probes.suggested(metric),
                by=by,
            )
    return source


def change(*, source: Source, name: str, every_seconds: int, by: User) -> Source:
    """Name it anew, ask it more or less often. Raises Forbidden, or Invalid for a field."""
    require(by, Verb.MANAGE_SIGNALS, source.organization)
    with transaction.atomic():
        current = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
        before = {"name": current.name, "every_seconds": current.every_seconds}
        current.name, current.every_seconds = name.strip(), every_seconds
        require_valid(current)
        after = {"name": current.name, "every_seconds": current.every_seconds}
        if after != before:
            current.save(update_fields=["name", "every_seconds"])
            audit.record(
                organization=current.organization,
                by=by,
                verb="changed a source",
                subject=current,
                detail={"from": before, "to": after},
            )
    return current


def switch(*, source: Source, on: bool, by: User) -> Source:
    """Begin or stop collecting from it. Beginning makes it due at once. Raises Forbidden."""
    require(by, Verb.MANAGE_SIGNALS, source.organization)
    due_at_once = {"next_due_at": timezone.now()} if on else {}
    with transaction.atomic():
        others = Source.objects.filter(pk=source.pk, is_enabled=not on)
        if others.update(is_enabled=on, **due_at_once):
            verb = "began to collect" if on else "stopped collecting"
            audit.record(organization=source.organization, by=by, verb=verb, subject=source)
    source.refresh_from_db()
    return source


def request_collection(*, source: Source, by: User) -> Job:
    """A job that collects from it now: a new one, or the one already under way.

    The caller sends the nudge. Raises Forbidden; Conflict while it is switched off.
    """
    require(by, Verb.MANAGE_SIGNALS, source.organization)
    if not source.is_enabled:
        raise Conflict(f"Collecting from {source} is switched off.")
    with transaction.atomic():
        job = collection_job(source, by)
        audit.record(
            organization=source.organization, by=by, verb="asked for a collection", subject=source
        )
    return job


def collection_key(source: Source) -> str:
    """What makes a second collection of a source the same work as the first."""
    return f"collect:{source.pk}"


def collection_job(source: Source, by: User | None) -> Job:
    """The one unfinished job that collects from this source, made if there is none."""
    return jobs.request(
        task=COLLECT_TASK,
        queue=Queue.COLLECT,
        key=collection_key(source),
        organization=source.organization,
        by=by,
        subject_id=source.pk,
    )
