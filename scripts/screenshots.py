"""`make screenshots`: the pictures in docs/img, taken from a fresh Plumbline with its sample.

Same code, same pictures, but for the dates and the figures of the live signals in them.
"""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts.programs import HOST
from scripts.run import ROOT
from scripts.sentences import Stop, main
from scripts.system_packages import chromium

OUT = ROOT / "docs" / "img"
PATIENCE = 120.0
PDF_PAGES = 3
REPORT = "/reports/1/download/"


@dataclass(frozen=True)
class Shot:
    """A picture: its name, whose eyes look, at which address, in which light and window."""

    name: str
    who: str
    path: str
    scheme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = (1280, 900)
    scale: float = 1.5


PHONE = (390, 844)
SHOTS = (
    Shot("home", "ines", "/"),
    Shot("assessment", "jonas", "/assessments/1/", size=(1280, 1040)),
    Shot("assessment-dark", "jonas", "/assessments/1/", scheme="dark", size=(1280, 1040)),
    Shot("questionnaire", "tomas", "/assessments/1/answer/queue-driven/"),
    Shot(
        "questionnaire-phone", "tomas", "/assessments/1/answer/queue-driven/", size=PHONE, scale=2
    ),
    Shot("review", "ines", "/review/"),
    Shot("evidence", "mei", "/evidence/"),
    Shot("signals", "jonas", "/signals/"),
    Shot("findings", "jonas", "/findings/", size=(1280, 460)),
    Shot("jobs", "jonas", "/jobs/"),
    Shot("report", "henrik", "/reports/1/", size=(1280, 620)),
)


def work() -> int:
    """Start Plumbline, take the pictures, stop it."""
    path = chromium()
    if path is None:
        raise Stop("Pictures need Chromium. On Debian and Ubuntu: sudo apt-get install chromium")
    OUT.mkdir(parents=True, exist_ok=True)
    with fresh() as (url, password), sync_playwright() as playwright:
        # Only our own pages are opened, and root has no sandbox.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        wait_for_signals(browser, url, password)
        for shot in SHOTS:
            take(browser, url, password, shot)
        take_report(browser, url, password)
        browser.close()
    return 0


@contextmanager
def fresh() -> Iterator[tuple[str, str]]:
    """A new Plumbline in a folder that vanishes: its address, and its accounts' password."""
    with tempfile.TemporaryDirectory(prefix="plumbline-pictures-") as folder:
        port = free_port()
        env = {**os.environ, "PLUMBLINE_VAR": f"{folder}/var", "PORT": str(port)}
        printed = Path(folder) / "printed"
        with printed.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "scripts.run"], cwd=ROOT, env=env, stdout=out
            )
        try:
            yield f"http://{HOST}:{port}", password_in(printed, process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def password_in(printed: Path, process: subprocess.Popen[bytes]) -> str:
    """The password that Plumbline prints, once it is up. Raises `Stop` when it does not come up."""
    deadline = time.monotonic() + PATIENCE
    while "Ctrl-C stops it." not in printed.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise Stop(f"{printed.read_text()}\nPlumbline did not start: see above.")
        time.sleep(0.2)
    found = re.search(r"with the password (\S+) as", printed.read_text())
    if found is None:
        raise Stop("Plumbline printed no password for its sample.")
    return found[1]


def signed_in(browser: Browser, url: str, password: str, shot: Shot) -> Page:
    """A page of the person who looks."""
    width, height = shot.size
    page = browser.new_page(
        base_url=url,
        viewport={"width": width, "height": height},
        color_scheme=shot.scheme,
        device_scale_factor=shot.scale,
        reduced_motion="reduce",
        locale="en-GB",
    )
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(f"{shot.who}@sample.example")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title(re.compile("^Home"))
    return page


def wait_for_signals(browser: Browser, url: str, password: str) -> None:
    """Wait until the clock has let a worker read every signal."""
    page = signed_in(browser, url, password, Shot("", "jonas", ""))
    deadline = time.monotonic() + PATIENCE
    while page.goto("/signals/") and page.get_by_text("No data").count():
        if time.monotonic() > deadline:
            raise Stop("The signals were not read in time.")
        time.sleep(1)
    page.close()


def take(browser: Browser, url: str, password: str, shot: Shot) -> None:
    """Take one picture of what the window shows."""
    page = signed_in(browser, url, password, shot)
    page.goto(shot.path)
    page.evaluate("document.fonts.ready")
    keep(shot.name, Image.open(io.BytesIO(page.screenshot())))
    page.close()


def take_report(browser: Browser, url: str, password: str) -> None:
    """Take pictures of the first pages of the sample's report."""
    page = signed_in(browser, url, password, Shot("", "henrik", ""))
    pdf = pypdfium2.PdfDocument(page.request.get(REPORT).body())
    for number in range(PDF_PAGES):
        keep(f"pdf-{number + 1}", pdf[number].render(scale=1.5).to_pil())
    page.close()


def keep(name: str, picture: Image.Image) -> None:
    """Store a picture with a palette, in which the small coloured marks have their place too."""
    path = OUT / f"{name}.png"
    few = picture.convert("RGB").quantize(
        method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
    )
    few.save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB", flush=True)


if __name__ == "__main__":
    main(work)
