"""The OWASP SAMM model (a zip of its folder, or the folder): its own tree, answers and roll-up.

Scalars are taken as they are written, for an answer `No` is no boolean here. See
docs/formats/owasp-samm.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assessments.importers.archive import MAX_ARCHIVE_BYTES, is_zip, names_in, read_archive
from assessments.importers.base import FIRST, Read, Wanted
from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.nodes import Node
from assessments.importers.samm_files import (
    ACTIVITY,
    ANSWERS,
    ENGLISH,
    FUNCTION,
    LEVEL,
    MATURITY,
    PRACTICE,
    QUESTION,
    STREAM,
    Languages,
    Model,
    is_model,
    number_at,
    order_of,
)
from assessments.importers.wording import as_markdown, one_line, slug
from assessments.spec import (
    LENGTHS,
    TEAM,
    ChoiceSpec,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    SectionSpec,
)

ATTRIBUTION = (
    "OWASP Software Assurance Maturity Model (SAMM) by the OWASP SAMM project, "
    "https://owaspsamm.org, used under the licence Creative Commons Attribution-ShareAlike 4.0 "
    "International, "
    "https://creativecommons.org/licenses/by-sa/4.0/."
)

MAX_SHORT_NAME = 24
"""Characters of the parts that a reference is made of; a reference has up to 60."""
MAX_LEVELS = 20
MIN_ANSWERS, MAX_ANSWERS = 2, 20
"""Answers of one set."""
MAX_ASKED = 20
"""Questions about one activity, each of which repeats its description."""

_VERSION = re.compile(r"(?<![\d.])v?(\d+(?:\.\d+){1,2})(?![\d.]*\d)")
_TURNED = {"false": "No", "true": "Yes"}
"""What YAML programs write for an answer that stood without quotes, in public translations."""
_NOT_STARTED = LevelSpec(0, "Not started", "None of the activities is done.")


class Samm:
    """The importer."""

    name = "owasp-samm"
    label = "OWASP SAMM model"
    suffixes = (".zip",)
    max_bytes = MAX_ARCHIVE_BYTES

    def recognises(self, data: bytes, filename: str) -> bool:
        """An archive with the folders of the model."""
        return is_zip(data) and is_model(names_in(data))

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """The model in one language, asked of one role, the team. Raises ImportRefused with the
        member and its line."""
        languages = Languages(read_archive(data))
        language = languages.chosen(wanted.language)
        model = languages.model(language)
        model.check()
        spec = _Builder(model, language).framework(_version_in(filename))
        model.refuse_if_any()
        known = languages.known
        return Read(spec, warnings=model.warnings, languages=known if len(known) > 1 else ())


def _version_in(filename: str) -> str:
    """The version that the archive's name ends with (`core-2.1.0.zip`); empty where it has none, or
    one that is too long to be meant."""
    found = _VERSION.search(filename)
    return found[1] if found and len(found[1]) <= LENGTHS["version"] else ""


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the framework of a model."""

    model: Model
    language: str
    sections: ForeignKeys = field(default_factory=ForeignKeys)
    questions: ForeignKeys = field(default_factory=ForeignKeys)

    def framework(self, version: str) -> FrameworkSpec:
        """The whole of it."""
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
            language=self.language,
            levels=self._levels(),
            roll_up="samm",
            roles=(TEAM,),
            sections=tuple(self._function(one) for one in self.model.all(FUNCTION)),
        )

    def _levels(self) -> tuple[LevelSpec, ...]:
        found = sorted(self.model.all(MATURITY), key=_tier)
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
        letter = self._letter(node, title)
        practices = self.model.below(PRACTICE, "function", node)
        return SectionSpec(
            kind="function",
            key=self.sections.take(slug(title, LENGTHS["key"])),
            title=title,
            guidance=node.text("description"),
            children=tuple(self._practice(one, letter) for one in practices),
            source_id=_line(node, "id", "source id"),
        )

    def _letter(self, function: Node, title: str) -> str:
        """The letter of a function in references. Its file keeps its English name whatever the
        language, so that references are the same in all of them."""
        file = function.document.name.rpartition("/")[2]
        return (title if self.language == ENGLISH else file)[:1]

    def _practice(self, node: Node, letter: str) -> SectionSpec:
        title = _line(node, "name", "section", needed=True)
        ref = f"{letter}-{_line(node, 'shortName', 'short name', needed=True)}"
        streams = self.model.below(STREAM, "practice", node)
        guidance = [node.text("shortDescription"), node.text("longDescription")]
        return SectionSpec(
            kind="practice",
            key=self.sections.take(slug(title, LENGTHS["key"])),
            title=title,
            guidance="\n\n".join(part for part in (*guidance, self._objectives(node)) if part),
            children=tuple(self._stream(one, ref) for one in streams),
            ref=ref,
            source_id=_line(node, "id", "source id"),
        )

    def _objectives(self, practice: Node) -> str:
        """What each level of the practice is after, as a list."""
        told = []
        for level in self.model.below(LEVEL, "practice", practice):
            maturity = self.model.named(level, "maturityLevel", MATURITY)
            if maturity is not None and level.text("objective"):
                told.append((_tier(maturity), as_markdown(one_line(level.text("objective")))))
        return "\n".join(f"{tier}. {objective}" for tier, objective in sorted(told))

    def _stream(self, node: Node, practice: str) -> SectionSpec:
        title = _line(node, "name", "section", needed=True)
        letter = _line(node, "letter", "short name", needed=True)
        asked = [
            (tier, activity, question)
            for activity in self.model.below(ACTIVITY, "stream", node)
            if (tier := self._tier_of(activity, node)) is not None
            for question in self._asked_about(activity)
        ]
        asked.sort(key=lambda one: (one[0], order_of(one[2])))
        return SectionSpec(
            kind="stream",
            key=self.sections.take(f"{practice}-{letter}"),
            title=title,
            guidance=node.text("description"),
            questions=tuple(
                self._question(question, activity, tier, f"{practice}-{tier}-{letter}")
                for tier, activity, question in asked
            ),
            ref=f"{practice}-{letter}",
            source_id=_line(node, "id", "source id"),
        )

    def _asked_about(self, activity: Node) -> list[Node]:
        found = self.model.below(QUESTION, "activity", activity)
        if len(found) > MAX_ASKED:
            activity.refuse(f"An activity has {MAX_ASKED} questions at most.")
        return found[:MAX_ASKED]

    def _tier_of(self, activity: Node, stream: Node) -> int | None:
        """The maturity level that an activity stands on; a problem where its practice is not the
        one of its stream."""
        level = self.model.named(activity, "level", LEVEL)
        if level is None:
            return None
        if level.text("practice") != stream.text("practice"):
            activity.get("level").refuse("This level belongs to another practice than the stream.")
        maturity = self.model.named(level, "maturityLevel", MATURITY)
        return _tier(maturity) if maturity else None

    def _question(self, node: Node, activity: Node, tier: int, ref: str) -> QuestionSpec:
        answers = self.model.named(node, "answerSet", ANSWERS)
        return QuestionSpec(
            key=self.questions.take(ref, title=node.text("id")),
            text=_line(node, "text", "question", needed=True),
            roles=(TEAM.key,),
            help=_help(node, activity, tier),
            kind="single",
            choices=_choices(answers) if answers else (),
            tier=tier,
            ref=ref,
            source_id=_line(node, "id", "source id"),
        )


