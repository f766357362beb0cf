"""What a visitor does on a page, in few words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

FILES = Path(__file__).parent / "files"
DESKTOP, PHONE = (1280, 900), (390, 844)
PHONE_WIDTH = 600

CONTRAST = "color-contrast"
TARGETS = {"target-size": {"enabled": True}}
"""The rule of WCAG 2.2 that axe leaves out by itself."""

ALL: dict[str, Any] = {"rules": TARGETS}
COLOURS: dict[str, Any] = {"runOnly": {"type": "rule", "values": [CONTRAST]}}
"""What can differ between light and dark."""
NARROW: dict[str, Any] = {
    "runOnly": {
        "type": "rule",
        "values": [
            "aria-hidden-focus",
            "button-name",
            "label",
            "link-name",
            "nested-interactive",
            "scrollable-region-focusable",
            "summary-name",
            "target-size",
        ],
    }
}
"""What can differ between wide and narrow: where things have room, and what is shown instead."""

EXPECTED = (409, 412, 422)
"""Refusals that come with a page of their own."""
TOLD = ("Failed to load resource", "Response Status Error Code")
"""How the browser and htmx note an address that refused; here it is known by its answer."""


class Complaints(list[str]):
    """Everything that went wrong in a browser without anybody looking: errors in the console,
    refusals by the content security policy, scripts that broke, addresses that gave no page."""

    def watch(self, context: BrowserContext) -> None:
        """Listen to all pages of the context."""
        context.on("console", lambda message: self._said(message.type, message.text))
        context.on("weberror", lambda error: self.append(str(error.error)))
        context.on("response", lambda answer: self._answered(answer.status, answer.url))

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(TOLD):
            self.append(f"{kind}: {text}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400 and status not in EXPECTED:
            self.append(f"{url} answered {status}")


def sign_in(page: Page, email: str, password: str) -> None:
    """From the sign-in page to the home page."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title(re.compile("^Home"))


def follow(page: Page, name: str) -> None:
    """Go to an entry of the main navigation, through the menu on a phone."""
    size = page.viewport_size
    if size and size["width"] < PHONE_WIDTH:
        page.get_by_text("Menu", exact=True).click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()


def press(page: Page, name: str) -> None:
    """Press the button with exactly this name."""
    page.get_by_role("button", name=name, exact=True).click()


def confirm(page: Page, name: str) -> None:
    """Press a button of the dialog that asks first."""
    page.get_by_role("dialog").get_by_role("button", name=name).click()


def question(page: Page, text: str) -> Locator:
    """The form of one question."""
    return page.locator("form.q").filter(has_text=text)


def level(form: Locator, value: int) -> Locator:
    """One of a question's levels."""
    return form.get_by_role("radio", name=re.compile(rf"^{value} "))


def answer(page: Page, text: str, value: int) -> None:
    """Choose a level and wait until it is saved."""
    with page.expect_response(lambda got: got.request.method == "POST" and got.ok):
        level(question(page, text), value).check()
    expect_saved(page)


def expect_saved(page: Page) -> None:
    """The page says that all is saved."""
    expect(page.locator("[data-saved]")).to_have_text("All changes saved")


def violations(page: Page, rules: dict[str, Any] = ALL) -> list[str]:
    """What axe finds on the page as it stands: the rule, and where. It fetches nothing."""
    options = rules | {"preload": False, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}" for one in found
    ]


def violations_everywhere(page: Page) -> list[str]:
    """What axe finds in light and dark, wide and narrow; the page ends dark and narrow."""
    found = violations(page)
    darken(page)
    found += violations(page, COLOURS)
    resize(page, PHONE)
    return found + violations(page, NARROW)


def darken(page: Page) -> None:
    """Show the page in dark, and wait until all its colours have turned."""
    page.emulate_media(color_scheme="dark")
    page.evaluate(
        """new Promise((done) => {
            const look = () => (document.getAnimations().length ? setTimeout(look, 20) : done());
            requestAnimationFrame(() => setTimeout(look, 50));
        })"""
    )


def resize(page: Page, size: tuple[int, int]) -> None:
    """Make the window so wide and so high."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width
