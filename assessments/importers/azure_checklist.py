"""Azure review checklists (`.json`): a list of recommendations, each by its `guid`.

The Well-Architected pillar of an item is its section, the category the section below; severity is
the weight. Each item is answered with yes or no. See docs/formats/azure-checklist.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from assessments.importers.base import FIRST, Read, Wanted
from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.json_source import json_node, looks_like_json
from assessments.importers.nodes import URL, Node, has_control
from assessments.importers.oddities import Oddities
from assessments.importers.source_text import head_of
from assessments.importers.wording import as_paragraphs, fold, one_line, shortened, slug
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
checklist names the three in its own words, in this order, in its list `severities`; an English one
names them in any order."""

OTHER = "Other"
"""The section of items that name no pillar or no category."""

_GUID = re.compile(r'"guid"\s*:')
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_ATTRIBUTION = (
    "Azure review checklists, copyright Microsoft Corporation, "
    "https://github.com/Azure/review-checklists, used under the MIT licence."
)
_LANGUAGE = re.compile(r"\.([a-z]{2}(?:-[A-Za-z]{2,4})?)(?: ?\(\d+\))?\.json$")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
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
        """The checklist, asked of one role, the team. Raises ImportRefused with the places.

        Its language is the wanted one, else the one in the file's name, else English.
        """
        top = json_node(data, self.max_bytes)
        builder = _Builder()
        spec = builder.framework(top, filename, _language(wanted.language, filename))
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

    def framework(self, top: Node, filename: str, language: str) -> FrameworkSpec:
        """The whole of it."""
        metadata = top.get("metadata")
        title = (
            self._line(metadata, "name", "framework") or _named(filename) or AzureChecklist.label
        )
        named = [one_line(one.text("name")).casefold() for one in top.objects("severities")]
        self.weights = dict(zip(named, WEIGHTS.values(), strict=False)) | WEIGHTS
        asked = self._asked(top)
        if not asked:
            top.get("items").refuse("The checklist has no items.", "Choose a file that has some.")
        return FrameworkSpec(
            key=slug(title, LENGTHS["key"]) or FORMAT,
            title=shortened(one_line(title), LENGTHS["framework"]),
            description=self._description(metadata),
            version=self._line(metadata, "timestamp", "version"),
            publisher="Microsoft",
            licence="MIT",
            attribution=_ATTRIBUTION,
            homepage="https://github.com/Azure/review-checklists",
            language=language,
            roles=(TEAM,),
            sections=tuple(self._pillar(name, items) for name, items in self._by("waf", asked)),
            extra={FORMAT: _kept(metadata, {"name", "timestamp", "state"})},
        )

    def _asked(self, top: Node) -> list[Node]:
        """The items that ask something."""
        found = []
        for place, item in enumerate(top.objects("items")):
            if place == MAX_ITEMS:
                item.refuse(f"A checklist has {MAX_ITEMS:,} items at most.")
                break
            if self._text(item, "text") or self._text(item, "description"):
                found.append(item)
            else:
                self.oddities.note(item, "This item says nothing; it is left out.")
        return found

    def _by(self, key: str, items: Iterable[Node]) -> Iterator[tuple[str, list[Node]]]:
        """The items by what they name under a key, in the order in which it is first named; those
        that name nothing at the end. `reliability` is the same as `Reliability`."""
        names: dict[str, str] = {}
        found: dict[str, list[Node]] = {}
        for item in items:
            name = self._line(item, key, "section") or OTHER
            same = fold(name) or name
            names.setdefault(same, name)
            found.setdefault(same, []).append(item)
        for same in sorted(found, key=lambda same: same == fold(OTHER)):
            yield names[same], found[same]

    def _pillar(self, name: str, items: list[Node]) -> SectionSpec:
        key = self.sections.take(_key(name))
        if not any(self._line(item, "category", "section") for item in items):
            return SectionSpec("pillar", key, name, questions=self._questions(items))
        areas = self._by("category", items)
        children = tuple(self._area(area, key, within) for area, within in areas)
        return SectionSpec("pillar", key, name, children=children)

    def _area(self, name: str, pillar: str, items: Iterable[Node]) -> SectionSpec:
        key = self.sections.take(f"{pillar}-{_key(name)}")
        return SectionSpec("focus_area", key, name, questions=self._questions(items))

    def _questions(self, items: Iterable[Node]) -> tuple[QuestionSpec, ...]:
        return tuple(self._question(item) for item in items)

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

    def _description(self, metadata: Node) -> str:
        state = one_line(self._text(metadata, "state"))
        about = f"; its state is “{state}”" if state else ""
        return f"A review checklist for Azure{about}."

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


def _named(filename: str) -> str:
    """What the file is called, without the characters that no text has."""
    return one_line(
        "".join(letter for letter in PurePath(filename).stem if not has_control(letter))
    )


def _language(wanted: str, filename: str) -> str:
    """The language tag that is wanted, else the one at the end of the file's name
    (`aks_checklist.es.json`), else English."""
    tag = wanted.replace("_", "-")
    if _TAG.fullmatch(tag) and len(tag) <= LENGTHS["language"]:
        return tag
    found = _LANGUAGE.search(filename)
    return found[1] if found else FrameworkSpec("", "").language


def _key(name: str) -> str:
    """A key that depends on the name only. A name in letters that no key has is told by a hash."""
    made = slug(name, LENGTHS["key"] // 2)
    if all(slug(letter, 9) for letter in name if letter.isalnum()):
        return made or "part"
    digest = hashlib.sha256(fold(name).encode()).hexdigest()[:8]
    return f"{made}-{digest}" if made else digest


def _kept(node: Node, read: set[str]) -> dict[str, Any]:
    """The fields that have no place here, kept for the format."""
    values = node.value if isinstance(node.value, dict) else {}
    return {key: value for key, value in values.items() if key not in read}
