"""Libraries of CISO Assistant (`.yaml`): a framework as a tree of requirements, with its scale.

Sections, questions and their keys come from the requirements' urns, which stay the same from one
version of a library to the next. See docs/formats/ciso-assistant.md.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assessments.importers.base import FIRST, Offer, Read, Wanted
from assessments.importers.ciso.groups import Groups
from assessments.importers.ciso.library import (
    frameworks_of,
    left_out,
    objects_of,
    picked,
    title_of,
)
from assessments.importers.ciso.questions import Asker
from assessments.importers.ciso.scale import levels_of
from assessments.importers.ciso.sections import Layout
from assessments.importers.ciso.tree import requirements_of
from assessments.importers.ciso.words import Words, chosen, languages_of, text_of
from assessments.importers.nodes import Node
from assessments.importers.oddities import Oddities
from assessments.importers.source_text import head_of
from assessments.importers.wording import one_line, shortened
from assessments.importers.yaml_source import yaml_node
from assessments.plain_text import plain_text
from assessments.spec import LENGTHS, TEAM, FrameworkSpec

FORMAT = "ciso-assistant"
MAX_BYTES = 8 * 1024 * 1024
"""The largest library of the public collection has 3.4 MB."""

_LONGEST = 10_000
"""Characters of a framework's description at most."""
_URN = re.compile(r"""["']?urn["']?\s*:\s*["']?urn:""")
_OBJECTS = re.compile(r"""["']?objects["']?\s*:\s*(?:#.*)?$""")
_LICENCE = re.compile(r"\bCC[ -]BY(?:-(?:NC|SA|ND))*(?:[ -]\d\.\d)?\b", re.IGNORECASE)
_KEPT = ("urn", "packager", "publication_date")


class CisoAssistant:
    """The importer."""

    name = FORMAT
    label = "CISO Assistant library"
    suffixes = (".yaml", ".yml")
    max_bytes = MAX_BYTES

    def recognises(self, data: bytes, filename: str) -> bool:
        """A YAML document whose own urn, or whose field `objects`, stands at the margin."""
        if not filename.lower().endswith(self.suffixes):
            return False
        return any(_URN.match(line) or _OBJECTS.match(line) for line in head_of(data))

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """One framework of the library in one language, asked of one role, the team."""
        library = yaml_node(data, self.max_bytes, as_written=True)
        objects = objects_of(library)
        frameworks = frameworks_of(objects)
        key = picked(frameworks, wanted.framework)
        framework = frameworks[key]
        languages = languages_of(library, framework)
        oddities = Oddities()
        words = Words(chosen(languages, wanted.language), languages[0], oddities)
        spec = _framework(_facts(library, framework, words, key), framework, words, oddities)
        oddities.warn()
        library.document.problems.refuse_if_any()
        offers = tuple(Offer(key, title_of(one)) for key, one in frameworks.items())
        return Read(
            spec,
            warnings=library.document.warnings.found,
            frameworks=offers if len(offers) > 1 else (),
            languages=languages if len(languages) > 1 else (),
            left_out=left_out(objects, len(frameworks)),
        )


def _facts(library: Node, framework: Node, words: Words, key: str) -> FrameworkSpec:
    """What the library says of the framework as a whole."""
    title = words.line(framework, "name") or words.line(library, "name") or title_of(framework)
    copyright_text = text_of(library, "copyright")
    licence = _LICENCE.search(copyright_text)
    publisher = text_of(library, "provider") or text_of(library, "packager")
    kept = {name: text for name in _KEPT if (text := text_of(library, name))}
    return FrameworkSpec(
        key=key,
        title=shortened(title, LENGTHS["framework"]),
        description=one_line(plain_text(words.of(framework, "description")[:_LONGEST])),
        version=one_line(text_of(library, "version"))[: LENGTHS["version"]] or "1",
        publisher=shortened(one_line(publisher), LENGTHS["publisher"]),
        licence=licence[0] if licence else "",
        attribution=copyright_text,
        language=words.language,
        roles=(TEAM,),
        source_id=one_line(text_of(framework, "urn"))[: LENGTHS["source id"]],
        extra={FORMAT: kept} if kept else {},
    )


def _framework(
    facts: FrameworkSpec, framework: Node, words: Words, oddities: Oddities
) -> FrameworkSpec:
    top = requirements_of(framework, words, oddities)
    groups = Groups(framework, words, oddities)
    layout = Layout(facts, words, Asker(framework, words, groups, oddities))
    levels = levels_of(framework, words, oddities)
    sections = layout.sections(top)
    if not any(one.total for one in top):
        framework.refuse(
            "Nothing in this framework can be assessed.",
            "A requirement is asked where it says “assessable: true” or has questions.",
        )
    return replace(facts, levels=levels, groups=groups.specs, sections=sections)
