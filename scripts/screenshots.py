"""`make screenshots`: the pictures in docs/img, taken from a running Plumbline with its sample."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pypdfium2
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.sentences import Stop, main
from scripts.system_packages import COMPONENTS, chromium, sentences
from tests.e2e.pages import sign_in
from tests.plumbline import Plumbline, plumbline

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "img"
PRINTED_PAGES = (0, 2, 4)
SETTLE_SECONDS = 60
DESKTOP, PHONE = (1280, 900), (390, 844)


@dataclass(frozen=True)
class Picture:
    """What is shown to whom, and how. The sample's assessment and report are the first ones."""

    name: str
    person: str
    address: str
    scheme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = DESKTOP


TAKEN = (
    Picture("home", "jonas", "/"),
    Picture("home-dark", "jonas", "/", scheme="dark"),
    Picture("home-phone", "jonas", "/", size=PHONE),
    Picture("assessment", "jonas", "/assessments/1/"),
    Picture("assessment-dark", "jonas", "/assessments/1/", scheme="dark"),
    Picture("trace", "jonas", "/assessments/1/trace/"),
    Picture("questionnaire", "mei", "/assessments/1/answer/"),
    Picture("questionnaire-phone", "mei", "/assessments/1/answer/", size=PHONE),
    Picture("review", "ines", "/review/"),
    Picture("evidence", "jonas", "/evidence/"),
    Picture("signals", "jonas", "/signals/"),
    Picture("reports", "jonas", "/reports/"),
)


@contextmanager
def _page(browser: Browser, app: Plumbline, picture: Picture) -> Iterator[Page]:
    width, height = picture.size
    context = browser.new_context(
        base_url=app.url,
        color_scheme=picture.scheme,
        viewport={"width": width, "height": height},
        locale="en-GB",
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def take(browser: Browser, app: Plumbline, password: str) -> None:
    """Take every picture, each in a fresh browser session."""
    for picture in TAKEN:
        with _page(browser, app, picture) as page:
            sign_in(page, f"{picture.person}@sample.example", password)
            page.goto(picture.address)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURES / f"{picture.name}.png", animations="disabled")
            print(f"{picture.name}: {page.title()}", flush=True)


def take_printed(var: Path) -> None:
    """Some pages of the sample's report, as they are printed."""
    (report,) = (var / "files" / "reports").rglob("*.pdf")
    with pypdfium2.PdfDocument(report) as document:
        for number in PRINTED_PAGES:
            picture = document[number].render(scale=1.2).to_pil()
            picture.save(PICTURES / f"report-{number + 1}.png", optimize=True)
        print(f"report: pages of {len(document)}")


def work() -> int:
    """Take them all. Needs Chromium."""
    binary = chromium()
    if binary is None:
        raise Stop(sentences({"chromium": COMPONENTS["chromium"]}))
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        plumbline(Path(folder) / "var", sample=True) as app,
        sync_playwright() as playwright,
    ):
        found = re.search(r"password (\S+) as", app.text)
        if found is None:
            raise Stop("The sample workspace told no password.")
        print(f"Letting the signals be read for {SETTLE_SECONDS} s …", flush=True)
        time.sleep(SETTLE_SECONDS)
        browser = playwright.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        take(browser, app, found[1])
        browser.close()
        take_printed(app.var)
    return 0


if __name__ == "__main__":
    main(work)
