"""What can be said to a question of each kind. Kept is only what belongs to the kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assessments.models import Assessment, Choice, Question, QuestionKind, Reading, Standing
from assessments.rules import all_not_applicable, contradictory
from assessments.said import Pick, PickState, Said
from organizations.refusals import Invalid

NOTE_LENGTH, REASON_LENGTH, TEXT_LENGTH = 4000, 2000, 4000
CHOICE_NOTE_LENGTH = 2000
MOST = 1e15
"""No number is further from zero."""

NOTHING_APPLIES = "None of the choices applies."
"""The reason where every choice is marked as not applicable."""

CHOOSING = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
"""Kinds that are answered by choosing."""


def checked(said: Said, question: Question, assessment: Assessment) -> Said:
    """What was said, cleaned, with only the parts that its standing and the question's kind have.

    Where nothing of several choices is ticked and nothing is marked as not applicable, it is
    `open`: taken back. Raises Invalid, at the field to blame. One query where the question has
    choices.
    """
    note, reason = said.note.strip(), said.reason.strip()
    if len(note) > NOTE_LENGTH or len(reason) > REASON_LENGTH:
        raise Invalid("A note holds up to 4,000 characters, a reason up to 2,000.", "note")
    asked = _Asked.of(question, assessment)
    if said.standing == Standing.ANSWERED:
        return replace(ANSWERED[asked.kind](said, asked), note=note)
    kept = _picks(said, asked.choices) if asked.kind == QuestionKind.MULTIPLE else ()
    if said.standing == Standing.NOT_APPLICABLE:
        if not reason:
            raise Invalid("Say why the question does not apply.", "reason")
        return Said(said.standing, note=note, reason=reason, picks=kept)
    if said.standing == Standing.DONT_KNOW:
        return Said(said.standing, note=note, picks=kept)
    if said.standing == Standing.OPEN:
        return Said(said.standing, note=note, picks=_unticked(kept))
    raise Invalid("Answer what is asked, or say “don't know” or “not applicable”.", "standing")


def says_nothing(question: Question) -> Invalid:
    """The refusal of a first answer in which there is nothing to keep."""
    if question.kind == QuestionKind.MULTIPLE:
        words = "Tick what you have, or say that you don't know or that it does not apply."
        return Invalid(words, "picks")
    return Invalid("There is no answer yet that could be taken back.", "standing")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as an answer to it is checked."""

    kind: QuestionKind
    levels: Sequence[int]
    choices: Sequence[Choice]
    strictly: bool

    @classmethod
    def of(cls, question: Question, assessment: Assessment) -> _Asked:
        kind = QuestionKind(question.kind)
        return cls(
            kind,
            [int(level["value"]) for level in assessment.framework.levels],
            question.all_choices if kind in CHOOSING else [],
            assessment.reading == Reading.STRICT,
        )


def _level(said: Said, asked: _Asked) -> Said:
    if said.value not in asked.levels:
        known = ", ".join(str(level) for level in asked.levels)
        raise Invalid(f"Choose a level: {known}.", "value")
    return Said(said.standing, said.value)


def _boolean(said: Said, asked: _Asked) -> Said:
    if said.value not in (0, 1):
        raise Invalid("Answer yes (1) or no (0).", "value")
    return Said(said.standing, said.value)


def _number(said: Said, asked: _Asked) -> Said:
    number = said.number
    if number is None or not math.isfinite(number):
        raise Invalid("Give a number, such as 412 or 0.5.", "number")
    if abs(number) > MOST:
        raise Invalid("Give a number within plus and minus 1,000,000,000,000,000.", "number")
    return Said(said.standing, number=number)


def _text(said: Said, asked: _Asked) -> Said:
    text = said.text.strip()
    if not text:
        raise Invalid("Write your answer.", "text")
    if len(text) > TEXT_LENGTH:
        raise Invalid("An answer in words holds up to 4,000 characters.", "text")
    return Said(said.standing, text=text)


def _single(said: Said, asked: _Asked) -> Said:
    picks = _picks(said, asked.choices)
    if [pick.state for pick in picks] != [PickState.TICKED]:
        raise Invalid("Choose one of the choices.", "picks")
    if picks[0].note:
        raise Invalid("A choice of one needs no note: write it into that of the answer.", "picks")
    return Said(said.standing, picks=picks)


def _multiple(said: Said, asked: _Asked) -> Said:
    given = Said(said.standing, picks=_picks(said, asked.choices))
    if not given.decided:
        return replace(given, standing=Standing.OPEN)
    keys = [one.key for one in asked.choices]
    nones = {one.key: one.text for one in asked.choices if one.none_of_these}
    if asked.strictly and contradictory(nones, given.ticks):
        alone = next(text for key, text in nones.items() if key in given.ticked)
        raise Invalid(f"“{alone}” stands alone: untick it, or all the others.", "picks")
    if asked.strictly and all_not_applicable(keys, nones, given.ticks):
        # Read strictly, that is to say that the question does not apply: a reviewer has to agree.
        reason = said.reason.strip() or NOTHING_APPLIES
        return replace(given, standing=Standing.NOT_APPLICABLE, reason=reason)
    return given


ANSWERED: dict[QuestionKind, Callable[[Said, _Asked], Said]] = {
    QuestionKind.LEVEL: _level,
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.BOOLEAN: _boolean,
    QuestionKind.NUMBER: _number,
    QuestionKind.TEXT: _text,
}


def _picks(said: Said, choices: Sequence[Choice]) -> tuple[Pick, ...]:
    """The picks in the question's order, without those that say nothing."""
    by_key = {choice.key: choice for choice in choices}
    found: dict[str, Pick] = {}
    for pick in said.picks:
        choice = by_key.get(pick.choice)
        if choice is None:
            raise Invalid(f"“{pick.choice[:80]}” is no choice of this question.", "picks")
        if pick.choice in found:
            raise Invalid(f"“{choice.text}” is said twice: choose one of the two.", "picks")
        found[pick.choice] = _sayable(pick, choice)
    ordered = [found[key] for key in by_key if key in found]
    return tuple(pick for pick in ordered if pick.note or pick.state != PickState.OPEN)


def _sayable(pick: Pick, choice: Choice) -> Pick:
    if pick.state not in set(PickState):
        raise Invalid("A choice is ticked, not_applicable or open.", "picks")
    if pick.state == PickState.NOT_APPLICABLE and choice.none_of_these:
        raise Invalid(f"“{choice.text}” always applies: tick it or leave it.", "picks")
    note = pick.note.strip()
    if len(note) > CHOICE_NOTE_LENGTH:
        raise Invalid("A note on a choice holds up to 2,000 characters.", "picks")
    return Pick(pick.choice, str(pick.state), note)


def _unticked(picks: Sequence[Pick]) -> tuple[Pick, ...]:
    """The notes alone."""
    return tuple(replace(pick, state=PickState.OPEN.value) for pick in picks if pick.note)
