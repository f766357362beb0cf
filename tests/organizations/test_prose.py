"""Markdown from anyone becomes plain prose and nothing else."""

from __future__ import annotations

import re

import pytest
from django.utils.safestring import SafeString

from organizations import prose
from tests.effort import growth

KEPT = re.compile(rf"</?({'|'.join(prose.TAGS)})[\s>]")


def test_prose_keeps_its_shape() -> None:
    html = prose.render(
        "# Queues\n\nPut a queue *between* **them**.\n\n- one\n- two\n\n"
        "| metric | bound |\n|---|---|\n| age | 60 s |\n\n```\nx < 1\n```\n"
    )
    assert "<h3>Queues</h3>" in html
    assert "<em>between</em> <strong>them</strong>" in html
    assert "<li>two</li>" in html
    assert "<td>60 s</td>" in html
    assert "<pre><code>x &lt; 1\n</code></pre>" in html
    assert isinstance(html, SafeString)


@pytest.mark.parametrize(("top", "first", "second"), [(2, "h2", "h3"), (4, "h4", "h5")])
def test_headings_start_where_the_page_wants_them(top: int, first: str, second: str) -> None:
    html = prose.render("# One\n\n## Two", top_heading=top)
    assert f"<{first}>One</{first}>" in html
    assert f"<{second}>Two</{second}>" in html


def test_headings_never_go_below_the_sixth() -> None:
    assert "<h6>Deep</h6>" in prose.render("###### Deep", top_heading=4)


def test_links_say_that_nothing_is_owed_to_where_they_lead() -> None:
    html = prose.render('See [the guide](https://example.org/a "Guide") or <mail@example.org>.')
    assert (
        '<a href="https://example.org/a" title="Guide" rel="nofollow noopener">the guide</a>'
    ) in html
    assert 'href="mailto:mail@example.org"' in html


def test_an_image_becomes_a_link_to_it() -> None:
    html = prose.render("![a chart](https://example.org/chart.png)")
    assert "<img" not in html
    assert '<a href="https://example.org/chart.png" rel="nofollow noopener">a chart</a>' in html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "//example.org/elsewhere",
        "/accounts/logout/",
        "../up",
        "#anchor",
    ],
)
@pytest.mark.parametrize("form", ["[words]({0})", "![words]({0})", "[words][r]\n\n[r]: {0}"])
def test_a_link_to_anything_else_loses_its_address(form: str, address: str) -> None:
    html = prose.render(form.format(address))
    assert "href" not in html
    assert "words" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<img src="file:///etc/passwd">',
        "<svg onload=alert(1)><use href='http://example.org/x.svg#a'/></svg>",
        "<iframe src='https://example.org'></iframe>",
        "<style>body { background: url(http://example.org) }</style>",
        "<link rel=stylesheet href=http://example.org/a.css>",
        "<p style='position:fixed' onclick='alert(1)'>words</p>",
        "<a href='javascript:alert(1)'>words</a>",
        "<base href='http://example.org'>",
        "<form action='http://example.org'><input></form>",
        "<!-- hidden --><b>words</b>",
        "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
        "`<script>alert(1)</script>`",
        "```\n<script>alert(1)</script>\n```",
        "    <script>alert(1)</script>",
        "[<script>alert(1)</script>](https://example.org)",
        "# <script>alert(1)</script>",
        "| a |\n|---|\n| <script>alert(1)</script> |",
        '[a](https://example.org "\\"onmouseover=alert(1) x=\\"")',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "**<script>**alert(1)</script>",
    ],
)
def test_html_in_the_text_is_only_text(hostile: str) -> None:
    html = prose.render(hostile)
    assert all(KEPT.match(tag) for tag in re.findall(r"<[^>]*>", html)), html
    assert not re.search(r"<[^>]+\s(style|on\w+|src|class|id)\s*=", re.sub('"[^"]*"', '""', html))


def test_a_list_whose_items_bring_labels_needs_no_bullets() -> None:
    html = prose.render("- a. Lit:\n    - 1\\. at night\n    - 2\\. in *fog*\n- b. Kept")
    assert html.count('<ul class="labelled">') == html.count("<ul") == 2
    assert '<ul class="labelled">' in prose.render("- (i) one\n\n- (ii) two, *loose*")


@pytest.mark.parametrize(
    "text",
    [
        "- a. one\n- two",
        "- Etc. and so on",
        "- e.g. this",
        "- *a.* b",
        "- ",
        "1. one\n2. two",
        '<ul class="labelled"><li>a. b</li></ul>',
    ],
)
def test_any_other_list_keeps_them(text: str) -> None:
    assert "<ul class" not in prose.render(text)


def test_an_empty_text_is_empty() -> None:
    assert prose.render("") == ""


@pytest.mark.parametrize("unit", ["[", "![", "[a](", "[a][", "> ", "*a ", "<a ", "- a\n    "])
def test_no_text_takes_the_server_along(unit: str) -> None:
    assert growth(lambda many: prose.render(unit * many), 2000) < 2.5


def test_reasonable_brackets_stay_links() -> None:
    text = "\n\n".join(f"[{n}](https://example.org/{n})" for n in range(300))
    assert prose.render(text).count("<a ") == 300
