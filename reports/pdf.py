"""The report as PDF. The only importer of WeasyPrint, whose weight only workers carry.

What is printed holds text from anyone, so the renderer fetches nothing but our own typefaces:
not from the network, not from the disk, not from `data:`. The same document gives the same
bytes, whenever and wherever it is made.
"""

from __future__ import annotations

import datetime as dt
import functools
import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.document import ReportDocument

STYLESHEETS = (
    "fonts", "page", "type", "tables", "cover", "contents", "summary", "chapter", "exhibits",
    "choices", "appendix",
)  # fmt: skip
TYPEFACES = (
    "SourceSansPro-Regular.otf",
    "SourceSansPro-It.otf",
    "SourceSansPro-Semibold.otf",
    "SourceSerifPro-Semibold.otf",
)
SCHEME = "plumbline:"
OPTIONS = {"pdf_variant": "pdf/ua-1"}

Tell = Callable[[int, str], None]
"""Takes how far the work is, in percent, and what is done next."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished file and how many pages it has."""

    content: bytes
    pages: int


def render(document: ReportDocument, tell: Tell = lambda percent, step: None) -> Pdf:
    """The report as a tagged PDF (PDF/UA-1)."""
    tell(20, "Writing the text")
    html = html_of(document)
    identifier = hashlib.sha256(html.encode()).digest()
    fonts, sheets = _styles()
    with _without_collector():
        tell(30, "Laying out the pages")
        laid_out = HTML(string=html, url_fetcher=OwnFilesOnly()).render(
            font_config=fonts, stylesheets=sheets, **OPTIONS
        )
        tell(75, f"Writing {len(laid_out.pages)} pages")
        content = laid_out.write_pdf(pdf_identifier=identifier, **OPTIONS)
    return Pdf(content=content, pages=len(laid_out.pages))


def html_of(document: ReportDocument) -> str:
    """The report's HTML; the same on every server, whatever its language and time zone."""
    with timezone.override(dt.UTC), translation.override("en-gb"):
        return render_to_string("reports/print/report.html", {"document": document})


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Gives out the typefaces of the report by the names in its stylesheet, and nothing else."""

    def __init__(self, files: Mapping[str, Path] | None = None) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.files = files or {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file of that name. Raises ValueError for every other address."""
        path = self.files.get(url)
        if path is None:
            raise ValueError("A report fetches nothing.")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/otf"})


@functools.cache
def _styles() -> tuple[FontConfiguration, list[CSS]]:
    """Typefaces and stylesheets, read once per process."""
    typefaces = {f"{SCHEME}{name}": _static(f"fonts/{name}") for name in TYPEFACES}
    fonts = FontConfiguration()
    fetcher = OwnFilesOnly(typefaces)
    text = "\n".join(_static(f"css/print/{name}.css").read_text() for name in STYLESHEETS)
    return fonts, [CSS(string=text, font_config=fonts, url_fetcher=fetcher)]


def _static(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"The report needs {name} among the static files.")
    return Path(found)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Layout makes a million small objects that live until its end: looking for garbage among
    them takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
