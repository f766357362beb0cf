"""Paper and screen share their colours, and every text colour can be read."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from charts import palette

CSS = Path(settings.BASE_DIR) / "static" / "css"
TOKENS: dict[str, str] = dict(
    re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", (CSS / "tokens.css").read_text())
)
TEXT = ("ink", "ink-2", "ink-3", "proven", "claimed", "accent", "pass", "warn", "fail", "quiet")
GROUNDS = ("ground", "surface", "sunken", "hover", "raised")
SAME = {
    "PROVEN": "proven",
    "CLAIMED": "claimed",
    "TRACK": "sunken",
    "SURFACE": "surface",
    "LINE": "line",
    "INK": "ink",
    "INK_2": "ink-2",
    "INK_3": "ink-3",
    "ACCENT": "accent",
    "PASSING": "pass",
    "WARNING": "warn",
    "FAILING": "fail",
    "QUIET": "quiet",
}


def colour(name: str, scheme: int) -> str:
    return TOKENS[name].split(", ")[scheme]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("constant", "token"), SAME.items())
def test_paper_has_the_light_colours_of_the_screen(constant: str, token: str) -> None:
    assert getattr(palette, constant) == colour(token, 0)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), list(product(TEXT, GROUNDS)))
def test_small_text_can_be_read(text: str, ground: str, scheme: int) -> None:
    assert contrast(colour(text, scheme), colour(ground, scheme)) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on-accent", "accent"),
        ("on-accent", "accent-hover"),
        ("ink-2", "proven-wash"),
        ("ink-2", "claimed-wash"),
        ("ink-2", "accent-wash"),
        ("fail", "fail-wash"),
    ],
)
def test_text_on_tinted_grounds_can_be_read(text: str, ground: str, scheme: int) -> None:
    assert contrast(colour(text, scheme), colour(ground, scheme)) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("edge", "ground"), list(product(("edge", "accent"), ("surface", "ground")))
)
def test_edges_of_fields_and_focus_can_be_seen(edge: str, ground: str, scheme: int) -> None:
    assert contrast(colour(edge, scheme), colour(ground, scheme)) >= 3


def test_stylesheets_use_only_tokens_that_exist() -> None:
    defined = set(re.findall(r"(--[\w-]+):", (CSS / "tokens.css").read_text()))
    for sheet in CSS.glob("*.css"):
        used = set(re.findall(r"var\((--[\w-]+)", sheet.read_text()))
        assert used <= defined, sheet.name


def test_every_stylesheet_is_imported_once() -> None:
    imported = re.findall(r'@import url\("([\w-]+\.css)"\)', (CSS / "app.css").read_text())
    assert sorted(imported) == sorted(
        sheet.name for sheet in CSS.glob("*.css") if sheet.name != "app.css"
    )
