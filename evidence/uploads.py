"""What of an upload is written to disk while it arrives."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUpload(FileUploadHandler):
    """Lets a file through to one byte past the size limit and drops the rest unwritten.

    Stands first in FILE_UPLOAD_HANDLERS: however much somebody sends, a bounded part reaches
    the disk, and whoever measures that part finds it over the limit and says so.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """As much of the chunk as still fits, for the next handler."""
        room = settings.EVIDENCE_MAX_BYTES + 1 - start
        return raw_data[:room] if room > 0 else None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Nothing: a later handler keeps the file."""
        return None
