"""Keeping a file between its upload and the confirmation of its preview."""

from __future__ import annotations

from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from assessments.models import Upload
from organizations.models import Organization, User
from organizations.policies import Verb, require, require_operator


def keep(*, data: bytes, filename: str, organization: Organization | None, by: User) -> Upload:
    """Keep the file for its preview; what others never confirmed goes on this occasion.

    The same file that waits for the same person already is kept once, and its day begins anew.
    """
    if organization is not None:
        require(by, Verb.IMPORT_FRAMEWORK, organization)
    else:
        require_operator(by)
    file = {"organization": organization, "filename": PurePath(filename).name[:200], "data": data}
    with transaction.atomic():
        Upload.objects.stale().delete()
        same = Upload.objects.waiting_of(by).filter(**file).defer("data").first()
        if same and Upload.objects.filter(pk=same.pk).update(uploaded_at=timezone.now()):
            return same
        return Upload.objects.create(**file, uploaded_by=by)


def discard(*, upload: Upload) -> None:
    """Let go of a file that was not confirmed; twice changes nothing."""
    Upload.objects.filter(pk=upload.pk).delete()
