"""The background work of evidence, as the Jobs page tells of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from evidence.models import Source
from jobs.kinds import Kind, Planned, Subject
from jobs.models import Queue
from organizations.models import User


def _sources(ids: Collection[str]) -> dict[str, Subject]:
    numbers = [int(one) for one in ids if one.isdecimal()]
    found = Source.objects.filter(pk__in=numbers)
    return {str(one.pk): _subject(one) for one in found}


def _collections(user: User, end: dt.datetime) -> Iterator[Planned]:
    """The collections of every source that is on; an operator sees those of all organizations."""
    seen = Source.objects.all() if user.is_superuser else Source.objects.visible_to(user)
    for source in seen.filter(is_enabled=True, next_due_at__lt=end):
        yield Planned(
            task="evidence.collect",
            queue=Queue.COLLECT,
            first=source.next_due_at,
            every=dt.timedelta(seconds=source.every_seconds),
            subject_id=str(source.pk),
            subject=_subject(source),
            quiet=not source.is_urgent,
        )


def _subject(source: Source) -> Subject:
    return Subject(source.name, source.get_absolute_url(), source.organization_id)


KINDS = (
    Kind("evidence.collect", "Collect a source", subjects=_sources, planned=_collections),
    Kind("evidence.collect_due", "Find the sources that are due", tick=True),
    Kind("evidence.thin_readings", "Thin old readings", tick=True),
    Kind("evidence.check_addresses", "Check addresses of evidence"),
    Kind("evidence.check_due", "Find the addresses that are to be checked", tick=True),
)
