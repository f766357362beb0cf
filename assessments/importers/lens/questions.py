"""The pillars of a lens and the questions in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.lens.choices import choices, rules
from assessments.importers.lens.keeping import kept_of
from assessments.importers.lens.oddities import (
    Habits,
    listed_within,
    prose,
    title,
    warn_of_id,
    warn_of_unknown,
)
from assessments.importers.lens.resources import Resources, further, own_address, resource
from assessments.importers.nodes import Node
from assessments.importers.wording import as_paragraphs, one_line
from assessments.lens_nodes import pillar_node, question_node
from assessments.spec import LENGTHS, TEAM, QuestionSpec, SectionSpec

_PILLAR_KEYS = ("id", "name", "questions")
_QUESTION_KEYS = ("id", "title", "description", "helpfulResource", "choices", "riskRules")


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of one noun in a lens, and the key that each of them gets."""

    _keys: ForeignKeys = field(default_factory=ForeignKeys)
    _seen: set[str] = field(default_factory=set)

    def take(self, node: Node, title: str, above: str = "") -> tuple[str, str]:
        """Key and id of an object; the id is as it is written, and empty where there is none."""
        written = node.text("id")
        key = self._keys.take(written, above=above, title=title)
        found = node.get("id")
        if not written:
            found.warn("There is no id here; one is made of the title.")
        elif len(written) > LENGTHS["source id"]:
            found.refuse(f"An id has at most {LENGTHS['source id']} characters.")
        elif written in self._seen:
            found.warn(f"This id stands twice in the lens; the key here is “{key}”.")
        elif key != written:
            found.warn(f"This id cannot be a key; “{key}” is the key.")
        else:
            warn_of_id(node, written)
        self._seen.add(written)
        return key, written


@dataclass(frozen=True, slots=True)
class PillarReader:
    """Reads the pillars of one lens, and notes its habits."""

    habits: Habits = field(default_factory=Habits)
    _pillar_ids: Ids = field(default_factory=Ids)
    _question_ids: Ids = field(default_factory=Ids)

    def pillars(self, lens: Node) -> tuple[SectionSpec, ...]:
        """The pillars in order, each a section."""
        return tuple(self._pillar(node) for node in listed_within(lens, "pillars"))

    def _pillar(self, node: Node) -> SectionSpec:
        name = self._name(node)
        key, source_id = self._pillar_ids.take(node, name)
        made = SectionSpec(
            kind="pillar",
            key=key,
            title=name,
            guidance=as_paragraphs(prose(node, "description", self.habits)),
            source_id=source_id,
        )
        extra = kept_of(node, pillar_node(made), "questions")
        if not node.get("questions").value:
            node.get("questions").warn("This pillar has no questions.")
        warn_of_unknown(node, _PILLAR_KEYS, read=("description",))
        asked = tuple(self._question(one, key) for one in listed_within(node, "questions"))
        return replace(made, questions=asked, extra=extra)

    def _name(self, node: Node) -> str:
        if node.get("name").value is None and node.text("id"):
            node.get("name").warn("This pillar has no name; its id stands for it.")
            return one_line(node.text("id"))[: LENGTHS["section"]]
        return title(node, "name", "section", self.habits)

    def _question(self, node: Node, pillar: str) -> QuestionSpec:
        text = title(node, "title", "question", self.habits)
        key, source_id = self._question_ids.take(node, text, above=pillar)
        made = QuestionSpec(
            key=key,
            text=text,
            roles=(TEAM.key,),
            help=as_paragraphs(prose(node, "description", self.habits)),
            kind="multiple",
            choices=choices(node, self.habits),
            rules=rules(node, self.habits),
            resources=self._resources(node),
            source_id=source_id,
        )
        warn_of_unknown(node, _QUESTION_KEYS, read=("url", "additionalResources"))
        return replace(made, extra=kept_of(node, question_node(made), "choices", "riskRules"))

    def _resources(self, node: Node) -> Resources:
        helping, improving = further(node, self.habits)
        first = resource(node, "helpfulResource", self.habits)
        return (*first, *own_address(node), *helping, *improving)
