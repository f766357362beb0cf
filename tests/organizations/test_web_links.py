"""Addresses of foreign files as links: safe, and readable."""

from __future__ import annotations

import pytest

from organizations.templatetags.web_links import web_link


@pytest.mark.parametrize(
    ("url", "text", "html"),
    [
        (
            "https://example.org/a?b=1&c=2",
            "<A>",
            '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener">&lt;A&gt;</a>',
        ),
        (
            " http://example.org ",
            "",
            '<a href="http://example.org" rel="nofollow noopener">http://example.org</a>',
        ),
        ("", "Only <words>", "Only &lt;words&gt;"),
        ("javascript:alert(1)", "Press", "Press"),
        ("javascript:alert(1)", "", "javascript:alert(1)"),
        ("//example.org/a", "Here", "Here"),
        ("/relative", "Here", "Here"),
        ("https://[broken", "Here", "Here"),
        ("https:", "Here", "Here"),
    ],
)
def test_only_a_web_address_is_a_link(url: str, text: str, html: str) -> None:
    assert web_link(url, text) == html


def test_a_long_text_is_followed_by_its_link() -> None:
    found = web_link("https://docs.example.org/a", "Word " * 30)
    assert found.startswith("Word Word")
    assert found.endswith(
        '<a href="https://docs.example.org/a" rel="nofollow noopener">docs.example.org</a>'
    )
