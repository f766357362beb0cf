"""The printed report, opened again: what is in it, how it is bound, that it never differs."""

from __future__ import annotations

import gc
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from reports import pdf
from reports.parts.whole import document
from reports.pdf import Pdf
from tests.reports.snapshots import snapshot
from tests.reports.values import sha

SCRIPT = """
import hashlib, os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
import django
django.setup()
from reports import pdf
from reports.parts.whole import document
from tests.reports.snapshots import snapshot
made = pdf.render(document(snapshot(), milestone_id=3, sha256="a" * 64))
print(hashlib.sha256(made.content).hexdigest())
"""


@pytest.fixture(scope="module")
def made() -> Pdf:
    return pdf.render(document(snapshot(), milestone_id=3, sha256=sha("a")))


@pytest.fixture
def opened(made: Pdf) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(made.content)) as found:
        yield found


@pytest.fixture(scope="module")
def pages(made: Pdf) -> list[str]:
    return texts(made)


def texts(made: Pdf) -> list[str]:
    """The text of each page, its lines joined by single spaces."""
    found = pypdfium2.PdfDocument(made.content)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in found]


def outline(items: list[pikepdf.OutlineItem], depth: int = 0) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, item.title
        yield from outline(item.children, depth + 1)


def test_every_page_is_counted(made: Pdf, opened: pikepdf.Pdf, pages: list[str]) -> None:
    assert made.pages == len(opened.pages) == len(pages)
    for number, text in enumerate(pages[1:], 2):
        assert f"{number} / {made.pages}" in text
        assert "Order platform · Maturity report · milestone 2" in text


def test_cover_shows_the_two_levels_and_the_hashes(pages: list[str]) -> None:
    for said in ("Order platform", "Harbour & Sons", "Autumn review", "2.0", "3.3", "aaaa aaaa"):
        assert said in pages[0]


@pytest.mark.parametrize(
    "said",
    [
        "The team claims 3.3 and can prove 2.0.",
        "Every flow is evented and sized by queue age.",
        "The claim of 2.0 is the lead's settlement.",
        "Settled at 2 Repeatable by Lena Brandt",
        "We run on one machine of our own; nothing scales.",
        "Accepted, in force until 4 March 2027",
        "Expired after 31 October 2026",
        "Fails: 91.4",
        "No data: No job of this kind ran in the window.",
        "Rita Falk objects to “Queue-driven architecture guide”",
        "Unless Scheduled jobs checklist is renewed, the proven level falls to 1.7",
        "Where roles differ, the lowest answer is the claim",
        "manage.py render_report --milestone 3",
    ],
)
def test_report_says(said: str, pages: list[str]) -> None:
    assert said in " ".join(pages)


def test_last_page_says_how_to_check_it(pages: list[str]) -> None:
    assert "How to check this document" in pages[-1]
    for digest in (sha("a"), sha("7"), sha("f")):
        assert digest in pages[-1]


def test_register_repeats_every_hash_in_full(pages: list[str]) -> None:
    register = " ".join(pages)
    assert all(f"{number:x}" * 64 in register for number in range(1, 7))
    assert sha("e") in register


def test_contents_point_to_the_pages_where_the_chapters_begin(pages: list[str]) -> None:
    entries = re.findall(r"([A-Z][^.]+?)\s*\.{5,}\s*(\d+)", pages[1].replace("Contents", ""))
    assert len(entries) == 13
    for name, number in entries:
        assert name.strip() in pages[int(number) - 1]


