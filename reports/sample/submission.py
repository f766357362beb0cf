"""Evidence on its way through the sample: submitted, linked, reviewed, expired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.utils import timezone

from assessments.actions import links
from evidence.actions import artifacts, reviews
from evidence.models import Artifact, Revision
from organizations import audit
from organizations.models import User
from reports.sample.artifacts import DOCUMENTS, Fate, Piece, Renewal
from reports.sample.people import INES
from reports.sample.workspace import Workspace


def submit(workspace: Workspace, piece: Piece) -> Artifact:
    """Add it in its owner's name, link it, and let the reviewer decide as its fate is."""
    owner = workspace.people[piece.owner]
    artifact = artifacts.add(
        organization=workspace.organization,
        workload=workspace.workload,
        title=piece.title,
        kind=piece.kind,
        description=piece.description,
        owner=owner,
        by=owner,
        file=_file(piece.file) if piece.file else None,
        url=piece.url,
        valid_until=_until(piece.days),
    )
    links.link(
        assessment=workspace.assessment,
        evidence=artifact,
        to=workspace.subject(piece.to),
        by=owner,
    )
    _decide(artifact.revisions.get(), piece, workspace.people[INES])
    return artifact


def renew(workspace: Workspace, renewal: Renewal) -> Revision:
    """Submit a new revision in the owner's name."""
    artifact = Artifact.objects.get(organization=workspace.organization, title=renewal.title)
    return artifacts.revise(
        artifact=artifact,
        by=artifact.owner,
        file=_file(*renewal.files),
        valid_until=_until(renewal.days),
        note=renewal.note,
    )


def _decide(revision: Revision, piece: Piece, reviewer: User) -> None:
    if piece.fate is Fate.RETURNED:
        reviews.give_back(revision=revision, comment=piece.comment, by=reviewer)
    elif piece.fate in (Fate.ACCEPTED, Fate.EXPIRED):
        reviews.accept(revision=revision, comment=piece.comment, by=reviewer)
    if piece.fate is Fate.EXPIRED:
        _let_expire(revision)


def _let_expire(revision: Revision) -> None:
    # No action takes evidence that is over already, and the sample cannot wait for midnight.
    before = revision.valid_until
    revision.valid_until = timezone.localdate() - dt.timedelta(days=1)
    revision.save(update_fields=["valid_until"])
    audit.record(
        organization=revision.artifact.organization,
        by=None,
        verb="let sample evidence expire",
        subject=revision,
        detail={"from": before, "to": revision.valid_until},
    )


def _file(*names: str) -> ContentFile[bytes]:
    return ContentFile(_content(names), name=names[0])


def _content(names: Sequence[str]) -> bytes:
    return b"".join((DOCUMENTS / name).read_bytes() for name in names)


def _until(days: int | None) -> dt.date | None:
    return None if days is None else timezone.localdate() + dt.timedelta(days=days)
