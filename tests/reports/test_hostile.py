"""Text from anyone stays text: nothing in it is run, fetched, or read from the disk."""

from __future__ import annotations

import logging
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from weasyprint.urls import URLFetcher

from reports import pdf
from reports.document import ReportDocument
from reports.parts.whole import document
from tests.reports.snapshots import snapshot
from tests.reports.values import answer, artifact, finding, link, question, sha

SECRET = "the secret of this machine"
ATTACKS = [
    "<script>alert(1)</script>",
    '<img src="{file}">',
    '<img src="https://example.org/pixel.png">',
    '<object data="{file}"></object><embed src="{file}">',
    '<link rel="attachment" href="{file}"><link rel="stylesheet" href="{file}">',
    '<style>@import url("{file}"); body {{ background: url({file}) }}</style>',
    '<svg><image href="{file}"/><use href="https://example.org/a.svg#a"/></svg>',
    '<iframe src="{file}"></iframe><base href="https://example.org/">',
    "</td></table></section><h2>Forged chapter</h2>",
    "![a]({file}) [b](javascript:alert(1)) [c]({file})",
    "{{{{ settings.SECRET_KEY }}}} {{% include 'x' %}}",
]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    found = tmp_path / "secret.txt"
    found.write_text(SECRET)
    return found


@pytest.fixture(autouse=True)
def no_fetching(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint's own way out, to the network and to the disk, is not there to be taken."""

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError(f"fetched {args}")

    monkeypatch.setattr(URLFetcher, "fetch", refuse)
    monkeypatch.setattr(URLFetcher, "open", refuse)


def poisoned(attack: str) -> ReportDocument:
    """A report in which every text that somebody can write is the attack."""
    values = snapshot()
    values["organization"]["name"] = attack
    values["workload"]["name"] = attack
    values["framework"]["name"] = attack
    values["milestone"]["title"] = attack
    for section in values["sections"]:
        section["title"] = attack
        section["guidance"] = attack
    values["questions"] = [
        question(
            one["number"],
            text=attack,
            answers=[answer("devops-engineer", 3, attack, by=attack)],
            settlement={"value": 2, "reason": attack, "by": attack, "at": "2026-11-13T11:00:00Z"},
        )
        for one in values["questions"]
    ]
    values["evidence"] = [
        artifact(
            1,
            attack,
            owner=attack,
            filename=attack,
            review_comment=attack,
            links=[link(section="queues", objection=attack, objected_by=attack)],
        ),
        artifact(2, "Guide", url="javascript:alert(1)", filename=""),
    ]
    written = dict.fromkeys(WRITTEN_OF_FINDINGS, attack)
    values["findings"] = [
        finding(1, **written, ticket="javascript:alert(1)"),
        finding(2, **written, state="resolved", resolved_at="2026-11-10T09:00:00Z"),
    ]
    values["findings"][1] |= {"resolved_how": "person", "resolved_by": attack}
    return document(values, milestone_id=1, sha256=sha("a"))


WRITTEN_OF_FINDINGS = ("title", "seen", "note", "owner", "about", "opened_by", "resolution")


class Elements(HTMLParser):
    """The elements that a text holds, and where they lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names[tag] += 1
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_any_text_is_only_shown(attack: str, secret: Path) -> None:
    found = Elements(pdf.html_of(poisoned(attack.format(file=secret.as_uri()))))
    harmless = Elements(pdf.html_of(poisoned("harmless")))
    assert set(found.names) - set(harmless.names) <= {"a", "em", "strong"}
    assert {name: found.names[name] for name in ("h1", "h2", "section", "table")} == {
        name: harmless.names[name] for name in ("h1", "h2", "section", "table")
    }
    assert all(address.startswith("#") for address in found.addresses)


@pytest.mark.parametrize("attack", ATTACKS[:6:5] + ATTACKS[9:10])
def test_nothing_is_fetched_for_it(
    attack: str, secret: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        made = pdf.render(poisoned(attack.format(file=secret.as_uri())))
    pages = pypdfium2.PdfDocument(made.content)
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    assert SECRET not in text
    assert SECRET.encode() not in made.content
    assert "Failed to load" not in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "https://example.org/font.otf",
        "http://127.0.0.1/",
        "data:font/otf;base64,AAAA",
        "plumbline:../../settings.py",
        "plumbline:SourceSansPro-Regular.otf",
        "",
    ],
)
def test_the_renderer_of_the_text_is_given_nothing(address: str) -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf.OwnFilesOnly().fetch(address)


def test_the_renderer_of_the_styles_is_given_what_they_name(tmp_path: Path) -> None:
    face = tmp_path / "face.otf"
    face.write_bytes(b"OTTO")
    fetcher = pdf.OwnFilesOnly({"plumbline:face.otf": face})
    assert fetcher.fetch("plumbline:face.otf").read() == b"OTTO"
    with pytest.raises(ValueError, match="fetches nothing"):
        fetcher.fetch("plumbline:other.otf")


def test_very_long_texts_stay_on_the_page() -> None:
    made = pdf.render(poisoned("endless" * 60))
    assert made.pages < 60
