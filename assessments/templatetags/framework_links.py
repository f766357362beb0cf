"""Where sections of a framework are read, and the shape of a mark's severity."""

from __future__ import annotations

from django import template

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
