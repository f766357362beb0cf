"""Hashes for readers."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def short_hash(sha256: str) -> str:
    """The first eight digits of a hash, "9f2c 41d7 …"; nothing for none."""
    return f"{sha256[:4]} {sha256[4:8]} …" if sha256 else ""
