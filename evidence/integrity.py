"""Files into the storage, with their SHA-256 and type; and whether they are still what they were.

The name of a stored file is the hash of its content. So the hash comes first and the content is
read twice, each time in chunks: never more of it than one chunk and its two ends is in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from charts.words import size as size_in_words
from evidence import file_types, filenames
from evidence.file_types import FileType, Sample
from evidence.models import Revision
from evidence.models.artifact import content_path
from organizations.models import Organization
from organizations.refusals import Conflict, Invalid

CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of a file after reading it through; `size` in bytes, `sha256` in hex."""

    size: int
    sha256: str
    type: FileType


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the storage under `path`; `filename` is only what to call it."""

    path: str
    filename: str
    measured: Measured


def measure(content: File[Any], filename: str) -> Measured:
    """Read a file through, from its beginning, and tell its size, hash and type.

    Raises Invalid where it is empty, larger than EVIDENCE_MAX_BYTES (found out without reading
    on), or of a type that is not taken.
    """
    hashed, size, head, tail, has_nul = hashlib.sha256(), 0, b"", b"", False
    for chunk in _chunks(content):
        size += len(chunk)
        if size > settings.EVIDENCE_MAX_BYTES:
            limit = size_in_words(settings.EVIDENCE_MAX_BYTES)
            raise Invalid(f"This file is larger than the limit of {limit}.", "file")
        hashed.update(chunk)
        head = head if len(head) >= CHUNK_BYTES else (head + chunk)[:CHUNK_BYTES]
        tail = (tail + chunk)[-CHUNK_BYTES:]
        has_nul = has_nul or b"\0" in chunk
    if not size:
        raise Invalid("This file is empty.", "file")
    kind = file_types.recognise(Sample(head, tail, has_nul), filename)
    return Measured(size, hashed.hexdigest(), kind)


@contextmanager
def keeping(content: File[Any], organization: Organization) -> Iterator[Kept]:
    """Put a file that can be read twice into the storage, for what the block writes.

    The same bytes are stored once per organization, and a stored file is never written over.
    Where the block fails, a file that this call wrote is removed, unless a revision has come to
    refer to it. Raises Invalid as `measure` does.
    """
    filename = filenames.clean(content.name or "")
    measured = measure(content, filename)
    path = content_path(organization.pk, measured.sha256)
    # A broken file under that name is left for `verify` to find; the storage picks a free one.
    is_new = not (default_storage.exists(path) and _stored_hash(path) == measured.sha256)
    if is_new:
        content.seek(0)
        path = default_storage.save(path, content, max_length=200)
    try:
        yield Kept(path, filename, measured)
    except BaseException:
        if is_new:
            _remove_unless_used(path, organization)
        raise


def confirm(kept: Kept) -> None:
    """Raise Conflict if the file is gone: a twin upload that failed may have removed it.

    To be called once the organization's row is locked (the audit event does), from when on no
    other upload can remove it.
    """
    if not default_storage.exists(kept.path):
        raise Conflict("The file was lost while it was being added. Please send it once more.")


def verify(revision: Revision) -> bool:
    """Whether the stored file is there and its bytes still have the hash that was recorded.

    Raises ValueError for a revision that is an address: nothing of it is stored.
    """
    if not revision.file:
        raise ValueError(f"{revision} is an address.")
    name = revision.file.name or ""
    return default_storage.exists(name) and _stored_hash(name) == revision.sha256


def _stored_hash(path: str) -> str:
    hashed = hashlib.sha256()
    with default_storage.open(path) as stored:
        for chunk in _chunks(stored):
            hashed.update(chunk)
    return hashed.hexdigest()


def _chunks(content: IO[Any] | File[Any]) -> Iterator[bytes]:
    content.seek(0)
    while chunk := content.read(CHUNK_BYTES):
        yield chunk


def _remove_unless_used(path: str, organization: Organization) -> None:
    # Where the database does not answer, a file too many is left: no harm, unlike one too few.
    with suppress(DatabaseError), transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        if not Revision.objects.filter(file=path).exists():
            default_storage.delete(path)
