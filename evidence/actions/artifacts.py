"""Adding evidence, keeping it current, taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from evidence.actions import content
from evidence.models import Artifact, Revision, RevisionState
from organizations import audit, policies
from organizations.models import Membership, Organization, User, Workload
from organizations.policies import Verb
from organizations.refusals import Conflict, Invalid
from organizations.validation import require_valid

DESCRIPTION_LENGTH = 4000
REASON_LENGTH = 300


def add(
    *,
    organization: Organization,
    workload: Workload | None,
    title: str,
    kind: str,
    owner: User,
    by: User,
    description: str = "",
    file: File[Any] | None = None,
    url: str = "",
    valid_until: dt.date | None = None,
    note: str = "",
) -> Artifact:
    """A new artifact with its first revision, submitted for review.

    Exactly one of `file` (to be read twice, so seekable) and `url` (stored, not fetched here) is
    given; without a workload it serves the whole organization. Raises Forbidden, or Invalid
    where the file or a field cannot be taken.
    """
    policies.require(by, Verb.ADD_EVIDENCE, organization)
    artifact = Artifact(
        organization=organization,
        workload=workload,
        title=title.strip(),
        kind=kind,
        description=description.strip(),
        owner=owner,
    )
    _require_whole(artifact)
    _require_to_come(valid_until)
    with content.received(file, url, organization) as given, transaction.atomic():
        artifact.save(force_insert=True)
        given.submit(
            artifact, valid_until=valid_until, note=note, audit_verb="added an artifact", by=by
        )
    return artifact


def revise(
    *,
    artifact: Artifact,
    by: User,
    file: File[Any] | None = None,
    url: str = "",
    valid_until: dt.date | None = None,
    note: str = "",
) -> Revision:
    """A new revision, submitted for review. An accepted one goes on counting beside it; one
    that still waited is withdrawn as replaced. Files, addresses and refusals as for `add`.
    """
    policies.require(by, Verb.ADD_EVIDENCE, artifact.organization)
    _require_to_come(valid_until)
    with content.received(file, url, artifact.organization) as given, transaction.atomic():
        revision = given.submit(
            artifact, valid_until=valid_until, note=note, audit_verb="added a revision", by=by
        )
        earlier = artifact.revisions.waiting().exclude(pk=revision.pk)
        earlier.update(**_withdrawal(f"Replaced by revision {revision.number}.", by))
    return revision


def change(
    *,
    artifact: Artifact,
    title: str,
    kind: str,
    description: str,
    owner: User,
    workload: Workload | None,
    by: User,
) -> Artifact:
    """What an artifact is called and whom it serves; its revisions stay as they are.

    The owner may, and those who keep the evidence of others. Once a revision is accepted, the
    kind is part of what was accepted: only reviewers change it then. Raises Invalid where it
    would become another workload's while it stands in an assessment of this one.
    """
    own = artifact.belongs_to(by)
    policies.require(by, policies.to_keep_evidence(own=own), artifact.organization)
    wanted = {
        "title": title.strip(),
        "kind": kind,
        "description": description.strip(),
        "owner": owner,
        "workload": workload,
    }
    with transaction.atomic():
        row = Artifact.objects.select_for_update(no_key=True).get(pk=artifact.pk)
        changes = {name: new for name, new in wanted.items() if getattr(row, name) != new}
        if "kind" in changes and row.standing:
            policies.require(by, Verb.REVIEW, row.organization)
        before = {name: _plain(getattr(row, name)) for name in changes}
        for name, new in changes.items():
            setattr(row, name, new)
        _require_whole(row)
        if workload and row.links.exclude(assessment__workload=workload).exists():
            message = "It stands in an assessment of another workload. Take it off there first."
            raise Invalid(message, "workload")
        if changes:
            row.save(update_fields=list(changes))
            detail = {name: [before[name], _plain(new)] for name, new in changes.items()}
            audit.record(
                organization=row.organization,
                by=by,
                verb="changed an artifact",
                subject=row,
                detail=detail,
            )
    return row


def withdraw(*, revision: Revision, reason: str, by: User) -> Revision:
    """Stop a submitted or accepted revision from counting; it stays on record, with the reason.

    Its submitter and the artifact's owner may, and those who keep the evidence of others.
    Raises Conflict where it was returned, or withdrawn already.
    """
    artifact, reason = revision.artifact, reason.strip()
    own = revision.belongs_to(by)
    policies.require(by, policies.to_keep_evidence(own=own), artifact.organization)
    if not reason or len(reason) > REASON_LENGTH:
        raise Invalid(f"Say why, in at most {REASON_LENGTH} characters.", "reason")
    with transaction.atomic():
        row = artifact.revisions.withdrawable().filter(pk=revision.pk)
        if not row.update(**_withdrawal(reason, by)):
            raise Conflict(f"{revision} does not count any more, so it cannot be withdrawn.")
        audit.record(
            organization=artifact.organization,
            by=by,
            verb="withdrew a revision",
            subject=revision,
            detail={"reason": reason},
        )
    revision.refresh_from_db()
    return revision


def _withdrawal(reason: str, by: User) -> dict[str, Any]:
    return {
        "state": RevisionState.WITHDRAWN,
        "withdrawn_by": by,
        "withdrawn_at": timezone.now(),
        "withdrawal_reason": reason,
    }


def _require_whole(artifact: Artifact) -> None:
    """Go on, or raise Invalid: fields in order, owner and workload of the same organization."""
    require_valid(artifact)
    if len(artifact.description) > DESCRIPTION_LENGTH:
        raise Invalid(f"Describe it in at most {DESCRIPTION_LENGTH:,} characters.", "description")
    organization = artifact.organization
    if artifact.workload and artifact.workload.organization_id != organization.pk:
        raise Invalid(f"This workload does not belong to {organization}.", "workload")
    if not Membership.objects.filter(organization=organization, user=artifact.owner).exists():
        raise Invalid(f"The owner must be a member of {organization}.", "owner")


def _require_to_come(valid_until: dt.date | None) -> None:
    if valid_until and valid_until < timezone.localdate():
        raise Invalid("Give a day that is not over yet.", "valid_until")


def _plain(value: object) -> object:
    """A field's value as the audit log says it: a row by its primary key."""
    return getattr(value, "pk", value)
