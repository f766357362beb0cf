"""Keeping a file between its upload and the confirmation of its preview."""

from __future__ import annotations

from pathlib import PurePath

from django.db import transaction

from assessments.models import Upload
from organizations.models import Organization, User
from organizations.policies import Verb, require, require_operator


def keep(*, data: bytes, filename: str, organization: Organization | None, by: User) -> Upload:
    """Keep the file for its preview; what others never confirmed goes on this occasion."""
    if organization is not None:
        require(by, Verb.IMPORT_FRAMEWORK, organization)
    else:
        require_operator(by)
    with transaction.atomic():
        Upload.objects.stale().delete()
        return Upload.objects.create(
            organization=organization,
            filename=PurePath(filename).name[:200],
            data=data,
            uploaded_by=by,
        )


def discard(*, upload: Upload) -> None:
    """Let go of a file that was not confirmed; twice changes nothing."""
    Upload.objects.filter(pk=upload.pk).delete()
