"""A custom lens of the AWS Well-Architected Tool, tolerant of what authors write in it.

What cannot be read makes a problem; what is odd makes a warning and comes out of an export as it
came in. See docs/formats/aws-custom-lens.md.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from assessments.importers.base import FIRST, Problem, Read, Wanted
from assessments.importers.json_source import json_node, looks_like_json
from assessments.importers.lens.keeping import kept_of
from assessments.importers.lens.oddities import Habits, condensed, prose, title, warn_of_unknown
from assessments.importers.lens.questions import PillarReader
from assessments.importers.nodes import Node, has_control
from assessments.importers.wording import one_line, slug
from assessments.lens_limits import LONGEST_LENS
from assessments.lens_nodes import FORMAT, SCHEMA_VERSION, lens_node
from assessments.spec import LENGTHS, TEAM, FrameworkSpec, SectionSpec

MAX_BYTES = 4 * 1024 * 1024
"""A lens has 500,000 characters at most; this leaves room for eight times that."""
MOST_QUESTIONS = 2_000
MOST_CHOICES = 20_000

_LENS = re.compile(rb'"pillars"\s*:|"schemaVersion"\s*:\s*"2021-11-01"')
_KEYS = ("schemaVersion", "name", "description", "pillars")
_VERSION_KEYS = ("_version", "version")
_PUBLISHER_KEYS = ("publisher", "_publisher", "author", "_author")
_LICENCE_KEYS = ("licence", "license", "_licence", "_license")


class AwsLens:
    """The importer."""

    name = FORMAT
    label = "AWS custom lens"
    suffixes = (".json",)
    max_bytes = MAX_BYTES

    def recognises(self, data: bytes, filename: str) -> bool:
        """A JSON document that has pillars, or says that it is a lens."""
        return looks_like_json(data) and bool(_LENS.search(data[:MAX_BYTES]))

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """The lens as a framework, asked of one role, the team."""
        root = json_node(data, self.max_bytes)
        if not isinstance(root.value, dict):
            root.refuse("A lens is an object with “name” and “pillars”.")
            root.document.problems.refuse_if_any()
        spec = _framework(root)
        _check_size(root, spec)
        root.document.problems.refuse_if_any()
        warnings = condensed(root.document.warnings.found)
        return Read(spec, warnings=(*_of_bytes(data), *warnings))


def _framework(lens: Node) -> FrameworkSpec:
    reader = PillarReader()
    name = title(lens, "name", "framework", reader.habits)
    made = FrameworkSpec(
        key=slug(name, LENGTHS["key"]) or "lens",
        title=name,
        description=one_line(prose(lens, "description", reader.habits)),
        version=_first_text(lens, _VERSION_KEYS, LENGTHS["version"]),
        publisher=_first_text(lens, _PUBLISHER_KEYS, LENGTHS["publisher"]),
        licence=_first_text(lens, _LICENCE_KEYS, LENGTHS["licence"]),
        reading="aws",
        roles=(TEAM,),
    )
    _check_head(lens)
    extra = {FORMAT: {}, **kept_of(lens, lens_node(made), "pillars")}
    made = replace(made, sections=_pillars(lens, reader), extra=extra)
    _tell_habits(lens, reader.habits, made)
    return made


def _pillars(lens: Node, reader: PillarReader) -> tuple[SectionSpec, ...]:
    if not lens.get("pillars").value:
        lens.get("pillars").refuse("There are no pillars here.", "A lens needs at least one.")
        return ()
    sections = reader.pillars(lens)
    if sections and not any(section.questions for section in sections):
        lens.get("pillars").refuse("There is no question in this lens.")
    return sections


def _check_head(lens: Node) -> None:
    version = lens.get("schemaVersion")
    if version.value != SCHEMA_VERSION:
        version.warn(f"The version of the format is not {SCHEMA_VERSION}; it was read as that.")
    if not lens.text("description"):
        lens.get("description").warn("The lens has no description; AWS asks for one.")
    read = (*_VERSION_KEYS, *_PUBLISHER_KEYS, *_LICENCE_KEYS)
    warn_of_unknown(lens, _KEYS, read=read)


def _check_size(lens: Node, spec: FrameworkSpec) -> None:
    questions = sum(1 for _ in spec.questions())
    choices = sum(len(question.choices) for question in spec.questions())
    if questions > MOST_QUESTIONS or choices > MOST_CHOICES:
        lens.refuse(
            f"The lens has {questions:,} questions and {choices:,} choices; "
            f"{MOST_QUESTIONS:,} and {MOST_CHOICES:,} are the most that are read."
        )


def _first_text(lens: Node, keys: tuple[str, ...], most: int) -> str:
    """The first of these keys that holds a text which can be stored; they are the authors' own."""
    for key in keys:
        value = lens.get(key).value
        text = one_line(value) if isinstance(value, str) and not has_control(value) else ""
        if 0 < len(text) <= most:
            return text
    return ""


def _tell_habits(lens: Node, habits: Habits, spec: FrameworkSpec) -> None:
    """What would otherwise be said of every question."""
    questions = sum(1 for _ in spec.questions())
    if questions and not habits.count("additional"):
        lens.get("pillars").warn("No choice of this lens has additionalResources.")
    if questions and habits.count("default only") == questions:
        lens.get("pillars").warn(
            "Every question has a default rule only: nothing that is ticked changes a risk."
        )
    habits.tell(
        "high first",
        "In {n} of the questions the rules begin with the highest risk; this is the first.",
    )
    habits.tell(
        "typographic",
        "Typographic quotes or ligatures are in {n} of the texts and stay; this is the first.",
    )


def _of_bytes(data: bytes) -> tuple[Problem, ...]:
    """Oddities of the file as such; none of them is in the JSON values."""
    found = (
        (data.startswith(codecs.BOM_UTF8), "The file begins with a byte order mark."),
        (b"\r\n" in data, "The lines of the file end in CR LF."),
        (
            len(data.decode("utf-8-sig")) > LONGEST_LENS,
            f"The file has over {LONGEST_LENS:,} characters, the most that AWS takes.",
        ),
    )
    return tuple(Problem(None, message) for is_so, message in found if is_so)
