"""The hash-chained record of what was done: adding to it, and checking it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit event belongs inside the transaction of what it records.")
    head = (
        Organization.objects.select_for_update()
        .values_list("audit_length", "audit_head")
        .get(pk=organization.pk)
    )
    event = AuditEvent(
        organization=organization,
        sequence=head[0] + 1,
        at=timezone.now(),
        actor=by,
        actor_email=by.email if by else "",
        verb=verb,
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        subject_label=str(subject)[:200],
        # What the database gives back must hash alike, so it is stored as plain JSON values.
        detail=json.loads(json.dumps(dict(detail or {}), default=str)),
        previous_hash=head[1],
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    Organization.objects.filter(pk=organization.pk).update(
        audit_length=event.sequence, audit_head=event.hash
    )
    return event


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first place where a chain does not hold, and why."""

    sequence: int
    reason: str


def verify(organization: Organization) -> Flaw | None:
    """Walk the whole chain; None where it holds. Reads rows in batches."""
    previous, expected = "", 1
    for event in _chain(organization):
        if event.sequence != expected:
            return Flaw(expected, "this event is missing")
        if event.previous_hash != previous:
            return Flaw(event.sequence, "it does not follow the event before it")
        if digest(event) != event.hash:
            return Flaw(event.sequence, "its content was altered")
        previous, expected = event.hash, expected + 1
    kept = Organization.objects.values_list("audit_length", "audit_head").get(pk=organization.pk)
    if kept != (expected - 1, previous):
        return Flaw(expected, "events are missing at the end")
    return None


def _chain(organization: Organization) -> Iterator[AuditEvent]:
    events = AuditEvent.objects.filter(organization=organization).order_by("sequence")
    return events.iterator(chunk_size=2000)
