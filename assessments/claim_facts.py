"""From what a role answered to the plain claim that the scoring core takes, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from assessments import scoring
from assessments.answer_values import (
    Band,
    fraction_of_boolean,
    fraction_of_choice,
    fraction_of_number,
    number_words,
)
from assessments.models import (
    Answer,
    Assessment,
    Question,
    QuestionKind,
    Reading,
    Settlement,
    Standing,
)
from assessments.rules import Condition, ConditionError, Rule, Ticks, parse
from assessments.said import Said
from assessments.scale import Risk

Claimed = tuple[float | None, str]
"""A fraction 0..1 of the highest level, None where the answer has none, and the answer in words."""


def claims(
    question: Question, said: Sequence[Answer], assessment: Assessment
) -> tuple[scoring.Claim, ...]:
    """What each role claims; a role whose answer was taken back claims nothing."""
    return tuple(
        _claim(question, answer, assessment) for answer in said if answer.standing != Standing.OPEN
    )


def settled(
    question: Question, settlement: Settlement | None, maximum: int
) -> tuple[float | None, Ticks | None]:
    """The fraction, or the ticks, that the lead settled the question at; None where not."""
    if settlement is None:
        return None, None
    said = Said.settled(settlement)
    if question.kind == QuestionKind.MULTIPLE:
        return None, said.ticks
    return _claimed(question, said, maximum)[0], None


def rules_of(question: Question) -> tuple[Rule, ...]:
    """The question's risk rules, without those that cannot be read: lint marks them."""
    return tuple(
        Rule(condition, Risk(rule["risk"]))
        for rule in question.rules
        if (condition := _condition(rule["condition"])) is not None
    )


@lru_cache(maxsize=4096)
def _condition(text: str) -> Condition | None:
    try:
        return parse(text)
    except ConditionError:
        return None


def _claim(question: Question, answer: Answer, assessment: Assessment) -> scoring.Claim:
    standing, role = _standing(answer, assessment), answer.role.key
    said = Said.of(answer)
    if question.kind == QuestionKind.MULTIPLE:
        return scoring.Claim(role, standing, ticks=said.ticks)
    if standing is not scoring.Standing.ANSWERED:
        return scoring.Claim(role, standing)
    fraction, words = _claimed(question, said, assessment.framework.maximum)
    scored = fraction is not None or question.kind == QuestionKind.TEXT
    return scoring.Claim(role, standing, fraction, said=words, scored=scored)


def _standing(answer: Answer, assessment: Assessment) -> scoring.Standing:
    if answer.carried_from_id is not None:
        return scoring.Standing.UNCONFIRMED
    if answer.standing != Standing.NOT_APPLICABLE:
        return scoring.Standing(answer.standing)
    if answer.refused_at:
        return scoring.Standing.NOT_APPLICABLE_REFUSED
    waits = assessment.reading == Reading.STRICT and not answer.approved_at
    waiting = scoring.Standing.NOT_APPLICABLE_WAITING
    return waiting if waits else scoring.Standing.NOT_APPLICABLE


def _claimed(question: Question, said: Said, maximum: int) -> Claimed:
    return CLAIMED[QuestionKind(question.kind)](question, said, maximum)


def _level(question: Question, said: Said, maximum: int) -> Claimed:
    return (None if said.value is None else said.value / maximum), ""


def _boolean(question: Question, said: Said, maximum: int) -> Claimed:
    if said.value is None:
        return None, ""
    return fraction_of_boolean(bool(said.value)), "yes" if said.value else "no"


def _single(question: Question, said: Said, maximum: int) -> Claimed:
    chosen = next(iter(said.ticked), "")
    choices = {choice.key: choice for choice in question.all_choices}
    scores = {key: choice.score for key, choice in choices.items()}
    text = f"“{choices[chosen].text}”" if chosen in choices else ""
    return fraction_of_choice(scores, chosen), text


def _number(question: Question, said: Said, maximum: int) -> Claimed:
    if said.number is None:
        return None, ""
    bands: list[Band] = [(band["at_least"], band["score"]) for band in question.bands]
    words = number_words(bands, said.number, question.unit)
    return fraction_of_number(bands, said.number), words


def _text(question: Question, said: Said, maximum: int) -> Claimed:
    return None, ""


CLAIMED: dict[QuestionKind, Callable[[Question, Said, Any], Claimed]] = {
    QuestionKind.LEVEL: _level,
    QuestionKind.BOOLEAN: _boolean,
    QuestionKind.SINGLE: _single,
    QuestionKind.NUMBER: _number,
    QuestionKind.TEXT: _text,
}
"""What an answer claims, by the kind of the question; several choices are claimed by ticks."""
