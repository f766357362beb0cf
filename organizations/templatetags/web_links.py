"""Addresses that foreign files name, as links."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

register = template.Library()

LONG = 100
"""From this length on a text is no longer the words of a link: the link follows it."""


@register.simple_tag
def web_link(url: str, text: str = "") -> SafeString:
    """The text as a link; a long text followed by one; without a web address the text alone."""
    parts = urlsplit(url.strip()) if _whole(url) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        return conditional_escape(text or url)
    link = '<a href="{}" rel="nofollow noopener">{}</a>'
    if len(text) > LONG:
        return format_html("{} " + link, text, url.strip(), parts.netloc)
    return format_html(link, url.strip(), text or url.strip())


def _whole(url: str) -> bool:
    """Whether it can be taken apart at all."""
    try:
        urlsplit(url.strip())
    except ValueError:
        return False
    return True
