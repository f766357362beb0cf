"""The account of a number as a tree that a page can open step by step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assessments.models import EvidenceLink, Question
from assessments.pages import words
from assessments.picture import Picture
from assessments.scoring import PartKind, Trace
from charts.words import day

LONG = 150
"""Questions that are accounted for on one page at most."""


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
    """The whole assessment, down to each claim and each piece of evidence, or, of a long one, to
    the sections whose account is a page of its own.

    `told` are the keys of the questions of which the reader may see what was said.
    """
    overall = picture.score.overall
    account = _Account.of(picture, told, len(picture.questions))
    return Node(
        label="Overall",
        value=_levels(picture, overall.proven, overall.claimed),
        rule=overall.trace.rule,
        children=account.parts(overall.trace),
    )


def node_at(picture: Picture, key: str, told: Collection[str]) -> Node | None:
    """The part of the tree that a section's or question's key names."""
    if key in picture.score.sections:
        score = picture.score.sections[key]
        # A section with questions alone has nothing shorter to be told by.
        asked = sum(score.counts.values()) if _gathers(score.trace) else 1
        return _Account.of(picture, told, asked).section(key, 1)
    if key in picture.score.questions:
        return _Account.of(picture, told, 1).question(key, 1)
    return None


@dataclass(frozen=True, slots=True)
class _Account:
    """How numbers are told on one page; `brief` where there are too many questions for it."""

    picture: Picture
    told: Collection[str]
    brief: bool
    questions: Mapping[str, Question]
    titles: Mapping[str, str]

    @classmethod
    def of(cls, picture: Picture, told: Collection[str], asked: int) -> _Account:
        return cls(
            picture,
            told,
            asked > LONG,
            {question.key: question for question in picture.questions},
            {section.key: section.title for section in picture.sections},
        )

    def parts(self, trace: Trace) -> list[Node]:
        """What a number is made of."""
        return [
            self.section(part.id, part.weight, trace.rule)
            if part.kind is PartKind.SECTION
            else self.question(part.id, part.weight)
            for part in trace.parts
        ]

    def section(self, key: str, weight: float, above: str = "") -> Node:
        """A section, with what it is made of; its rule where it is another than that `above`."""
        score = self.picture.score.sections[key]
        gathers = _gathers(score.trace)
        label = _weighed(self.titles[key], weight)
        value = _levels(self.picture, score.proven, score.claimed)
        if self.brief and not gathers:
            asked = sum(score.counts.values())
            told = f"{asked} question{'s' if asked != 1 else ''}, on a page of their own."
            return Node(label, value, told, url=f"?at={key}")
        return Node(
            label=label,
            value=value,
            rule=score.trace.rule if score.trace.rule != above else "",
            children=[*_inputs(score.trace), *self.parts(score.trace)],
            open=gathers and not self.brief,
        )

    def question(self, key: str, weight: float) -> Node:
        """A question, with who said what and what stands behind it."""
        picture, question = self.picture, self.questions[key]
        score = picture.score.questions[key]
        label = _weighed(f"{picture.numbers[question.pk]} {question.text}", weight)
        evidence = _evidence(picture, question)
        if key not in self.told:
            return Node(label, "shown once you have answered", children=evidence)
        return Node(
            label=label,
            value=_levels(picture, score.proven, score.claimed),
            rule=score.trace.rule,
            children=[*_inputs(score.trace, _roles(picture)), *evidence],
        )


def _gathers(trace: Trace) -> bool:
    return any(part.kind is PartKind.SECTION for part in trace.parts)


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
