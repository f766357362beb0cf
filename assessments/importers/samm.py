"""The OWASP SAMM model (a zip of its folder, or the folder): its own tree, answers and roll-up.

The model is a file for each thing, and things name each other by id: a question belongs to an
activity, that to a stream and to a level of a practice. Scalars are taken as they are written, for
an answer `No` is no boolean here. See docs/formats/owasp-samm.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.importers.archive import MAX_ARCHIVE_BYTES, is_zip, names_in, read_archive
from assessments.importers.base import (
    FIRST,
    ImportRefused,
    Problem,
    Problems,
    Read,
    Wanted,
)
from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.nodes import Node
from assessments.importers.wording import one_line, slug
from assessments.importers.yaml_source import yaml_node
from assessments.spec import (
    LENGTHS,
    TEAM,
    ChoiceSpec,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    SectionSpec,
)

MAX_FILE_BYTES = 256 * 1024
"""One file of the model; the longest has some 6 kB."""

FOLDERS = ("business_functions/", "security_practices/", "streams/", "questions/")
"""Folders that make an archive a SAMM model."""

ATTRIBUTION = (
    "OWASP Software Assurance Maturity Model (SAMM) by the OWASP SAMM project, "
    "https://owaspsamm.org, used under the licence Creative Commons Attribution-ShareAlike 4.0 "
    "International, "
    "https://creativecommons.org/licenses/by-sa/4.0/."
)

_VERSION = re.compile(r"(?<![\d.])v?(\d+(?:\.\d+){1,2})(?![\d.]*\d)")
_NOT_STARTED = LevelSpec(0, "Not started", "None of the activities is done.")


class Samm:
    """The importer."""

    name = "owasp-samm"
    label = "OWASP SAMM model"
    suffixes = (".zip",)
    max_bytes = MAX_ARCHIVE_BYTES

    def recognises(self, data: bytes, filename: str) -> bool:
        """An archive with the folders of the model."""
        if not is_zip(data):
            return False
        names = names_in(data)
        return all(any(folder in f"/{name}" for name in names) for folder in FOLDERS)

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """The model, asked of one role, the team. Raises ImportRefused with member and line."""
        model = _Model.of(read_archive(data).members)
        spec = _Builder(model).framework(_version_in(filename))
        model.refuse_if_any()
        return Read(spec, warnings=model.warnings())


def _version_in(filename: str) -> str:
    """The version that the archive's name ends with (`core-2.1.0.zip`); empty where it has none."""
    found = _VERSION.search(filename)
    return found[1] if found else ""


ABOVE = (
    ("Practice", "function", "Function"),
    ("PracticeLevel", "practice", "Practice"),
    ("Stream", "practice", "Practice"),
    ("Activity", "stream", "Stream"),
    ("Question", "activity", "Activity"),
)
"""Which thing names, under which key, what it belongs to."""

KINDS = {
    "Function": "business function",
    "Practice": "security practice",
    "Stream": "stream",
    "MaturityLevel": "maturity level",
    "PracticeLevel": "level of a practice",
    "Activity": "activity",
    "Question": "question",
    "AnswerSet": "answer set",
}
"""The model's types and what they are called; files of another type are passed over."""


