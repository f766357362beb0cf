"""Markdown in templates."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from organizations.prose import render

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Markdown as safe HTML; its headings begin at the third level."""
    return render(text)
