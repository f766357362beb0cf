"""Markdown that people or foreign files wrote, as HTML that is safe on a page and in print.

The only place where Markdown is rendered. It is written by anyone who may import a framework,
so nothing in it is trusted: HTML in the text is shown as text, and what Markdown itself makes
passes a sanitiser that keeps the elements of plain prose.
"""

from __future__ import annotations

import re

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import IMAGE_LINK_RE, LinkInlineProcessor

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

MOST_BRACKETS = 200
"""In one paragraph. The parser's time grows with the square of their number."""


def render(text: str, *, top_heading: int = 3) -> SafeString:
    """The text as HTML; its highest headings become `h{top_heading}`, 2 to 6.

    There are no images (each becomes a link to it), scripts, styles or classes; links lead to
    http, https and mailto only, and say `rel="nofollow noopener"`.
    """
    parser = markdown.Markdown(
        # By class: a name would be looked up among all installed packages each time.
        extensions=[
            SaneListExtension(),
            TableExtension(),
            FencedCodeExtension(),
            TocExtension(baselevel=top_heading),
        ],
        output_format="html",
    )
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    parser.inlinePatterns.deregister("image_reference")
    parser.inlinePatterns.deregister("short_image_ref")
    # Nothing is fetched unless a reader asks: an image is a link to it.
    parser.inlinePatterns.register(LinkInlineProcessor(IMAGE_LINK_RE, parser), "image_link", 150)
    clean = nh3.clean(
        parser.convert(_tamed(text)),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="nofollow noopener",
    )
    return mark_safe(clean)  # noqa: S308  (the sanitiser has just made it so)


def _tamed(text: str) -> str:
    """Paragraphs with brackets beyond all reason keep them as they are, without links."""
    paragraphs = re.split(r"(\n[ \t]*\n)", text)
    return "".join(
        part.replace("[", r"\[") if part.count("[") > MOST_BRACKETS else part for part in paragraphs
    )
