"""What languages are called: a framework has a tag, people have a word."""

from __future__ import annotations

from django.conf.locale import LANG_INFO


def language_name(tag: str) -> str:
    """“French” for `fr`; the tag itself where nobody knows it."""
    known = LANG_INFO.get(tag.lower().replace("_", "-"), {})
    return str(known.get("name", tag))
