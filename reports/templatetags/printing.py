"""What the printed report says in its own way."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from charts import states

register = template.Library()


@register.filter
def short_hash(sha256: str) -> str:
    """The first eight digits of a hash, "9f2c 41d7 …"; nothing for none."""
    return f"{sha256[:4]} {sha256[4:8]} …" if sha256 else ""


@register.simple_tag
def printed_state(kind: str, words: str = "") -> SafeString:
    """A state's shape and its words. In a PDF for everyone the shape needs a word of its own."""
    word = states.known(kind).word
    shape = mark_safe(states.shape(kind, title=word))  # noqa: S308  (it escapes the title)
    return format_html('<span class="state">{}{}</span>', shape, words or word)
