"""One assessment from a practice page to a report in hand, by those who take part in it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from charts.words import day
from tests.e2e.conftest import Visit
from tests.e2e.pages import DESKTOP, FILES, PHONE, answer, confirm, follow, level, press, question

RESTORED = "How often is a backup restored on purpose?"
FAILED = "Who hears of a backup that failed?"
UNTIL = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=400)
SEED = Path(__file__).resolve().parents[3] / "shared" / "data" / "seed" / "practice-page.txt"


@pytest.mark.parametrize(
    ("company", "size"), [("desktop", DESKTOP), ("phone", PHONE)], ids=["desktop", "phone"]
)
def test_from_a_practice_page_to_a_report(
    visit: Visit, company: str, size: tuple[int, int], tmp_path: Path
) -> None:
    lena, bob, dora, rita = (
        visit(f"{name}@{company}.example", size) for name in ("lena", "bob", "dora", "rita")
    )
    import_framework(lena)
    create_assessment(lena)
    give_role(lena, "Bob", "Systems engineer")
    give_role(lena, "Dora", "Product owner")
    press(lena, "Open for answers")
    answer_as_engineer(bob)
    answer_as_owner(dora)
    attach_evidence(bob)
    accept_on_the_web(rita)
    return_in_the_admin(rita)
    see_it_returned(bob)
    lena.goto("/")
    publish(lena, rita)
    read_report(order_report(lena, tmp_path))


def import_framework(page: Page) -> None:
    page.goto("/")
    follow(page, "Frameworks")
    page.get_by_role("link", name="Import").first.click()
    page.get_by_label("File").set_input_files(FILES / "restores.md")
    press(page, "Look at it first")
    expect(page.get_by_role("heading", level=1)).to_have_text("Restores that work")
    press(page, "Import this framework")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Restores that work")


def create_assessment(page: Page) -> None:
    page.goto("/assessments/new/")
    page.get_by_label("Workload").select_option("Bookings")
    page.get_by_label("Framework").select_option("Restores that work 1.0")
    page.get_by_label("Title").fill("Autumn")
    press(page, "Create the draft")


def give_role(page: Page, person: str, role: str) -> None:
    page.get_by_label("Person").select_option(person)
    page.get_by_label("Role", exact=True).select_option(role)
    press(page, "Give the role")
    expect(page.get_by_role("row", name=person)).to_contain_text(role)


def answer_as_engineer(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Bookings, Autumn").first.click()
    answer(page, RESTORED, 4)
    answer(page, FAILED, 3)
    page.reload()
    expect(level(question(page, RESTORED), 4)).to_be_checked()


def answer_as_owner(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Bookings, Autumn").first.click()
    asked = question(page, RESTORED)
    expect(asked).to_contain_text("1 other role answered. You see what they said once you have.")
    expect(asked).not_to_contain_text("Measured (4)")
    expect(asked.get_by_text("What other roles said")).to_have_count(0)
    answer(page, RESTORED, 2)
    asked.get_by_text("What other roles said (1)").click()
    expect(asked.get_by_role("listitem")).to_contain_text("Bob")
    expect(asked.get_by_role("listitem")).to_contain_text("4 Measured")


def attach_evidence(page: Page) -> None:
    attach(page, RESTORED, "Restore runbook", "Runbook", "runbook.md")
    attach(page, FAILED, "Who was told", "Report", "alarms.csv")


def attach(page: Page, text: str, title: str, kind: str, file: str) -> None:
    question(page, text).get_by_role("link", name="Attach evidence").click()
    form = page.locator("form").filter(has=page.get_by_label("File"))
    form.get_by_label("Title").fill(title)
    form.get_by_label("Kind").select_option(kind)
    form.get_by_label("File").set_input_files(FILES / file)
    form.get_by_label("Valid until").fill(UNTIL.isoformat())
    press(page, "Submit for review")
    expect(question(page, text).get_by_role("link", name=title)).to_be_visible()


def accept_on_the_web(page: Page) -> None:
    page.goto("/")
    follow(page, "Review")
    runbook = page.get_by_role("article").filter(has_text="Restore runbook")
    runbook.get_by_label("Comment").fill("Tried it myself.")
    runbook.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("article")).to_contain_text("Who was told")


def return_in_the_admin(page: Page) -> None:
    page.goto("/admin/evidence/revision/?state__exact=submitted")
    page.get_by_role("checkbox", name=re.compile("Who was told")).check()
    page.get_by_label("Action:").select_option("Return with a comment")
    press(page, "Go")
    page.get_by_label("Comment").fill("One day says little. Please add a month.")
    page.get_by_role("button", name="Return").click()
    expect(page.get_by_text("Who was told, revision 1: returned.")).to_be_visible()


def see_it_returned(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("One day says little.")


def publish(lead: Page, reviewer: Page) -> None:
    lead.get_by_role("link", name="Bookings, Autumn").first.click()
    expect(lead.get_by_role("main")).to_contain_text("4 Measured")
    press(lead, "Submit for review")
    confirm(lead, "Submit")
    expect(lead.get_by_role("main")).to_contain_text("In review")
    reviewer.goto("/review/")
    reviewer.get_by_role("link", name="Look and decide").click()
    press(reviewer, "Approve")
    expect(reviewer.get_by_role("main")).to_contain_text("Approved")
    lead.reload()
    lead.get_by_role("link", name="Publish").click()
    lead.get_by_label("Name of the milestone").fill("Autumn review")
    press(lead, "Publish")
    expect(lead.get_by_role("main")).to_contain_text("Autumn review")


def order_report(page: Page, folder: Path) -> Path:
    page.goto("/reports/order/")
    page.get_by_role("link", name="Bookings, Autumn").click()
    page.get_by_label("Milestone 1, Autumn review").check()
    press(page, "Order the report")
    # Nobody reloads: the page follows the work by itself.
    expect(page.get_by_role("heading", name="Ready")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def read_report(path: Path) -> None:
    with pikepdf.open(path) as opened:
        assert len(opened.pages) >= 4
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path)]
    cover, everything = pages[0], "\n".join(pages)
    for word in ("Bookings", "Autumn review", "1.5", "2.5", "proven", "claimed"):
        assert word in cover
    for word in (RESTORED, FAILED, "Bob", "Dora", "Restore runbook", day(UNTIL)):
        assert " ".join(word.split()) in " ".join(everything.split())


def test_the_founding_practice_page_comes_in_whole(visit: Visit) -> None:
    if not SEED.exists():
        pytest.skip("Needs shared/, which is not here.")
    page = visit("lena@script.example")
    page.goto("/frameworks/import/")
    page.get_by_label("File").set_input_files(SEED)
    press(page, "Look at it first")
    for count in ("8 questions", "5 roles", "9 cloud services"):
        expect(page.get_by_role("main")).to_contain_text(count)
    press(page, "Import this framework")
    expect(page.get_by_role("main")).to_contain_text("8 questions")
