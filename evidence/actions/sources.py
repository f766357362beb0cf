"""Metrics systems: adding one, changing how often it is asked, asking it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from evidence import guarded, secret_references
from evidence.actions.accounts import account_for
from evidence.actions.fields import filled_in
from evidence.connectors import connectors
from evidence.connectors.base import Checks, SourceFailed
from evidence.models import Source
from jobs import actions as jobs
from jobs.models import Job, Queue
from organizations import audit
from organizations.models import Organization, User
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid
from organizations.validation import require_valid

COLLECT_TASK = "evidence.collect"
KEY = "collect:"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody says of a source. `settings` are those of its connector, as typed."""

    name: str
    every_seconds: int
    settings: Mapping[str, str] = field(default_factory=dict)
    is_urgent: bool = True


def create(*, organization: Organization, connector: str, wanted: Wanted, by: User) -> Source:
    """A new source, due at once. Raises Forbidden; Invalid for a field that cannot be taken."""
    require(by, Verb.MANAGE_SIGNALS, organization)
    if connector not in connectors():
        raise Invalid(f"There is no connector “{connector}”.", "connector")
    columns = _columns(connector, wanted, owner=organization.slug)
    source = Source(organization=organization, connector=connector, **columns)
    with transaction.atomic():
        require_valid(source)
        source.save(force_insert=True)
        audit.record(organization=organization, by=by, verb="added a source", subject=source)
    return source


def change(*, source: Source, wanted: Wanted, by: User) -> Source:
    """Name it anew, reach it otherwise, ask it more or less often; it is asked at once where the
    way to it changed. Raises Forbidden, or Invalid for a field."""
    require(by, Verb.MANAGE_SIGNALS, source.organization)
    with transaction.atomic():
        current = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
        owner = source.organization.slug
        after = _columns(current.connector, wanted, owner=owner, there=current.settings)
        before = {name: getattr(current, name) for name in after}
        if after != before:
            for name, value in after.items():
                setattr(current, name, value)
            if after["settings"] != before["settings"]:
                current.next_due_at = timezone.now()
            require_valid(current)
            current.save(update_fields=[*after, "next_due_at"])
            audit.record(
                organization=current.organization,
                by=by,
                verb="changed a source",
                subject=current,
                detail={"from": before, "to": after},
            )
    return current


def check(
    *, organization: Organization, connector: str, settings: Mapping[str, str], by: User
) -> str:
    """Try to reach a source that need not be stored; one sentence that says what answered. Raises
    Forbidden, or Invalid with the words of a source that did not answer."""
    require(by, Verb.MANAGE_SIGNALS, organization)
    asked = connectors().get(connector)
    if asked is None:
        raise Invalid(f"There is no connector “{connector}”.", "connector")
    given = _settings(connector, settings, organization.slug)
    if not isinstance(asked, Checks):
        return "This kind of source is first reached when it is collected from."
    try:
        return asked.check(account_for(organization, given))
    except SourceFailed as failed:
        raise Invalid(str(failed)) from None


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
    return f"{KEY}{source.pk}"


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


def _columns(
    connector: str, wanted: Wanted, *, owner: str, there: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The fields of a source. What is `there` stays while nobody knows what its settings mean:
    until its connector is installed again."""
    known = connector in connectors()
    return {
        "name": wanted.name.strip(),
        "every_seconds": wanted.every_seconds,
        "settings": (_settings(connector, wanted.settings, owner) if known else dict(there or {})),
        "is_urgent": wanted.is_urgent,
    }


def _settings(connector: str, given: Mapping[str, str], owner: str) -> dict[str, str | int | float]:
    """The settings, checked: a secret is only referred to, as its owner may; an address may be
    reached."""
    refers = partial(secret_references.checked, owner=owner)
    found = connectors()[connector]
    values = filled_in(found.settings, given, "settings")
    for each in found.settings:
        value = str(values[each.name])
        if not value:
            continue
        if each.kind == "secret":
            _blaming(each.name, refers, value)
        elif each.kind == "address":
            _blaming(each.name, guarded.checked_address, value)
    return {name: value for name, value in values.items() if value != ""}


def _blaming(name: str, check: Callable[[str], object], value: str) -> None:
    try:
        check(value)
    except (Invalid, SourceFailed) as wrong:
        raise Invalid(str(wrong), name) from None
