"""Markdown that people or foreign files wrote, as HTML that is safe on a page and in print.

The only place where Markdown is rendered. It is written by anyone who may import a framework,
so nothing in it is trusted: HTML in the text is shown as text, and what Markdown itself makes
passes a sanitiser that keeps the elements of plain prose.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import IMAGE_LINK_RE, LinkInlineProcessor
from markdown.treeprocessors import Treeprocessor

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

LABELLED = "labelled"
"""The class of a list whose items bring labels of their own, so that it needs no bullets."""
CLASSES = {"ul": {LABELLED}}
_LABEL = re.compile(r"\s*\(?(?:[A-Za-z]|\d{1,3}|[ivxIVX]{1,5})[.)]\s")

MOST_BRACKETS = 200
"""In one paragraph. The parser's time grows with the square of their number."""


def render(text: str, *, top_heading: int = 3) -> SafeString:
    """The text as HTML; its highest headings become `h{top_heading}`, 2 to 6.

    There are no images (each becomes a link to it), scripts, styles or classes but `labelled`, of
    a list whose items all begin with a label such as “a.” or “(1)”; links lead to http, https and
    mailto only, and say `rel="nofollow noopener"`.
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
    # Last, so that an escaped full stop is one.
    parser.treeprocessors.register(_Labels(parser), "labels", -1)
    clean = nh3.clean(
        parser.convert(_tamed(text)),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
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


class _Labels(Treeprocessor):
    """Marks the lists whose items bring labels of their own."""

    def run(self, root: Element) -> None:
        """Look at each list once."""
        for each in root.iter("ul"):
            if all(_LABEL.match(_first_words(item)) for item in each):
                each.set("class", LABELLED)


def _first_words(item: Element) -> str:
    """The text that an item begins with, in its first paragraph where it has paragraphs."""
    if (item.text or "").strip() or not len(item) or item[0].tag != "p":
        return item.text or ""
    return item[0].text or ""
