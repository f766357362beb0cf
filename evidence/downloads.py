"""A stored file on its way to somebody's disk: never shown, never run, never cached by others."""

from __future__ import annotations

from django.http import FileResponse

from evidence import filenames
from evidence.models import Revision
from organizations.refusals import Conflict

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def attachment(revision: Revision) -> FileResponse:
    """The file of a revision, streamed as an attachment of a neutral type.

    Its name ends as its content is. Raises Conflict where the storage has lost it.
    """
    try:
        stored = revision.file.open("rb")
    except FileNotFoundError:
        raise Conflict(
            f"The file of {revision} is no longer in the storage. Tell whoever runs Plumbline."
        ) from None
    return FileResponse(
        stored,
        as_attachment=True,
        filename=filenames.for_download(revision.filename, revision.content_type),
        content_type="application/octet-stream",
        headers=HEADERS,
    )
