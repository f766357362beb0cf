"""A lens from its file to its next version: ticks, risks, evidence on a choice, move, undo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.pages import DESKTOP, FILES, PHONE, confirm, expect_saved, press, question
from tests.e2e.test_walk import UNTIL, give_role

NAME = "Queues in the harbour"
PEAKS = "How do you take the peaks off?"
FAILED = "What becomes of a message that failed?"
FAILED_NOW = "What becomes of a message that failed twice?"
QUEUE, ALARM, KEPT = (
    "Bookings wait in a queue",
    "The oldest message has an alarm",
    "It is kept and looked at",
)


@pytest.mark.parametrize(
    ("company", "size"), [("desktop", DESKTOP), ("phone", PHONE)], ids=["desktop", "phone"]
)
def test_a_lens_from_its_file_to_its_next_version(
    visit: Visit, company: str, size: tuple[int, int], tmp_path: Path
) -> None:
    lena, bob, rita = (visit(f"{name}@{company}.example", size) for name in ("lena", "bob", "rita"))
    lens = json.loads((FILES / "queues-lens.json").read_text())
    import_lens(lena, FILES / "queues-lens.json", counts=("2 questions", "5 choices"))
    address = create_assessment(lena)
    answer_all(bob, address)
    expect_risks(lena, address, {"High": (0, 2), "Medium": (1, 0), "None": (1, 0)})
    attach_to_choice(bob, address)
    accept(rita)
    expect_risks(lena, address, {"High": (0, 1), "Medium": (1, 1), "None": (1, 0)})
    newer = tmp_path / "queues-lens-2.json"
    newer.write_text(json.dumps(changed(lens)))
    import_lens(lena, newer, counts=("2 questions", "5 choices"))
    compare(lena)
    move(lena, address)
    confirm_the_answer(bob, address)
    undo(lena, address)
    bob.goto(f"{address}answer/")
    expect(question(bob, FAILED)).to_be_visible()


def changed(lens: dict[str, Any]) -> dict[str, Any]:
    """The next version: the second question asks something else."""
    lens["pillars"][0]["questions"][1]["title"] = FAILED_NOW
    return lens


def import_lens(page: Page, path: Path, counts: tuple[str, ...]) -> None:
    page.goto("/frameworks/import/")
    page.get_by_label("File").set_input_files(path)
    press(page, "Look at it first")
    for count in counts:
        expect(page.get_by_role("main")).to_contain_text(count)
    press(page, "Import this framework")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)


def create_assessment(page: Page) -> str:
    page.goto("/assessments/new/")
    page.get_by_label("Workload").select_option("Bookings")
    page.get_by_label("Framework").select_option(f"{NAME} 1")
    page.get_by_label("Title").fill("Queues")
    press(page, "Create the draft")
    give_role(page, "Bob", "Team")
    press(page, "Open for answers")
    page.goto("/assessments/")
    page.get_by_role("link", name="Bookings, Queues").first.click()
    return page.url


def tick(page: Page, text: str, choice: str) -> None:
    box = question(page, text).get_by_role("checkbox", name=choice, exact=True)
    with page.expect_response(lambda got: got.request.method == "POST" and got.ok):
        box.check()
    expect_saved(page)


def answer_all(page: Page, address: str) -> None:
    page.goto(f"{address}answer/")
    tick(page, PEAKS, QUEUE)
    tick(page, FAILED, KEPT)
    page.reload()
    expect(question(page, PEAKS).get_by_role("checkbox", name=QUEUE, exact=True)).to_be_checked()


def expect_risks(page: Page, address: str, expected: dict[str, tuple[int, int]]) -> None:
    """How many questions stand at which risk, as claimed and as proven."""
    page.goto(address)
    for name, counts in expected.items():
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))
        expect(row.get_by_role("cell")).to_have_text([str(count) for count in counts])


def attach_to_choice(page: Page, address: str) -> None:
    page.goto(f"{address}answer/")
    question(page, PEAKS).get_by_role("link", name=f"Attach evidence to: {QUEUE}").click()
    expect(page.get_by_role("main")).to_contain_text(QUEUE)
    form = page.locator("form").filter(has=page.get_by_label("File"))
    form.get_by_label("Title").fill("Queue settings")
    form.get_by_label("Kind").select_option("Report")
    form.get_by_label("File").set_input_files(FILES / "alarms.csv")
    form.get_by_label("Valid until").fill(UNTIL.isoformat())
    press(page, "Submit for review")
    expect(question(page, PEAKS).get_by_role("link", name="Queue settings")).to_be_visible()


def accept(page: Page) -> None:
    page.goto("/review/")
    sent = page.get_by_role("article").filter(has_text="Queue settings")
    sent.get_by_role("button", name="Accept").click()
    expect(sent).to_have_count(0)


def compare(page: Page) -> None:
    page.get_by_role("link", name="What changed between").click()
    expect(page.get_by_role("main").locator("ins")).to_have_text(["failed twice?"])


def move(page: Page, address: str) -> None:
    page.goto(f"{address}version/")
    page.get_by_role("link", name="Preview the move").click()
    expect(page.get_by_role("main")).to_contain_text("Need confirming")
    expect(page.get_by_role("main")).to_contain_text(FAILED)
    press(page, "Move to version 2")
    expect(page.get_by_role("main")).to_contain_text(f"{NAME} 2")


def confirm_the_answer(page: Page, address: str) -> None:
    page.goto(f"{address}answer/")
    expect(question(page, PEAKS).get_by_role("checkbox", name=QUEUE, exact=True)).to_be_checked()
    asked = question(page, FAILED_NOW)
    expect(asked.get_by_role("checkbox", name=KEPT, exact=True)).to_be_checked()
    press(page, "Confirm this answer")
    expect_saved(page)


def undo(page: Page, address: str) -> None:
    page.goto(f"{address}version/")
    press(page, "Undo the move")
    confirm(page, "Undo")
    expect(page.get_by_role("main")).to_contain_text(f"{NAME} 1")
