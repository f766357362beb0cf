"""What a revision is made of, on its way in: a file that is kept, or an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.files import File

from evidence import addresses, integrity
from evidence.models import Artifact, Revision
from organizations import audit
from organizations.models import Organization, User
from organizations.refusals import Invalid
from organizations.validation import require_valid


@dataclass(frozen=True, slots=True)
class Content:
    """A file in the storage, or an address; `fields` are those of a revision made of it."""

    fields: dict[str, Any]
    kept: integrity.Kept | None = None

    def submit(
        self,
        artifact: Artifact,
        *,
        valid_until: dt.date | None,
        note: str,
        audit_verb: str,
        by: User,
    ) -> Revision:
        """The artifact's next revision, waiting for review. Belongs inside a transaction."""
        # The row is locked: of two new revisions at once, the second waits and gets the next
        # number. The database holds a number to one revision whatever happens here.
        artifact = Artifact.objects.select_for_update(no_key=True).get(pk=artifact.pk)
        newest = artifact.revisions.order_by("-number").values_list("number", flat=True).first()
        revision = Revision(
            artifact=artifact,
            number=(newest or 0) + 1,
            note=note.strip(),
            valid_until=valid_until,
            submitted_by=by,
            **self.fields,
        )
        require_valid(revision)
        revision.save(force_insert=True)
        audit.record(
            organization=artifact.organization,
            by=by,
            verb=audit_verb,
            subject=revision,
            detail={"artifact": artifact.pk, **self.fields},
        )
        if self.kept:
            integrity.confirm(self.kept)
        return revision


@contextmanager
def received(file: File[Any] | None, url: str, organization: Organization) -> Iterator[Content]:
    """Check what was given and keep it, for the block to submit; see `integrity.keeping`.

    Raises Invalid unless exactly one of the two is given and can be taken.
    """
    if (file is None) == (not url.strip()):
        raise Invalid("Give either a file or an address.", "file")
    if file is None:
        yield Content({"url": addresses.checked(url)})
        return
    with integrity.keeping(file, organization) as kept:
        fields = {
            "file": kept.path,
            "filename": kept.filename,
            "content_type": kept.measured.type.media_type,
            "size": kept.measured.size,
            "sha256": kept.measured.sha256,
        }
        yield Content(fields, kept)
