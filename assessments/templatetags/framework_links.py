"""What pages of frameworks say: where sections are read, a severity's shape, a language's name."""

from __future__ import annotations

from django import template

from assessments import languages
from assessments.lint import Severity
from assessments.pages.framework_lint import STATES, Place

register = template.Library()


@register.simple_tag
def place_url(place: Place, key: str) -> str:
    """The page of one section, in the library or in a preview."""
    return place.of_section(key)


@register.simple_tag
def severity_shape(severity: str) -> str:
    """The state whose shape stands for a severity."""
    return STATES[Severity(severity)]


@register.filter
def language_name(tag: str) -> str:
    """What people call the language of this tag."""
    return languages.language_name(tag)
