"""The account of a number as a tree that a page can open step by step."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessments.models import EvidenceLink, Question
from assessments.pages import words
from assessments.picture import Picture
from assessments.scoring import PartKind, Trace
from charts.words import day


@dataclass(frozen=True, slots=True)
class Node:
    """One number: what it is of, what it is, how it came about, and what it is made of.

    `open` where it only gathers other sections, so that one sees those at once. `url` leads to a
    page of what the number is of, where that has one.
    """

    label: str
    value: str
    rule: str = ""
    children: Sequence[Node] = ()
    open: bool = False
    url: str = ""


def tree(picture: Picture, told: Collection[str]) -> Node:
    """The whole assessment, down to each claim and each piece of evidence.

    `told` are the keys of the questions of which the reader may see what was said.
    """
    overall = picture.score.overall
    return Node(
        label="Overall",
        value=_levels(picture, overall.proven, overall.claimed),
        rule=overall.trace.rule,
        children=_parts(picture, overall.trace, told),
    )


def node_at(picture: Picture, key: str, told: Collection[str]) -> Node | None:
    """The part of the tree that a section's or question's key names."""
    if key in picture.score.sections:
        return _section(picture, key, 1, told)
    if key in picture.score.questions:
        return _question(picture, key, 1, told)
    return None


def _parts(picture: Picture, trace: Trace, told: Collection[str]) -> list[Node]:
    return [
        (_section if part.kind is PartKind.SECTION else _question)(
            picture, part.id, part.weight, told
        )
        for part in trace.parts
    ]


def _section(picture: Picture, key: str, weight: float, told: Collection[str]) -> Node:
    score = picture.score.sections[key]
    title = next(section.title for section in picture.sections if section.key == key)
    return Node(
        label=_weighed(title, weight),
        value=_levels(picture, score.proven, score.claimed),
        rule=score.trace.rule,
        children=[*_inputs(score.trace), *_parts(picture, score.trace, told)],
        open=any(part.kind is PartKind.SECTION for part in score.trace.parts),
    )


def _question(picture: Picture, key: str, weight: float, told: Collection[str]) -> Node:
    score = picture.score.questions[key]
    question = next(question for question in picture.questions if question.key == key)
    label = f"{picture.numbers[question.pk]} {question.text}"
    if key not in told:
        evidence = _evidence(picture, question)
        return Node(_weighed(label, weight), "shown once you have answered", children=evidence)
    return Node(
        label=_weighed(label, weight),
        value=_levels(picture, score.proven, score.claimed),
        rule=score.trace.rule,
        children=[*_inputs(score.trace, _roles(picture)), *_evidence(picture, question)],
    )


def _evidence(picture: Picture, question: Question) -> list[Node]:
    return [
        Node(
            label=str(link.artifact or link.probe),
            value=words.evidence_state(link, picture.moment, picture.day)[1],
            rule=_linked(link),
        )
        for link in picture.behind[question.pk]
    ] + [
        Node(
            label=f"Finding: {finding}",
            value=f"open, due {day(finding.due_on)}" if finding.due_on else "open",
            rule=finding.seen,
            url=finding.get_absolute_url(),
        )
        for finding in picture.found[question.pk]
    ]


def _linked(link: EvidenceLink) -> str:
    if link.choice is not None:
        return f"Linked to the choice “{link.choice.text}”."
    return "Linked to this question." if link.question_id else "Linked to its practice."


def _roles(picture: Picture) -> dict[str, str]:
    return {
        f"{what} of {role.key}": f"{what} of the {role.name}"
        for role in picture.roles
        for what in ("Claim", "Proof")
    }


def _inputs(trace: Trace, names: dict[str, str] | None = None) -> list[Node]:
    known = names or {}
    return [Node(known.get(label, label), value) for label, value in trace.inputs]


def _weighed(label: str, weight: float) -> str:
    return label if weight == 1 else f"{label} (weight {weight:g})"


def _levels(picture: Picture, proven: float | None, claimed: float | None) -> str:
    if proven is None:
        return "not counted"
    said = "nothing claimed" if claimed is None else f"{claimed * picture.maximum:.1f} claimed"
    return f"{proven * picture.maximum:.1f} proven, {said}"
