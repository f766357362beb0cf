"""A signal from its source to a finding and back: tried, watched, attached, failed, mended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, Visit
from tests.e2e.pages import DESKTOP, FILES, press, question, violations
from tests.e2e.test_walk import give_role
from tests.web_server import Asked, Reply, WebServer, web_server

QUESTION = "How do you take the peaks off?"
LENS = "Queues in the harbour"
PROBE = "Depth of the quay"


@dataclass
class Quay:
    """A system with one figure, which the test decides."""

    depth: float = 3

    def answer(self, asked: Asked) -> Reply:
        body = json.dumps({"queues": [{"name": "quay", "depth": self.depth}]}).encode()
        return Reply(body, 200, {"Content-Type": "application/json"})


@pytest.fixture
def quay() -> Quay:
    return Quay()


@pytest.fixture
def server(quay: Quay) -> Iterator[WebServer]:
    with web_server(quay.answer) as running:
        yield running


def test_a_signal_from_its_source_to_a_finding_and_back(
    visit: Visit, site: Site, quay: Quay, server: WebServer
) -> None:
    lena = visit("lena@script.example", DESKTOP)
    source = add_source(lena, server)
    watch(lena)
    assessment = open_assessment(lena)
    attach(lena, assessment)
    site.stack.start_beat()
    expect_state(lena, PROBE, "Passes")
    quay.depth = 400
    collect(lena, source)
    expect_state(lena, PROBE, "Fails")
    expect_finding(lena, "Open")
    lena.goto(assessment)
    expect(lena.get_by_role("main")).to_contain_text(PROBE)
    quay.depth = 2
    collect(lena, source)
    expect_finding(lena, "Resolved")


def add_source(page: Page, server: WebServer) -> str:
    page.goto("/signals/sources/add/")
    page.get_by_role("link", name="JSON over HTTP").click()
    page.get_by_label("Name", exact=True).fill("Harbour figures")
    page.get_by_label("Address").fill(server.url)
    press(page, "Try to reach it")
    expect(page.get_by_role("status")).to_contain_text("Nothing is stored yet.")
    assert violations(page) == []
    press(page, "Add the source")
    page.get_by_role("link", name="Write a query of your own").first.click()
    return page.url.partition("probes/")[0]


def watch(page: Page) -> None:
    page.get_by_label("Value", exact=True).fill("queues[0].depth")
    page.get_by_label("Name", exact=True).fill(PROBE)
    page.get_by_label("Statistic").select_option("Last point")
    page.get_by_label("Pass bound", exact=True).fill("50")
    page.get_by_label("Warning bound", exact=True).fill("100")
    press(page, "Test it now")
    expect(page.get_by_role("status", name="Test")).to_contain_text("3, and good is at most 50.")
    assert violations(page) == []
    press(page, "Watch it")
    expect(page.get_by_role("heading", level=1)).to_have_text(PROBE)


def open_assessment(page: Page) -> str:
    page.goto("/frameworks/import/")
    page.get_by_label("File").set_input_files(FILES / "queues-lens.json")
    press(page, "Look at it first")
    press(page, "Import this framework")
    page.goto("/assessments/new/")
    page.get_by_label("Workload").select_option("Bookings")
    page.get_by_label("Framework").select_option(f"{LENS} 1")
    page.get_by_label("Title").fill("Signals")
    press(page, "Create the draft")
    give_role(page, "Lena", "Team")
    press(page, "Open for answers")
    page.goto("/assessments/")
    page.get_by_role("link", name="Bookings, Signals").first.click()
    return page.url


def attach(page: Page, assessment: str) -> None:
    page.goto(f"{assessment}answer/")
    asked = question(page, QUESTION)
    asked.get_by_role("link", name="Attach evidence", exact=True).click()
    form = page.locator("form").filter(has=page.get_by_role("button", name="Attach the signal"))
    form.get_by_label("Signal").select_option(PROBE)
    press(page, "Attach the signal")
    expect(question(page, QUESTION)).to_contain_text(PROBE)


def collect(page: Page, source: str) -> None:
    page.goto(source)
    press(page, "Collect now")
    expect(page.get_by_role("button", name="Collect now")).to_be_visible(timeout=30_000)


def expect_state(page: Page, name: str, state: str) -> None:
    page.goto("/signals/")
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text(state)


def expect_finding(page: Page, state: str) -> None:
    """Soon after the collection."""
    for _ in range(120):
        page.goto("/findings/?state=")
        found = page.get_by_role("main").filter(has_text=PROBE).filter(has_text=state)
        if found.count():
            return
        page.wait_for_timeout(500)
    pytest.fail(f"There is no finding on {PROBE} that says {state}.")
