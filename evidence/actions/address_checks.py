"""Asking the addresses that stand as evidence whether they still answer.

What comes of it is a flag beside the evidence. No score, no state and no review changes by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from evidence.connectors.base import SourceFailed
from evidence.guarded import GuardedClient, TooLarge
from evidence.models import AddressCheck, Revision
from evidence.pinned import NotPermitted
from evidence.reached import Outcome, Reached, answered, too_large
from jobs import actions as jobs
from jobs import quiet_hours
from jobs.models import Job, Queue
from organizations import audit
from organizations.models import User
from organizations.policies import Verb, require
from organizations.refusals import Conflict

log = structlog.get_logger(__name__)

TASK = "evidence.check_addresses"
KEY = "check-addresses"
EVERY = dt.timedelta(days=1)
JUST_NOW = dt.timedelta(seconds=10)
IN_A_JOB = 200
IN_A_PORTION = 50
AT_ONCE = 8
SECONDS = 8
MAX_BYTES = 4 * 1024 * 1024
WORDS_LENGTH = 300


def due(*, now: dt.datetime) -> Job | None:
    """The one job that checks what was not checked for a day; None where there is nothing, or the
    quiet hours are not on. The caller sends the nudge."""
    if not quiet_hours.is_open(now, settings.QUIET_HOURS, timezone.get_default_timezone()):
        return None
    if not Revision.objects.to_check(now - EVERY).exists():
        return None
    return jobs.request(task=TASK, queue=Queue.CHECKS, key=KEY, organization=None, by=None)


def check(*, now: dt.datetime, job: Job | None = None) -> Job | None:
    """Check at most 200 addresses, those first that were never checked or longest ago; the job
    for those that are left, if any are, which the caller nudges.

    An address that fails harms no other. They are stored in portions of 50, each with proof that
    the job is still held (LeaseLost), so the number of database queries depends on those alone.
    """
    found = list(Revision.objects.to_check(now - EVERY)[:IN_A_JOB])
    with _client() as client:
        for begin in range(0, len(found), IN_A_PORTION):
            portion = found[begin : begin + IN_A_PORTION]
            _advance(job, begin, len(found))
            _store(portion, _reached(client, {one.url for one in portion}), now)
    if job is None:
        return None
    with jobs.completing(job=job):
        return due(now=now)


def check_now(*, revision: Revision, by: User) -> AddressCheck:
    """Check one address while somebody waits, for at most eight seconds; one that was checked
    within ten seconds is not asked again. Raises Forbidden; Conflict where it is a file."""
    organization = revision.artifact.organization
    require(by, Verb.ADD_EVIDENCE, organization)
    if not revision.url:
        raise Conflict(f"{revision} is a file: there is no address to check.")
    now = timezone.now()
    before = AddressCheck.objects.filter(revision=revision).first()
    if before and before.younger_than(JUST_NOW, now):
        return before
    with _client() as client:
        reached = _reached(client, [revision.url])
    with transaction.atomic():
        _store([revision], reached, now)
        made = AddressCheck.objects.get(revision=revision)
        audit.record(
            organization=organization,
            by=by,
            verb="checked an address",
            subject=revision,
            detail={"outcome": made.outcome, "status": made.status},
        )
    return made


def _client() -> GuardedClient:
    return GuardedClient(seconds=SECONDS, max_bytes=MAX_BYTES, at_once=AT_ONCE)


def _advance(job: Job | None, done: int, of: int) -> None:
    step = f"Checking addresses: {done:,} of {of:,}"
    if job and not jobs.advance(job=job, percent=100 * done // of, step=step):
        raise jobs.LeaseLost


def _reached(client: GuardedClient, addresses: Iterable[str]) -> dict[str, Reached]:
    """What each address did; some are asked at once, in threads that touch no database."""
    asked = list(addresses)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        came = threads.map(lambda address: _ask(client, address), asked)
        return dict(zip(asked, came, strict=True))


def _ask(client: GuardedClient, address: str) -> Reached:
    """What the address did, whatever happens."""
    try:
        answer = client.get(address)
    except TooLarge as large:
        return too_large(large.status, MAX_BYTES)
    except NotPermitted as refusal:
        return Reached(Outcome.REFUSED, str(refusal))
    except SourceFailed as failure:
        return Reached(Outcome.SILENT, str(failure))
    except Exception as error:  # noqa: BLE001  (one odd address must not keep back the others)
        log.warning("address_not_asked", error=type(error).__name__)
        words = f"It could not be asked ({type(error).__name__}): look whether it is in order."
        return Reached(Outcome.SILENT, words)
    kind = answer.headers.get("content-type", "")
    return answered(address, answer.url, answer.status, kind, answer.body)


def _store(revisions: Sequence[Revision], reached: Mapping[str, Reached], now: dt.datetime) -> None:
    ids = [revision.pk for revision in revisions]
    with transaction.atomic():
        # An artifact may have been removed while its address was asked.
        there = list(Revision.objects.select_for_update(no_key=True).filter(pk__in=ids))
        before = {one.revision_id: one for one in AddressCheck.objects.filter(revision__in=ids)}
        AddressCheck.objects.bulk_create(
            [_row(one, reached[one.url], before.get(one.pk), now) for one in there],
            update_conflicts=True,
            unique_fields=["revision"],
            update_fields=[
                "checked_at",
                "outcome",
                "status",
                "words",
                "answered_at",
                "first_sha256",
                "sha256",
            ],
        )


def _row(
    revision: Revision, reached: Reached, before: AddressCheck | None, now: dt.datetime
) -> AddressCheck:
    answers = reached.outcome == Outcome.ANSWERS
    return AddressCheck(
        revision=revision,
        checked_at=now,
        outcome=reached.outcome.value,
        status=reached.status,
        words=reached.words[:WORDS_LENGTH],
        answered_at=now if answers else before.answered_at if before else None,
        first_sha256=(before.first_sha256 if before else "") or reached.sha256,
        sha256=reached.sha256,
    )
