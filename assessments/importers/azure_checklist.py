"""Azure review checklists (`.json`): a list of recommendations, each by its `guid`.

The Well-Architected pillar of an item is its section, the category the section below; severity is
the weight. Each item is answered with yes or no. See docs/formats/azure-checklist.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from assessments.importers.base import FIRST, Read, Wanted
from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.json_source import json_node, looks_like_json
from assessments.importers.nodes import URL, Node, has_control
from assessments.importers.oddities import Oddities
from assessments.importers.source_text import head_of
from assessments.importers.wording import as_paragraphs, one_line, shortened, slug
from assessments.spec import (
    LENGTHS,
    TEAM,
    FrameworkSpec,
    QuestionSpec,
    ResourceSpec,
    SectionSpec,
)

FORMAT = "azure-checklist"
MAX_BYTES = 8 * 1024 * 1024
"""The largest public checklist has half a megabyte."""
MAX_ITEMS = 5_000
"""Items of a checklist at most."""

WEIGHTS = {"high": 3.0, "medium": 2.0, "low": 1.0}
"""What an item weighs by its severity; one without weighs as a medium one does. A translated
checklist names the three in its own words, in this order, in its list `severities`."""

OTHER = "Other"
"""The section of items that name no pillar or no category."""

_GUID = re.compile(r'"guid"\s*:')
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_LANGUAGE = re.compile(r"\.([a-z]{2}(?:-[A-Za-z]{2,4})?)\.json$")
_LINKS = {"link": "More on it", "training": "Training"}
_READ = {
    "category", "subcategory", "text", "description", "waf", "guid", "id", "severity", *_LINKS,
}  # fmt: skip
"""The fields that become something of ours; all others are kept for the format."""


class AzureChecklist:
    """The importer."""

    name = FORMAT
    label = "Azure review checklist"
    suffixes = (".json",)
    max_bytes = MAX_BYTES

    def recognises(self, data: bytes, filename: str) -> bool:
        """JSON with a list of items that have guids near its head."""
        if not looks_like_json(data):
            return False
        head = "\n".join(head_of(data))
        return bool(_ITEMS.search(head) and _GUID.search(head))

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """The checklist, asked of one role, the team. Raises ImportRefused with the places."""
        top = json_node(data, self.max_bytes)
        builder = _Builder()
        spec = builder.framework(top, filename)
        builder.oddities.warn()
        top.document.problems.refuse_if_any()
        return Read(spec, warnings=top.document.warnings.found)


@dataclass(slots=True)
class _Builder:
    """Makes the framework of one checklist."""

    oddities: Oddities = field(default_factory=Oddities)
    sections: ForeignKeys = field(default_factory=ForeignKeys)
    questions: ForeignKeys = field(default_factory=ForeignKeys)
    seen: set[str] = field(default_factory=set)
    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))

    def framework(self, top: Node, filename: str) -> FrameworkSpec:
        """The whole of it."""
        metadata = top.get("metadata")
        title = (
            self._line(metadata, "name", "framework") or _named(filename) or AzureChecklist.label
        )
        named = [one_line(one.text("name")).casefold() for one in top.objects("severities")]
        self.weights |= zip(named, WEIGHTS.values(), strict=False)
        asked = self._asked(top)
        if not asked:
            top.get("items").refuse("The checklist has no items.", "Choose a file that has some.")
        return FrameworkSpec(
            key=slug(title, LENGTHS["key"]) or FORMAT,
            title=shortened(one_line(title), LENGTHS["framework"]),
            description=_description(metadata),
            version=self._line(metadata, "timestamp", "version"),
            publisher="Microsoft",
            licence="MIT",
            homepage="https://github.com/Azure/review-checklists",
            language=_language(filename),
            reading="aws",
            roles=(TEAM,),
            sections=tuple(self._pillar(name, items) for name, items in asked.items()),
            extra={FORMAT: _kept(metadata, {"name", "timestamp", "state"})},
        )

    def _asked(self, top: Node) -> dict[str, list[Node]]:
        """The items by their pillar, in the order in which pillars are first named."""
        found: dict[str, list[Node]] = {}
        for place, item in enumerate(top.objects("items")):
            if place == MAX_ITEMS:
                item.refuse(f"A checklist has {MAX_ITEMS:,} items at most.")
                break
            if self._text(item, "text") or self._text(item, "description"):
                pillar = self._line(item, "waf", "section") or OTHER
                found.setdefault(pillar, []).append(item)
            else:
                self.oddities.note(item, "This item says nothing; it is left out.")
        if len(found) > 1 and OTHER in found:
            found[OTHER] = found.pop(OTHER)
        return found

    def _pillar(self, name: str, items: list[Node]) -> SectionSpec:
        key = self.sections.take(slug(name, LENGTHS["key"]), title=name)
        areas: dict[str, list[Node]] = {}
        for item in items:
            areas.setdefault(self._line(item, "category", "section") or OTHER, []).append(item)
        return SectionSpec(
            kind="pillar",
            key=key,
            title=name,
            children=tuple(self._area(area, key, within) for area, within in areas.items()),
        )

    def _area(self, name: str, pillar: str, items: Iterable[Node]) -> SectionSpec:
        return SectionSpec(
            kind="focus_area",
            key=self.sections.take(f"{pillar}-{slug(name, LENGTHS['key'])}"),
            title=name,
            questions=tuple(self._question(item) for item in items),
        )

    def _question(self, item: Node) -> QuestionSpec:
        guid = self._line(item, "guid", "source id")
        if not guid:
            self.oddities.note(item, "This item has no guid; its key is made of its text.")
        elif guid in self.seen:
            self.oddities.note(item.get("guid"), "This guid stands on an item above too.")
        self.seen.add(guid)
        ref = self._line(item, "id", "reference")
        text = self._line(item, "text", "question") or self._line(item, "description", "question")
        return QuestionSpec(
            key=self.questions.take(guid, above=slug(ref, LENGTHS["key"]), title=text),
            text=text,
            roles=(TEAM.key,),
            help=self._help(item),
            kind="boolean",
            weight=self._weight(item),
            resources=tuple(self._links(item)),
            ref=ref,
            source_id=guid,
            extra={FORMAT: _kept(item, _READ)},
        )

    def _weight(self, item: Node) -> float:
        severity = one_line(self._text(item, "severity")).casefold()
        if severity not in self.weights:
            shown = f"“{severity[:40]}”" if severity else "empty"
            self.oddities.note(item.get("severity"), f"The severity is {shown}; medium is taken.")
        return self.weights.get(severity, WEIGHTS["medium"])

    def _links(self, item: Node) -> Iterable[ResourceSpec]:
        for key, words in _LINKS.items():
            url = self._text(item, key)
            if not url:
                continue
            if URL.fullmatch(url) and len(url) <= LENGTHS["url"]:
                yield ResourceSpec(words, url)
            else:
                self.oddities.note(item.get(key), "This is no whole address; it is left out.")

    def _help(self, item: Node) -> str:
        parts = [as_paragraphs(self._text(item, "description"))]
        if subcategory := one_line(self._text(item, "subcategory")):
            parts.append(as_paragraphs(f"Part of {subcategory}."))
        return "\n\n".join(part for part in parts if part)

    def _line(self, node: Node, key: str, noun: str) -> str:
        """A text on one line, shortened to the length that its noun may have."""
        return shortened(one_line(self._text(node, key)), LENGTHS[noun])

    def _text(self, node: Node, key: str) -> str:
        """The text there without what no text has: public checklists hold control characters."""
        found = node.get(key)
        if not isinstance(found.value, str) or not has_control(found.value):
            return node.text(key)
        self.oddities.note(found, "There are characters here that no text has; they are left out.")
        return "".join(letter for letter in found.value if not has_control(letter)).strip()


def _description(metadata: Node) -> str:
    state = one_line(metadata.text("state"))
    return (
        f"A review checklist for Azure; its state is “{state}”."
        if state
        else ("A review checklist for Azure.")
    )


def _named(filename: str) -> str:
    """What the file is called, without the characters that no text has."""
    return one_line(
        "".join(letter for letter in PurePath(filename).stem if not has_control(letter))
    )


def _language(filename: str) -> str:
    """The language that the file's name ends with (`aks_checklist.es.json`), else English."""
    found = _LANGUAGE.search(filename)
    return found[1] if found else "en"


def _kept(node: Node, read: set[str]) -> dict[str, Any]:
    """The fields that have no place here, kept for the format."""
    values = node.value if isinstance(node.value, dict) else {}
    return {key: value for key, value in values.items() if key not in read}
