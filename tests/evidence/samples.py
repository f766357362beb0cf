"""Small files of every type, made here."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 200
ELF = b"\x7fELF\x02\x01\x01" + b"\x00" * 200


def image(form: str) -> bytes:
    """A picture of 8 by 8 points."""
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(written, form)
    return written.getvalue()


def archive(*names: str, first: bytes = b"") -> bytes:
    """A ZIP archive with a few words under each name, after a part with the bytes of `first`."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        if first:
            opened.writestr("media/photo.jpg", first)
        for name in names:
            opened.writestr(name, f"This is {name}. " * 40)
    return written.getvalue()


DOCX = archive("[Content_Types].xml", "_rels/.rels", "word/document.xml")
XLSX = archive("docProps/app.xml", "xl/workbook.xml", "[Content_Types].xml")
PPTX = archive("[Content_Types].xml", "ppt/presentation.xml")
