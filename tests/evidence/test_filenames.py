"""Names from outside are never paths and never hide what they are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import filenames
from evidence.file_types import BY_MEDIA_TYPE


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Runbook 3.pdf", "Runbook 3.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/abs/olute.txt", "olute.txt"),
        ("..", "file"),
        ("", "file"),
        (".bashrc", "bashrc"),
        ("a\x00b\r\nSet-Cookie: x.txt", "ab Set-Cookie_ x.txt"),
        ("gnp.\u202etxt", "gnp.txt"),
        ("Größe – Übersicht 计划.csv", "Größe – Übersicht 计划.csv"),
        ("u\u0308ber.txt", "über.txt"),
        ('a<b>"c|d?.txt', "a_b__c_d_.txt"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_what_a_name_becomes(given_name: str, kept: str) -> None:
    assert filenames.clean(given_name) == kept


@given(st.text())
def test_no_name_is_a_path_or_hides_anything(name: str) -> None:
    kept = filenames.clean(name)
    assert 0 < len(kept) <= filenames.LONGEST
    assert not set(kept) & set('/\\<>:"|?*')
    assert kept not in (".", "..")
    assert all(unicodedata.category(c)[0] != "C" for c in kept)
    assert filenames.clean(kept) == kept


@pytest.mark.parametrize(
    ("name", "media_type", "offered"),
    [
        ("plan.pdf", "application/pdf", "plan.pdf"),
        ("PLAN.PDF", "application/pdf", "PLAN.PDF"),
        ("photo.jpeg", "image/jpeg", "photo.jpeg"),
        ("board.png", "image/jpeg", "board.png.jpg"),
        ("page.html", "text/plain", "page.html.txt"),
        ("setup.exe", "text/plain", "setup.exe.txt"),
        ("picture.svg", "text/plain", "picture.svg.txt"),
        ("notes", "text/plain", "notes.txt"),
        ("unknown", "application/x-gone", "unknown.txt"),
    ],
)
def test_a_download_ends_as_its_content_is(name: str, media_type: str, offered: str) -> None:
    assert filenames.for_download(name, media_type) == offered


@given(st.text(), st.sampled_from(sorted(BY_MEDIA_TYPE)))
def test_every_download_has_an_ending_of_its_type(name: str, media_type: str) -> None:
    offered = filenames.for_download(name, media_type)
    assert offered.lower().endswith(BY_MEDIA_TYPE[media_type].endings)
