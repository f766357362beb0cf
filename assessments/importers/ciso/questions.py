"""What is asked about a requirement: its level, or its own questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assessments.importers.ciso.choices import (
    WITH_CHOICES,
    YES_OR_NO,
    choices_of,
    most_points,
    questions_in,
)
from assessments.importers.ciso.groups import Groups
from assessments.importers.ciso.scale import alternatives_of
from assessments.importers.ciso.tree import Requirement, own_id
from assessments.importers.ciso.words import Words, as_prose, paragraphs, text_of, whole
from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.nodes import Node
from assessments.importers.oddities import Oddities
from assessments.importers.wording import as_markdown, one_line, shortened
from assessments.plain_text import plain_text
from assessments.spec import LENGTHS, TEAM, ChoiceSpec, QuestionSpec

_KINDS = {"unique_choice": "single", "multiple_choice": "multiple", "number": "number"}
_IN_WORDS = ("text", "date")
_LEAST_WEIGHT = 1e-6
_ENOUGH = 4_000
"""Characters of a text that are looked at to make one line of it."""


def title_of(one: Requirement, length: int) -> str:
    """What a requirement is called, on one line: its name, else what it says, else its id."""
    said = one.name or one_line(plain_text(one.description[:_ENOUGH]))
    return shortened(said or one.ref or one.id or "Requirement", length)


def said_of(one: Requirement, words: Words, titled: int = 0) -> str:
    """All that the library says of a requirement, as Markdown: its description, its annotation,
    the evidence that is typical, and the notes below it.

    `titled` is how long a title over it is at most: what such a title says is not said again.
    """
    name = as_markdown(one.name) if titled and len(one.name) > titled else ""
    alone = not one.name and "\n" not in one.description and len(one.description) <= titled
    evidence = as_prose(words.of(one.node, "typical_evidence"))
    return paragraphs(
        [
            name,
            "" if alone else as_prose(one.description),
            as_prose(words.of(one.node, "annotation")),
            f"**Typical evidence**\n\n{evidence}" if evidence else "",
            *(said_with_heading(note, words) for note in one.notes),
        ]
    )


def said_with_heading(one: Requirement, words: Words) -> str:
    """The same below its reference and name in bold."""
    heading = as_markdown(" ".join(part for part in (one.ref, one.name) if part))
    return paragraphs([f"**{heading}**" if heading else "", said_of(one, words)])


class Asker:
    """Makes the questions of a framework's requirements, each with a key of its own."""

    def __init__(self, framework: Node, words: Words, groups: Groups, oddities: Oddities) -> None:
        self._words = words
        self._groups = groups
        self._oddities = oddities
        self._keys = ForeignKeys()
        self._alternatives = alternatives_of(framework, words)

    def questions(self, one: Requirement, *, apart: bool) -> list[QuestionSpec]:
        """What the requirement asks by itself; what stands below it is not its own.

        `apart` says that it is a section of its own, whose guidance says all about it; otherwise
        the help of its first question does.
        """
        nodes = list(questions_in(one.node))
        weight = self._weight(one.node)
        shares = _shares([(self._weight(node), most_points(node)) for _, node in nodes])
        made = [
            self._own(one, urn, node, weight * share)
            for (urn, node), share in zip(nodes, shares, strict=True)
        ]
        if len(made) < one.asks:
            made.insert(0, self._level(one, made, weight, apart=apart))
        elif made and not apart:
            said = said_with_heading(one, self._words)
            made[0] = replace(made[0], help=paragraphs([said, made[0].help]))
        return made

    def _level(
        self, one: Requirement, own: Sequence[QuestionSpec], weight: float, *, apart: bool
    ) -> QuestionSpec:
        length = LENGTHS["question"]
        says_nothing = bool(own) and not one.name and not one.description
        scale = self._alternatives.get(text_of(one.node, "scores_definition_ref"), ())
        if not scale and (one.node.has("min_score") or one.node.has("max_score")):
            message = "A requirement has a scale of its own; it is asked on the common one."
            self._oddities.note(one.node, message)
        return QuestionSpec(
            key=self._keys.take(one.id),
            text=own[0].text if says_nothing else title_of(one, length),
            roles=(TEAM.key,),
            help="" if apart else said_of(one, self._words, titled=length),
            kind="single" if scale else "level",
            weight=weight,
            choices=scale,
            groups=self._groups.of(one.node),
            ref=shortened(one.ref, LENGTHS["reference"]),
            source_id=one.urn[: LENGTHS["source id"]],
        )

    def _own(self, one: Requirement, urn: str, node: Node, weight: float) -> QuestionSpec:
        text = self._words.of(node, "text")
        line = one_line(plain_text(text[:_ENOUGH])) or title_of(one, LENGTHS["question"])
        kind, choices = self._kind(node)
        self._note_rules(node)
        return QuestionSpec(
            key=self._keys.take(own_id(urn) or one.id, above=one.id),
            text=shortened(line, LENGTHS["question"]),
            roles=(TEAM.key,),
            help=paragraphs(
                [
                    as_prose(text) if len(line) > LENGTHS["question"] else "",
                    as_prose(self._words.of(node, "annotation")),
                    "A date is asked for." if text_of(node, "type") == "date" else "",
                ]
            ),
            kind=kind,
            weight=max(round(weight, 6), _LEAST_WEIGHT),
            choices=choices,
            groups=self._groups.of(one.node),
            ref=shortened(one.ref, LENGTHS["reference"]),
            source_id=urn[: LENGTHS["source id"]],
        )

    def _kind(self, node: Node) -> tuple[str, tuple[ChoiceSpec, ...]]:
        written = text_of(node, "type")
        if written == "boolean":
            return "single", YES_OR_NO
        choices = choices_of(node, self._words) if written in WITH_CHOICES else ()
        if written in WITH_CHOICES and not choices:
            message = "A question lets one choose but has no choices; it is answered in words."
            self._oddities.note(node, message)
            return "text", ()
        if written not in (*_KINDS, *_IN_WORDS):
            message = "A question is of a kind that is not known; it is answered in words."
            self._oddities.note(node, message)
        return _KINDS.get(written, "text"), choices

    def _note_rules(self, node: Node) -> None:
        if node.get("depends_on").value:
            message = (
                "A question is asked only after certain answers in CISO Assistant; "
                "here it is always asked."
            )
            self._oddities.note(node.get("depends_on"), message)
        if any(choice.has("select_implementation_groups") for choice in node.objects("choices")):
            message = (
                "A choice brings in implementation groups in CISO Assistant; "
                "here they are chosen for the assessment."
            )
            self._oddities.note(node.get("choices"), message)

    def _weight(self, node: Node) -> float:
        weight = whole(node, "weight")
        if weight is not None and weight < 1:
            self._oddities.note(node.get("weight"), "A weight is at least 1; 1 was taken.")
        return float(max(weight or 1, 1))


def _shares(asked: Sequence[tuple[float, int]]) -> list[float]:
    """What each question weighs beside the others, from its weight and the points it can give.

    CISO Assistant adds the points up, so a question with more of them counts more; those that
    give none keep their weight.
    """
    worth = [weight * points for weight, points in asked]
    giving = [points for points in worth if points > 0]
    mean = sum(giving) / len(giving) if giving else 1.0
    return [
        points / mean if points > 0 else weight
        for points, (weight, _) in zip(worth, asked, strict=True)
    ]
