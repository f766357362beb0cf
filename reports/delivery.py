"""A finished report on its way to somebody who may have it."""

from __future__ import annotations

from django.http import FileResponse

from organizations.refusals import Refused
from reports.models import Report

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    # A browser shows a PDF in a page of its own making, which brings its styles along; it loads
    # and runs nothing else, and no other page may frame it.
    "Content-Security-Policy": (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    ),
}


def stored_file(report: Report, *, as_attachment: bool) -> FileResponse:
    """The file of a report, streamed. Raises Refused while there is none, or where the storage
    has lost it."""
    if not report.file:
        raise Refused("This report is not made yet, so it has no file.")
    try:
        stored = report.file.open("rb")
    except FileNotFoundError:
        raise Refused(
            "The file of this report is no longer in the storage. Order the report again."
        ) from None
    return FileResponse(
        stored,
        as_attachment=as_attachment,
        filename=report.download_name,
        content_type="application/pdf",
        headers={**HEADERS, "ETag": f'"{report.sha256}"'},
    )
