"""Answering: when two write at once, with the keyboard alone, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD, Site, Visit
from tests.e2e.pages import answer, expect_saved, level, press, question, sign_in

TOMAS, INES, MEI = (f"{name}@sample.example" for name in ("tomas", "ines", "mei"))
PEAKS, PIECES = "How do queues and events take", "How is large work cut"
LEARN, REVIEW = "How does what you learn", "How often do you go through the schedule"


def opened(page: Page, site: Site, section: str) -> Page:
    page.goto(f"/assessments/{site.ids['assessment']}/answer/{section}/")
    return page


def test_two_on_one_answer_lose_nothing(visit: Visit, site: Site) -> None:
    here, there = (opened(visit(TOMAS), site, "queue-driven") for _ in range(2))
    answer(here, PIECES, 4)
    level(question(there, PIECES), 3).check()
    conflict = there.get_by_role("alert")
    expect(conflict).to_contain_text("Tomás Rivera changed this answer while you were writing.")
    expect(conflict).to_contain_text("4 Measured")
    expect(conflict).to_contain_text("3 Defined")
    expect(there.locator("[data-saved]")).to_have_text("Someone else changed this answer")
    press(there, "Save mine")
    expect_saved(there)
    here.reload()
    expect(level(question(here, PIECES), 3)).to_be_checked()
    question(here, PIECES).get_by_role("link", name="History").click()
    expect(here.get_by_role("main").get_by_role("listitem")).to_contain_text(
        ["3 Defined", "4 Measured", "5 Optimizing"]
    )


def test_the_second_may_keep_what_the_first_said(visit: Visit, site: Site) -> None:
    here, there = (opened(visit(TOMAS), site, "queue-driven") for _ in range(2))
    answer(here, PEAKS, 5)
    level(question(there, PEAKS), 1).check()
    press(there, "Keep theirs")
    expect(level(question(there, PEAKS), 5)).to_be_checked()
    expect(there.get_by_role("alert")).to_have_count(0)


def focused(page: Page) -> str:
    """What has the keyboard's attention, as a reader of the screen would name it."""
    name: str = page.evaluate(
        "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
    )
    return " ".join(name.split())


def tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if re.match(name, focused(page)):
            return
    raise AssertionError(f"The keyboard does not reach {name}.")


def test_a_question_is_answered_with_the_keyboard_alone(visit: Visit, site: Site) -> None:
    page = opened(visit(INES), site, "autoscaling")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    page.keyboard.press("Enter")
    tab_to(page, "0 Absent")
    with page.expect_response(lambda got: got.request.method == "POST" and got.ok):
        for _ in range(3):
            page.keyboard.press("ArrowDown")
    assert focused(page).startswith("3 Defined")
    expect_saved(page)
    tab_to(page, "Add a note")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_response(lambda got: got.request.method == "POST" and got.ok):
        page.keyboard.type("Written rules, looked at twice a year.")
    expect_saved(page)
    page.reload()
    expect(page.get_by_text("Written rules, looked at twice a year.").first).to_be_visible()


def test_typing_a_note_is_saved_without_leaving_it(visit: Visit, site: Site) -> None:
    page = opened(visit(MEI), site, "batch-and-schedule")
    answer(page, REVIEW, 3)
    asked = question(page, REVIEW)
    asked.get_by_text("Add a note").click()
    asked.get_by_role("textbox", name="Note").press_sequentially("Each quarter, with notes.")
    expect(page.locator("[data-saved]")).to_have_text("Changes not saved yet")
    expect_saved(page)


def test_why_it_does_not_apply_is_asked_for(visit: Visit, site: Site) -> None:
    page = opened(visit(TOMAS), site, "watch-and-improve")
    asked = question(page, LEARN)
    reason = asked.get_by_label("Why does it not apply?")
    expect(reason).to_be_hidden()
    asked.get_by_label("This does not apply to us").check()
    expect(asked.get_by_role("alert")).to_contain_text("What you typed is still here.")
    reason.fill("Others build and run our jobs.")
    reason.blur()
    expect_saved(page)
    expect(asked.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("value", [2, 4])
def test_an_answer_is_saved_without_scripts(visit: Visit, site: Site, value: int) -> None:
    page = visit(java_script_enabled=False)
    sign_in(page, MEI, PASSWORD)
    opened(page, site, "queue-driven")
    asked = question(page, PEAKS)
    level(asked, value).check()
    asked.get_by_role("button", name="Save this answer").click()
    expect(level(question(page, PEAKS), value)).to_be_checked()
    page.reload()
    expect(level(question(page, PEAKS), value)).to_be_checked()
