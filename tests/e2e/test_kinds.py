"""Answering every kind of question: saved as one goes, taken back, in conflict, without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PASSWORD, Site, Visit
from tests.e2e.pages import expect_saved, press, question, sign_in, violations_everywhere

DORA = "dora@script.example"
PEAKS, ALARMS, DEAD, NONE = (
    "Peaks wait in queues",
    "The age of the oldest message has an alarm",
    "Every queue has a dead-letter queue",
    "None of these",
)


def opened(page: Page, site: Site, rest: str = "practice-0/") -> Page:
    page.goto(f"/assessments/{site.ids['kinds']}/answer/{rest}")
    return page


def form(page: Page, kind: str) -> Locator:
    return question(page, f"A question answered with {kind}?")


def box(page: Page, choice: str) -> Locator:
    return form(page, "multiple").get_by_role("checkbox", name=choice, exact=True)


def saved(page: Page, field: Locator, *, ticked: bool = True) -> None:
    """Tick or choose, and wait until it is saved."""
    with page.expect_response(lambda got: got.request.method == "POST" and got.ok):
        field.set_checked(ticked)
    expect_saved(page)


def test_ticks_are_saved_and_their_risk_shows(visit: Visit, site: Site) -> None:
    page = opened(visit(DORA), site)
    below = form(page, "multiple").locator("[id^=state-]")
    expect(below).not_to_contain_text("Claimed risk")
    for choice in (PEAKS, ALARMS):
        saved(page, box(page, choice))
    expect(below).to_contain_text("Claimed risk medium")
    expect(below).to_contain_text("Proven risk high")
    below.get_by_text("What to do about 1 not ticked").click()
    expect(below).to_contain_text("Give each its own.")
    saved(page, box(page, PEAKS), ticked=False)
    expect(below.get_by_text("Begin with the slowest call.")).to_be_visible()
    saved(page, box(page, ALARMS), ticked=False)
    expect(below).not_to_contain_text("Claimed risk")
    expect(page.locator("#answered")).to_have_text("0 of 36 questions answered")


def test_a_choice_is_ticked_or_does_not_apply(visit: Visit, site: Site) -> None:
    page = opened(visit(DORA), site)
    choice = form(page, "multiple").locator(".tick").filter(has_text=DEAD)
    choice.get_by_text("Note, not applicable").click()
    excused = choice.get_by_label("This one does not apply to us")
    saved(page, excused)
    choice.get_by_role("textbox", name="Note").fill("What fails is dropped.")
    choice.get_by_role("textbox", name="Note").blur()
    expect_saved(page)
    saved(page, box(page, DEAD))
    expect(excused).not_to_be_checked()
    page.reload()
    expect(box(page, DEAD)).to_be_checked()
    expect(page.get_by_text("What fails is dropped.")).to_be_visible()


def test_whoever_ticks_knows_again(visit: Visit, site: Site) -> None:
    page = opened(visit(DORA), site)
    asked = form(page, "multiple")
    saved(page, box(page, PEAKS))
    saved(page, asked.get_by_label("I don't know"))
    page.reload()
    expect(box(page, PEAKS)).to_be_checked()
    expect(asked.get_by_label("I don't know")).to_be_checked()
    saved(page, box(page, ALARMS))
    expect(asked.get_by_label("By the choices above")).to_be_checked()


@pytest.mark.parametrize(
    ("kind", "written", "other"), [("number", "412.5", "90"), ("text", "Mail.", "Nothing.")]
)
def test_what_is_written_is_saved_without_leaving_it(
    visit: Visit, site: Site, *, kind: str, written: str, other: str
) -> None:
    page = opened(visit(DORA), site)
    field = form(page, kind).locator(f"[name={kind}]")
    field.press_sequentially(written)
    expect(page.locator("[data-saved]")).to_have_text("Changes not saved yet")
    expect_saved(page)
    page.reload()
    expect(field).to_have_value(written)
    for now in (other, ""):
        with page.expect_response(lambda got: got.request.method == "POST" and got.ok):
            field.fill(now)
        expect_saved(page)
    page.reload()
    expect(field).to_have_value("")


def test_an_answer_is_taken_back(visit: Visit, site: Site) -> None:
    page = opened(visit(DORA), site)
    asked = form(page, "boolean")
    saved(page, asked.get_by_label("Yes"))
    asked.get_by_role("button", name="Take it back").click()
    expect(asked.get_by_label("Yes")).not_to_be_checked()
    expect_saved(page)
    expect(asked).to_be_focused()
    saved(page, asked.get_by_label("No", exact=True))
    asked.get_by_role("link", name="History").click()
    expect(page.get_by_role("main").get_by_role("listitem")).to_contain_text(
        ["No", "Not answered", "Yes"]
    )


def test_two_who_tick_lose_nothing(visit: Visit, site: Site) -> None:
    here, there = (opened(visit(DORA), site) for _ in range(2))
    saved(here, box(here, NONE))
    box(there, DEAD).click()
    conflict = there.get_by_role("alert")
    expect(conflict).to_contain_text("Dora changed this answer while you were writing.")
    expect(conflict.locator(".version").last).to_contain_text(NONE)
    press(there, "Keep theirs")
    expect(box(there, NONE)).to_be_checked()


def test_every_kind_is_answered_without_scripts(visit: Visit, site: Site) -> None:
    page = visit(java_script_enabled=False)
    sign_in(page, DORA, PASSWORD)
    opened(page, site)
    for kind, choose in (("multiple", PEAKS), ("single", "Yes, for some"), ("boolean", "Yes")):
        form(page, kind).get_by_label(choose, exact=True).check()
        form(page, kind).get_by_role("button", name="Save this answer").click()
        expect(form(page, kind).get_by_label(choose, exact=True)).to_be_checked()
    opened(page, site, "long/?part=2")
    last = question(page, "Is number 27 in place?")
    last.get_by_label("Yes").check()
    last.get_by_role("button", name="Save this answer").click()
    expect(question(page, "Is number 27 in place?").get_by_label("Yes")).to_be_checked()
    expect(page.get_by_text("Questions 26–30 of 30").first).to_be_visible()


@pytest.mark.parametrize("rest", ["practice-0/", "long/?part=2"])
def test_everybody_can_answer(visit: Visit, site: Site, rest: str) -> None:
    page = opened(visit(DORA, bypass_csp=True, reduced_motion="reduce"), site, rest)
    for one in page.locator("details.more").all():
        one.evaluate("one => { one.open = true; }")
    assert violations_everywhere(page) == []
