"""The words of the Plumbline framework format: its marker, and the fields of each thing in order.

Importer and exporter both go by these lists. docs/formats/plumbline.md says what each field means.
"""

from __future__ import annotations

MARKER = "plumbline"
"""The field by which a file of this format is known."""
FORMAT = "framework/1"
"""What stands there: the format and its version."""

FRAMEWORK = (
    MARKER,
    "key",
    "title",
    "version",
    "language",
    "description",
    "publisher",
    "licence",
    "attribution",
    "homepage",
    "source_id",
    "roll_up",
    "reading",
    "levels",
    "ladder",
    "roles",
    "groups",
    "extra",
    "sections",
)
LEVEL = ("value", "name", "description")
ROLE = ("key", "name")
GROUP = ("key", "name", "description", "default")
SECTION = (
    "kind",
    "key",
    "title",
    "ref",
    "source_id",
    "weight",
    "guidance",
    "points",
    "resources",
    "responsibilities",
    "expected_evidence",
    "cloud_services",
    "extra",
    "questions",
    "children",
)
PAGE = ("page",)
"""In place of a section, beside practice pages: the page that holds it."""
RESPONSIBILITY = ("role", "text")
EXPECTED_EVIDENCE = ("key", "title", "kind", "description")
CLOUD_SERVICE = ("provider", "name", "purpose")
QUESTION = (
    "key",
    "text",
    "ref",
    "source_id",
    "kind",
    "weight",
    "tier",
    "roles",
    "groups",
    "help",
    "levels",
    "unit",
    "bands",
    "choices",
    "rules",
    "resources",
    "extra",
)
CHOICE = (
    "key",
    "text",
    "score",
    "none_of_these",
    "description",
    "help",
    "improvement",
    "extra",
)
RULE = ("condition", "risk", "extra")
BAND = ("at_least", "score")
RESOURCE = ("text", "url")

ONLY = {
    "choices": ("single", "multiple"),
    "rules": ("multiple",),
    "bands": ("number",),
    "unit": ("number",),
}
"""The fields that questions of some kinds alone have."""

RUNGS = 5
"""Rungs of evidence: so many shares make a ladder."""
FEWEST_LEVELS = 2
LARGEST_NUMBER = 1e15
LARGEST_COUNT = 32_767
"""The highest value of a level, and of a tier."""
DIGITS = 40
"""Digits of a whole number in `extra` at most."""