@dataclass(frozen=True, slots=True)
class _Model:
    """The things of the model by type and id, and what is wrong with their files."""

    things: dict[str, dict[str, Node]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    problems: Problems = field(default_factory=Problems)
    nodes: list[Node] = field(default_factory=list)

    @classmethod
    def of(cls, members: Mapping[str, bytes]) -> _Model:
        """The model in these files."""
        model = cls()
        for name, data in members.items():
            if name.lower().endswith((".yml", ".yaml")):
                model._take(name, data)
        for kind, words in KINDS.items():
            if not model.things[kind]:
                model.problems.add(None, f"The model has no {words}.", "Pack its whole folder.")
        model.problems.refuse_if_any()
        return model

    def _take(self, name: str, data: bytes) -> None:
        try:
            node = yaml_node(data, MAX_FILE_BYTES, name, as_written=True)
        except ImportRefused as refused:
            for problem in refused.problems:
                path = problem.path or name
                self.problems.add(problem.line, problem.message, problem.hint, path)
            return
        kind = node.text("type") if isinstance(node.value, dict) else ""
        if kind not in KINDS:
            return
        self.nodes.append(node)
        found = node.needed("id")
        if found in self.things[kind]:
            node.get("id").refuse(f"Another {KINDS[kind]} has this id.")
        self.things[kind][found] = node

    def all(self, kind: str) -> list[Node]:
        """The things of a type in their order, those without one by name."""
        return sorted(self.things[kind].values(), key=lambda one: (_order(one), one.document.name))

    def named(self, node: Node, key: str, kind: str) -> Node | None:
        """The thing of a type that this one names under a key; a problem where it is not there."""
        found = self.things[kind].get(node.needed(key))
        if found is None and node.text(key):
            node.get(key).refuse(f"There is no {KINDS[kind]} with this id.")
        return found

    def refuse_if_any(self) -> None:
        """Raise ImportRefused with all that is wrong with any file."""
        found = [problem for node in self.nodes for problem in node.document.problems.found]
        if found:
            raise ImportRefused(found)

    def warnings(self) -> tuple[Problem, ...]:
        """What is odd about any file."""
        return tuple(one for node in self.nodes for one in node.document.warnings.found)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the framework of a model."""

    model: _Model
    sections: ForeignKeys = field(default_factory=ForeignKeys)
    questions: ForeignKeys = field(default_factory=ForeignKeys)

    def framework(self, version: str) -> FrameworkSpec:
        """The whole of it."""
        for kind, key, named in ABOVE:
            for node in self.model.all(kind):
                self.model.named(node, key, named)
        return FrameworkSpec(
            key="owasp-samm",
            title="OWASP SAMM",
            description=(
                "The Software Assurance Maturity Model: how an organization plans, builds and runs "
                "secure software, and how far along it is."
            ),
            version=version,
            publisher="OWASP",
            licence="CC-BY-SA-4.0",
            attribution=ATTRIBUTION,
            homepage="https://owaspsamm.org",
            levels=self._levels(),
            roll_up="samm",
            roles=(TEAM,),
            sections=tuple(self._function(one) for one in self.model.all("Function")),
        )

    def _levels(self) -> tuple[LevelSpec, ...]:
        found = sorted(self.model.things["MaturityLevel"].values(), key=_tier)
        for place, one in enumerate(found, start=1):
            if all(map(_tier, found)) and _tier(one) != place:
                one.get("number").refuse("Maturity levels count from 1 without a gap.")
        levels = [
            LevelSpec(place, f"Level {place}", _line(one, "description", "level description"))
            for place, one in enumerate(found, start=1)
        ]
        return (_NOT_STARTED, *levels)

    def _function(self, node: Node) -> SectionSpec:
        title = _line(node, "name", "section", needed=True)
        practices = self._naming("Practice", "function", node)
        return SectionSpec(
            kind="function",
            key=self.sections.take(slug(title, LENGTHS["key"])),
            title=title,
            guidance=node.text("description"),
            children=tuple(self._practice(one, title[:1]) for one in practices),
            source_id=node.text("id"),
        )

    def _practice(self, node: Node, letter: str) -> SectionSpec:
        title = _line(node, "name", "section", needed=True)
        ref = f"{letter}-{_line(node, 'shortName', 'reference', needed=True)}"
        streams = self._naming("Stream", "practice", node)
        guidance = [node.text("shortDescription"), node.text("longDescription")]
        return SectionSpec(
            kind="practice",
            key=self.sections.take(slug(title, LENGTHS["key"])),
            title=title,
            guidance="\n\n".join(part for part in (*guidance, self._objectives(node)) if part),
            children=tuple(self._stream(one, ref) for one in streams),
            ref=ref,
            source_id=node.text("id"),
        )

    def _objectives(self, practice: Node) -> str:
        """What each level of the practice is after, as a list."""
        told = []
        for level in self._naming("PracticeLevel", "practice", practice):
            maturity = self.model.named(level, "maturityLevel", "MaturityLevel")
            if maturity is not None and level.text("objective"):
                told.append((_tier(maturity), one_line(level.text("objective"))))
        return "\n".join(f"{tier}. {objective}" for tier, objective in sorted(told))

    def _stream(self, node: Node, practice: str) -> SectionSpec:
        title = _line(node, "name", "section", needed=True)
        letter = _line(node, "letter", "reference", needed=True)
        asked = [
            (tier, activity, question)
            for activity in self._naming("Activity", "stream", node)
            if (tier := self._tier_of(activity)) is not None
            for question in self._naming("Question", "activity", activity)
        ]
        asked.sort(key=lambda one: (one[0], _order(one[2])))
        return SectionSpec(
            kind="stream",
            key=self.sections.take(f"{practice}-{letter}"),
            title=title,
            guidance=node.text("description"),
            questions=tuple(
                made
                for tier, activity, question in asked
                if (made := self._question(question, activity, tier, f"{practice}-{tier}-{letter}"))
            ),
            ref=f"{practice}-{letter}",
            source_id=node.text("id"),
        )

    def _tier_of(self, activity: Node) -> int | None:
        level = self.model.named(activity, "level", "PracticeLevel")
        maturity = self.model.named(level, "maturityLevel", "MaturityLevel") if level else None
        return _tier(maturity) if maturity else None

    def _question(self, node: Node, activity: Node, tier: int, ref: str) -> QuestionSpec | None:
        answers = self.model.named(node, "answerSet", "AnswerSet")
        if answers is None:
            return None
        return QuestionSpec(
            key=self.questions.take(ref, title=node.text("id")),
            text=_line(node, "text", "question", needed=True),
            roles=(TEAM.key,),
            help=_help(node, activity, tier),
            kind="single",
            choices=tuple(_choice(one) for one in sorted(answers.objects("values"), key=_order)),
            tier=tier,
            ref=ref,
            source_id=node.text("id"),
        )

    def _naming(self, kind: str, key: str, node: Node) -> list[Node]:
        """The things of a type that name this one under a key, in their order."""
        wanted = node.text("id")
        return [one for one in self.model.all(kind) if one.text(key) == wanted]


def _help(question: Node, activity: Node, tier: int) -> str:
    """The activity that the question asks about, and what a full answer takes."""
    title, benefit = one_line(activity.text("title")), one_line(activity.text("benefit"))
    criteria = [one_line(one.text()) for one in question.items("quality")]
    parts = [
        f"**{title}** (level {tier}){f': {benefit}' if benefit else ''}" if title else "",
        activity.text("longDescription") or activity.text("shortDescription"),
        "To count as done:" if criteria else "",
        "\n".join(f"- {one}" for one in criteria if one),
    ]
    return "\n\n".join(part for part in parts if part)


def _choice(node: Node) -> ChoiceSpec:
    score = _number(node, "value")
    if score is None or not 0 <= score <= 1:
        node.get("value").refuse("An answer counts between 0 and 1.")
    return ChoiceSpec(
        key=_line(node, "order", "choice key") or str(node.path[-1]),
        text=_line(node, "text", "choice", needed=True),
        score=score if score is not None and 0 <= score <= 1 else None,
    )


def _line(node: Node, key: str, noun: str, *, needed: bool = False) -> str:
    """A text on one line, within the length that its noun may have."""
    text = one_line(node.needed(key) if needed else node.text(key))
    if len(text) > LENGTHS[noun]:
        node.get(key).refuse(f"A {noun} has {LENGTHS[noun]} characters at most.")
    return text


def _number(node: Node, key: str) -> float | None:
    try:
        return float(node.text(key))
    except ValueError:
        return None


def _order(node: Node) -> float:
    """The place that the model gives a thing; at the end where it gives none."""
    found = _number(node, "order")
    return found if found is not None else 1e9


def _tier(node: Node) -> int:
    """The number of a maturity level; 0, with a problem, where it is none."""
    found = _number(node, "number")
    if found is None or not 1 <= found <= 100:
        node.get("number").refuse("A maturity level has a number from 1 on.")
        return 0
    return int(found)