def test_bookmarks_follow_the_framework(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as found:
        told = list(outline(list(found.root)))
    assert (0, "Where the gap is") in told
    at = told.index((1, "2 Batch and schedule resource-intensive tasks"))
    assert told[at + 1] == (2, "2.1 What runs on a schedule, and who decides when?")
    assert told[-1] == (0, "How to check this document")


def test_metadata_names_the_report_its_owner_and_its_day(opened: pikepdf.Pdf) -> None:
    assert opened.docinfo["/Title"] == "Order platform · Maturity report · milestone 2"
    assert opened.docinfo["/Author"] == "Harbour & Sons"
    assert opened.docinfo["/Creator"] == "Plumbline"
    assert str(opened.docinfo["/CreationDate"]).startswith("D:20261121024000")
    assert opened.Root.Lang == "en-GB"


def test_only_our_typefaces_are_in_it_and_all_are_embedded(opened: pikepdf.Pdf) -> None:
    names = set()
    for page in opened.pages:
        for font in page.Resources.Font.values():
            inner = font.DescendantFonts[0]
            assert "/FontFile3" in inner.FontDescriptor
            names.add(str(inner.BaseFont).split("+")[1])
    assert names == {
        "Source-Sans-Pro",
        "Source-Sans-Pro-Italic",
        "Source-Sans-Pro-Semi-Bold",
        "Source-Serif-Pro-Semi-Bold",
    }


def test_report_is_tagged_and_every_picture_has_words(opened: pikepdf.Pdf) -> None:
    assert opened.Root.MarkInfo.Marked
    assert b"pdfuaid:part" in opened.Root.Metadata.read_bytes()
    figures = [
        found
        for found in opened.objects
        if isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/Figure"
    ]
    assert len(figures) > 30
    assert all(str(figure.get("/Alt", "")) for figure in figures)


def test_the_same_report_has_the_same_bytes_in_every_process(made: Pdf) -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            check=True,
            capture_output=True,
            text=True,
            env={"TZ": zone, "PATH": "", "PLUMBLINE_TIME_ZONE": zone, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for zone, seed in (("Asia/Tokyo", "1"), ("America/Lima", "2"))
    ]
    assert runs == [hashlib.sha256(made.content).hexdigest()] * 2


def test_the_same_report_has_the_same_bytes_in_a_warm_worker(made: Pdf) -> None:
    again = pdf.render(document(snapshot(), milestone_id=3, sha256=sha("a")))
    assert again.content == made.content


def test_another_report_has_other_bytes_and_another_identifier(opened: pikepdf.Pdf) -> None:
    other = pdf.render(document(snapshot(), milestone_id=4, sha256=sha("b")))
    with pikepdf.open(BytesIO(other.content)) as found:
        assert found.trailer.ID[0] != opened.trailer.ID[0]


def test_a_draft_says_so_on_every_page() -> None:
    drawn = texts(pdf.render(document(snapshot(milestone=None), milestone_id=None, sha256="")))
    assert all("Draft" in text for text in drawn)
    assert "no milestone holds these figures" in drawn[0]
    assert "This is a draft." in drawn[-1]
    assert "render_report" not in drawn[-1]


def test_a_sample_says_so() -> None:
    organization = {"id": 1, "name": "Sample", "is_sample": True}
    made = pdf.render(
        document(snapshot(organization=organization), milestone_id=1, sha256=sha("a"))
    )
    assert "sample data" in texts(made)[0]


def test_an_assessment_without_anything_still_makes_a_report() -> None:
    empty = snapshot(
        sections=[],
        questions=[],
        evidence=[],
        expected=[],
        roles=[],
        disagreements=[],
        forecast=[],
        previous=None,
    )
    drawn = " ".join(texts(pdf.render(document(empty, milestone_id=1, sha256=sha("a")))))
    assert "No artifact is linked to this assessment." in drawn
    assert "No evidence that holds the proven level up has an end date." in drawn


def test_the_collector_is_on_again_after_a_report(made: Pdf) -> None:
    assert gc.isenabled()


def test_missing_typefaces_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.contrib.staticfiles.finders.find", lambda name: None)
    with pytest.raises(FileNotFoundError, match=r"SourceSansPro-Regular\.otf"):
        pdf._styles.__wrapped__()
