"""Markdown in templates."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from organizations import prose as markdown

register = template.Library()


@register.filter
def prose(text: str, top_heading: int = 3) -> SafeString:
    """Markdown as safe HTML, its highest headings at `h{top_heading}`."""
    return markdown.render(text, top_heading=top_heading)
