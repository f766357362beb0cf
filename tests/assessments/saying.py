"""Saying something to a question of any kind."""

from __future__ import annotations

from assessments.actions import answers
from assessments.models import Answer, Assessment, Participant, Question
from assessments.said import Pick, PickState, Said

PEAKS, ALARMS, DEAD, NONE = "queue_peaks", "queue_alarms", "queue_dead", "queue_no"


def ticks(*keys: str, note: str = "") -> Said:
    """These choices are ticked, and nothing else is said of any."""
    return Said("answered", note=note, picks=tuple(Pick(key) for key in keys))


def excused(key: str, note: str = "") -> Pick:
    """This choice is not applicable."""
    return Pick(key, PickState.NOT_APPLICABLE, note)


ONE_OF_EACH: dict[str, Said] = {
    "level": Said("answered", 3),
    "single": ticks("some"),
    "multiple": ticks(PEAKS, ALARMS),
    "boolean": Said("answered", 1),
    "number": Said("answered", number=412.5),
    "text": Said("answered", text="Mail, and the nightly import."),
}
"""A valid answer to each question of `every_kind`."""


def asked(assessment: Assessment, key: str) -> Question:
    """The question of that key."""
    return assessment.framework.questions.get(key=key)


def say(me: Participant, key: str, said: Said, *, seen: int = 0) -> Answer:
    """Save it, as if from version `seen`."""
    question = asked(me.assessment, key)
    return answers.save(participant=me, question=question, said=said, seen=seen, by=me.user)