def _help(question: Node, activity: Node, tier: int) -> str:
    """The activity that the question asks about, and what a full answer takes."""
    title, benefit = (as_markdown(one_line(activity.text(key))) for key in ("title", "benefit"))
    criteria = [as_markdown(one_line(one.text())) for one in question.items("quality")]
    listed = "\n".join(f"- {one}" for one in criteria if one)
    parts = [
        f"**{title}** (level {tier}){f': {benefit}' if benefit else ''}" if title else "",
        activity.text("longDescription") or activity.text("shortDescription"),
        "To count as done:" if listed else "",
        listed,
    ]
    return "\n\n".join(part for part in parts if part)


def _choices(answers: Node) -> tuple[ChoiceSpec, ...]:
    """The answers of a set from nothing to all, each with what it counts."""
    values = list(answers.objects("values"))
    if not MIN_ANSWERS <= len(values) <= MAX_ANSWERS:
        words = f"An answer set has {MIN_ANSWERS} to {MAX_ANSWERS} answers."
        answers.get("values").refuse(words)
        return ()
    found: dict[str, ChoiceSpec] = {}
    for node in sorted(values, key=order_of):
        choice = _choice(node)
        if choice.key in found:
            node.get("order").refuse("Another answer of this set stands at this place.")
        found[choice.key] = choice
    return tuple(found.values())


def _choice(node: Node) -> ChoiceSpec:
    score = number_at(node, "value")
    if score is None or not 0 <= score <= 1:
        node.get("value").refuse("An answer counts between 0 and 1.")
    return ChoiceSpec(
        key=_line(node, "order", "short name", needed=True),
        text=_answer(node),
        score=score,
    )


def _answer(node: Node) -> str:
    text = _line(node, "text", "choice", needed=True)
    if text not in _TURNED:
        return text
    meant = _TURNED[text]
    node.get("text").warn(f"A program made “{text}” of an answer here; “{meant}” is read.")
    return meant


def _line(node: Node, key: str, noun: str, *, needed: bool = False) -> str:
    """A text on one line, within the length that its noun may have."""
    text = one_line(node.needed(key) if needed else node.text(key))
    most = LENGTHS.get(noun, MAX_SHORT_NAME)
    if len(text) > most:
        node.get(key).refuse(f"A {noun} has {most} characters at most.")
    return text


def _tier(node: Node) -> int:
    """The number of a maturity level; 0, with a problem, where it is none."""
    found = number_at(node, "number")
    if found is None or found not in range(1, MAX_LEVELS + 1):
        node.get("number").refuse("A maturity level has a number from 1 on.")
        return 0
    return int(found)
