"""The type of a file is told from its content."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evidence.file_types import BY_MEDIA_TYPE, Sample, recognise
from organizations.refusals import Invalid
from tests.evidence import samples

OFFICE = "application/vnd.openxmlformats-officedocument."


def media_type(content: bytes, name: str) -> str:
    return recognise(Sample(content[:65536], content[-65536:], b"\0" in content), name).media_type


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (samples.PDF, "plan.pdf", "application/pdf"),
        (samples.PDF, "plan.txt", "application/pdf"),
        (samples.PDF, "plan", "application/pdf"),
        (samples.image("PNG"), "board.png", "image/png"),
        (samples.image("JPEG"), "board.png", "image/jpeg"),
        (samples.image("WEBP"), "board.webp", "image/webp"),
        (samples.image("GIF"), "board.gif", "image/gif"),
        (samples.DOCX, "runbook.docx", f"{OFFICE}wordprocessingml.document"),
        (samples.XLSX, "matrix.xlsx", f"{OFFICE}spreadsheetml.sheet"),
        (samples.PPTX, "talk.zip", f"{OFFICE}presentationml.presentation"),
        (b"hello", "hello.txt", "text/plain"),
        (b"hello", "hello", "text/plain"),
        (b"hello", "run.sh", "text/plain"),
        (b"\x1b[32mpassed\x1b[0m\n", "tests.log", "text/plain"),
        (b"# Queue runbook\n", "Runbook.MD", "text/markdown"),
        (b"name,count\na,1\n", "rows.csv", "text/csv"),
        (b'{"a": 1}', "result.json", "application/json"),
        (b"a: 1\n", "pipeline.yml", "application/yaml"),
        ("größe;zahl\n".encode("latin-1"), "rows.csv", "text/csv"),
        ("größe".encode("utf-16"), "rows.csv", "text/csv"),
        (("ä" * 40_000).encode()[:65_535], "long.txt", "text/plain"),
        (b"MZ is how this text begins", "notes.txt", "text/plain"),
    ],
)
def test_what_is_taken(content: bytes, name: str, expected: str) -> None:
    assert media_type(content, name) == expected


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "data.xml"])
def test_markup_is_taken_as_plain_text(name: str) -> None:
    assert media_type(b"<svg><script>alert(1)</script></svg>", name) == "text/plain"


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (samples.PROGRAM, "setup.exe", "is a program"),
        (samples.PROGRAM, "plan.pdf", "is a program"),
        (samples.ELF, "notes.txt", "is a program"),
        (samples.archive("notes.txt"), "notes.zip", "is an archive"),
        (samples.archive("META-INF/MANIFEST.MF", "A.class"), "tool.docx", "is an archive"),
        (
            samples.archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "macro.docx",
            "holds macros",
        ),
        (b"<!doctype html><script>alert(1)</script>", "board.png", "says PNG image"),
        (b"no document at all", "plan.pdf", "says PDF"),
        (b"text until here\x00and then not", "notes.txt", "of no type we know"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90, "old.doc", "of no type we know"),
        ("größe".encode("latin-1"), "unnamed", "of no type we know"),
        (b"\xff\xfe\x00\xd8\x00\xd8\x20\x00\x20\x00\x20\x00", "broken.csv", "of no type we know"),
    ],
)
def test_what_is_refused_and_why(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason) as refusal:
        media_type(content, name)
    assert refusal.value.field == "file"


def test_a_file_of_two_types_is_the_one_that_is_offered_for_download_as_such() -> None:
    """A picture that is also a script is a picture: it is never shown, only downloaded."""
    assert media_type(b"GIF89a/*<script>alert(1)</script>*/=1;", "x.html") == "image/gif"


@settings(deadline=None)
@given(st.binary(max_size=400), st.text(max_size=20))
@example(b"", "")
def test_any_bytes_and_any_name_are_taken_or_refused_in_words(content: bytes, name: str) -> None:
    try:
        said = media_type(content, name)
    except Invalid as refusal:
        said = refusal.message
    assert said in BY_MEDIA_TYPE or said.endswith(".")
