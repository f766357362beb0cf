"""The hash-chained record of what was done: adding to it, and checking it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from organizations.models import AuditEvent, Organization, User


def digest(event: AuditEvent) -> str:
    """SHA-256 over the event before it and everything this one says, as canonical JSON."""
    said = {
        "previous": event.previous_hash,
        "organization": event.organization_id,
        "sequence": event.sequence,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "email": event.actor_email,
        "verb": event.verb,
        "subject": [event.subject_type, event.subject_id, event.subject_label],
        "detail": event.detail,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one event says."""

    verb: str
    subject: models.Model
    detail: Mapping[str, Any] = field(default_factory=dict)


def record(
    *,
    organization: Organization,
    by: User | None,
    verb: str,
    subject: models.Model,
    detail: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one event in the caller's transaction, three queries.

    The organization's row is locked until the transaction ends, so events of one organization
    never share a place in the chain. `by` is None for what Plumbline does by itself.
    """
    entry = Entry(verb, subject, detail or {})
    return record_all(organization=organization, by=by, entries=[entry])[0]


def record_all(
    *, organization: Organization, by: User | None, entries: Iterable[Entry]
) -> list[AuditEvent]:
    """Append an event for each entry, in their order and otherwise as `record` does, in three
    queries; none where there is no entry."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit event belongs inside the transaction of what it records.")
    wanted = list(entries)
    if not wanted:
        return []
    length, head = (
        # Without the key, as every lock here: a row that refers to the locked one is added
        # meanwhile, and of two writers each never waits for the other.
        Organization.objects.select_for_update(no_key=True)
        .values_list("audit_length", "audit_head")
        .get(pk=organization.pk)
    )
    events: list[AuditEvent] = []
    for sequence, entry in enumerate(wanted, length + 1):
        events.append(_event(organization, by, entry, sequence, head))
        head = events[-1].hash
    AuditEvent.objects.bulk_create(events)
    Organization.objects.filter(pk=organization.pk).update(
        audit_length=events[-1].sequence, audit_head=head
    )
    return events


def _event(
    organization: Organization, by: User | None, entry: Entry, sequence: int, previous: str
) -> AuditEvent:
    event = AuditEvent(
        organization=organization,
        sequence=sequence,
        at=timezone.now(),
        actor=by,
        actor_email=by.email if by else "",
        verb=entry.verb,
        subject_type=entry.subject._meta.model_name or "",
        subject_id=str(entry.subject.pk),
        subject_label=str(entry.subject)[:200],
        # What the database gives back must hash alike, so it is stored as plain JSON values.
        detail=json.loads(json.dumps(dict(entry.detail), default=str), parse_float=_number),
        previous_hash=previous,
    )
    event.hash = digest(event)
    return event


def _number(text: str) -> float | int:
    """A whole number as an integer: PostgreSQL gives `-0.0` and `1e+16` back as `0` and
    `10000000000000000`."""
    number = float(text)
    return int(number) if number.is_integer() else number


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first place where a chain does not hold, and why."""

    sequence: int
    reason: str


def verify(organization: Organization) -> Flaw | None:
    """Walk the whole chain; None where it holds. Reads rows in batches.

    Events that others add meanwhile are left for the next time.
    """
    kept = Organization.objects.values_list("audit_length", "audit_head").get(pk=organization.pk)
    previous, expected = "", 1
    for event in _chain(organization, length=kept[0]):
        if event.sequence != expected:
            return Flaw(expected, "this event is missing")
        if event.previous_hash != previous:
            return Flaw(event.sequence, "it does not follow the event before it")
        if digest(event) != event.hash:
            return Flaw(event.sequence, "its content was altered")
        previous, expected = event.hash, expected + 1
    if kept != (expected - 1, previous):
        return Flaw(expected, "events are missing at the end")
    return _surplus(organization)


def _chain(organization: Organization, *, length: int) -> Iterator[AuditEvent]:
    events = AuditEvent.objects.filter(organization=organization, sequence__lte=length)
    return events.order_by("sequence").iterator(chunk_size=2000)


def _surplus(organization: Organization) -> Flaw | None:
    """The first event past the length that the organization knows. One query sees both."""
    past = models.F("organization__audit_length")
    events = AuditEvent.objects.filter(organization=organization, sequence__gt=past)
    found = events.order_by("sequence").values_list("sequence", flat=True).first()
    return None if found is None else Flaw(found, "it was not added by Plumbline")
