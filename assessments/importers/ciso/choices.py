"""What a requirement asks by itself: its questions, their choices, and what each choice scores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assessments.importers.ciso.words import Words, as_prose, paragraphs, text_of
from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.nodes import Node
from assessments.importers.wording import one_line, shortened
from assessments.spec import LENGTHS, ChoiceSpec

MAX_CHOICES = 500
"""Choices of one question at most."""
WITH_CHOICES = ("unique_choice", "multiple_choice")

YES_OR_NO = (ChoiceSpec("yes", "Yes"), ChoiceSpec("no", "No"))
"""The choices of a question with yes or no, which CISO Assistant does not score."""

_RESULTS = {
    "compliant": 1.0,
    "true": 1.0,
    "1": 1.0,
    "partially_compliant": 0.5,
    "non_compliant": 0.0,
    "false": 0.0,
    "0": 0.0,
}
_NOT_APPLICABLE = "not_applicable"
_POINTS = re.compile(r"[+-]?[0-9]{1,9}")


def questions_in(requirement: Node) -> Iterator[tuple[str, Node]]:
    """The questions that a requirement holds, each with its urn.

    They stand under their urns, or in a list. A problem for what is no question.
    """
    found = requirement.get("questions")
    if isinstance(found.value, dict):
        for urn in found.value:
            question = found.get(urn)
            if isinstance(question.value, dict):
                yield one_line(urn), question
            else:
                question.refuse("A question with a text and a type is expected here.")
    else:
        yield from (
            (one_line(text_of(question, "urn")), question)
            for question in requirement.objects("questions")
        )


def count_asked(requirement: Node, *, assessable: bool) -> int:
    """How many questions the requirement asks: its own, and its level where none of them scores."""
    questions = [question for _, question in questions_in(requirement)]
    scored = any(score is not None for one in questions for score in scores_of(one))
    return len(questions) + int(assessable and not scored)


def scores_of(question: Node) -> list[float | None]:
    """What each choice is worth, 0..1; None where it says nothing of that.

    The points of a choice count as a share of the most that one choice of the question gives;
    where none gives any, the result that it stands for decides.
    """
    if text_of(question, "type") not in WITH_CHOICES:
        return []
    choices = _choices(question)
    points = [_points(choice) for choice in choices]
    results = [text_of(choice, "compute_result").lower() for choice in choices]
    most = max((point for point in points if point is not None), default=0)
    if most <= 0:
        return [_RESULTS.get(result) for result in results]
    return [
        None if point is None and result == _NOT_APPLICABLE else max(point or 0, 0) / most
        for point, result in zip(points, results, strict=True)
    ]


def most_points(question: Node) -> int:
    """The most that one choice of the question gives; 0 where none gives any."""
    points = (_points(choice) for choice in _choices(question))
    return max((point for point in points if point is not None), default=0)


def choices_of(question: Node, words: Words) -> tuple[ChoiceSpec, ...]:
    """The choices of a question, in order; a problem where there are too many."""
    nodes = _choices(question)
    if len(nodes) > MAX_CHOICES:
        message = f"There are {len(nodes):,} choices; {MAX_CHOICES} is the most."
        question.get("choices").refuse(message)
        return ()
    keys = ForeignKeys()
    return tuple(
        _choice(choice, score, keys, words)
        for choice, score in zip(nodes, scores_of(question), strict=True)
    )


def _choice(node: Node, score: float | None, keys: ForeignKeys, words: Words) -> ChoiceSpec:
    value = words.of(node, "value")
    text = one_line(value) or "—"
    cut = len(text) > LENGTHS["choice"]
    said = (as_prose(value) if cut else "", as_prose(words.of(node, "description")))
    return ChoiceSpec(
        key=keys.take("-".join(text_of(node, "urn").split(":")[-2:]), title="choice"),
        text=shortened(text, LENGTHS["choice"]),
        description=paragraphs(said),
        score=score,
    )


def _choices(question: Node) -> Sequence[Node]:
    return list(question.objects("choices"))


def _points(choice: Node) -> int | None:
    text = text_of(choice, "add_score")
    return int(text) if _POINTS.fullmatch(text) else None
