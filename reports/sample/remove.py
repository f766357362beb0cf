"""Removing the sample workspace with everything in it, and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError

from assessments.models import Assessment
from evidence.models import Revision
from organizations.models import Organization, User
from reports.models import Report
from reports.sample import accounts
from reports.sample.workspace import found


@dataclass(frozen=True, slots=True)
class Removed:
    """How many stored files and accounts went."""

    files: int
    accounts: int


def remove() -> Removed | None:
    """Remove the sample, also what was added to it since; None where it is not loaded.

    Of its accounts those go that belong to nothing else. The framework stays: it comes with
    Plumbline. Stored files go once the rows are gone for good.
    """
    with transaction.atomic():
        organization = found()
        if organization is None:
            return None
        files = _files(organization)
        people = accounts.belonging_only_to(organization)
        # These hold on to jobs and to frameworks, which go with the organization.
        Report.objects.filter(assessment__organization=organization).delete()
        Assessment.objects.filter(organization=organization).delete()
        organization.delete()
        gone = sum(_remove(user) for user in people)
        transaction.on_commit(lambda: _delete(files))
    return Removed(files=len(files), accounts=gone)


def _files(organization: Organization) -> set[str]:
    kept = Revision.objects.filter(artifact__organization=organization)
    made = Report.objects.filter(assessment__organization=organization)
    return {name for rows in (kept, made) for name in rows.values_list("file", flat=True) if name}


def _remove(user: User) -> bool:
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        # They did something in an organization that they have left since.
        return False
    return True


def _delete(files: Iterable[str]) -> None:
    for name in files:
        default_storage.delete(name)
