"""Short sentences about answers and evidence, the same on every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from textwrap import shorten

from assessments import facts
from assessments.models import (
    EvidenceLink,
    Framework,
    Question,
    QuestionKind,
    Settlement,
    Standing,
)
from assessments.models.answer import Saying
from assessments.said import PickState, Said
from assessments.scoring import QuestionScore, Rung
from charts import words
from evidence.models import Probe, Revision, RevisionState, SignalState

NEXT_RUNG = {
    Rung.UNSUPPORTED: "Submit evidence to lift it to {level}.",
    Rung.SUBMITTED: "A reviewer who accepts the evidence lifts it to {level}.",
    Rung.ACCEPTED: "A passing signal, or a second kind of evidence, lifts it to {level}.",
    Rung.CORROBORATED: "With both a signal and a second kind of evidence it is {level}.",
}


def level_name(framework: Framework, value: int) -> str:
    """“3 Defined”."""
    names = {int(level["value"]): level["name"] for level in framework.levels}
    return f"{value} {names.get(value, '')}".strip()


def said(what: Said | Saying, question: Question, framework: Framework) -> str:
    """What was said, in a few words: a level, “3 of 7 ticked”, “412 s”, “Don't know”, or “Not
    applicable: why”. No query where the question's choices are prefetched."""
    heard = what if isinstance(what, Said) else Said.of(what)
    if heard.standing == Standing.ANSWERED:
        return IN_WORDS[QuestionKind(question.kind)](heard, question, framework)
    if heard.standing == Standing.NOT_APPLICABLE:
        return f"Not applicable: {heard.reason}" if heard.reason else "Not applicable"
    return str(Standing(heard.standing).label)


def settled(settlement: Settlement, question: Question, framework: Framework) -> str:
    """What the lead decided, in a few words."""
    return said(Said.settled(settlement), question, framework)


def number(value: float, unit: str = "") -> str:
    """A number as it was given, with thousands separated, and what it is of."""
    written = f"{value:,.16g}".replace("-", words.MINUS)
    return f"{written}{words.NARROW}{unit}" if unit else written


def _level(heard: Said, question: Question, framework: Framework) -> str:
    return level_name(framework, heard.value or 0)


def _boolean(heard: Said, question: Question, framework: Framework) -> str:
    return "Yes" if heard.value else "No"


def _number(heard: Said, question: Question, framework: Framework) -> str:
    return number(heard.number or 0.0, question.unit)


def _text(heard: Said, question: Question, framework: Framework) -> str:
    return shorten(heard.text, SHORT, placeholder=" …")


def _single(heard: Said, question: Question, framework: Framework) -> str:
    texts = {choice.key: choice.text for choice in question.all_choices}
    return ", ".join(texts.get(key, key) for key in heard.ticked)


def _multiple(heard: Said, question: Question, framework: Framework) -> str:
    choices = question.all_choices
    alone = [one for one in choices if one.none_of_these and one.key in heard.ticked]
    ticked = len(heard.ticked) - len(alone)
    parts = [f"“{one.text}”" for one in alone]
    if ticked or not alone:
        some = sum(not one.none_of_these for one in choices)
        parts.insert(0, f"{ticked} of {some} ticked")
    if left_out := sum(pick.state == PickState.NOT_APPLICABLE for pick in heard.picks):
        parts.append(f"{left_out} not applicable")
    return ", ".join(parts)


SHORT = 160
"""From this length on an answer in words is cut where a few words are wanted."""

IN_WORDS: dict[QuestionKind, Callable[[Said, Question, Framework], str]] = {
    QuestionKind.LEVEL: _level,
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.BOOLEAN: _boolean,
    QuestionKind.NUMBER: _number,
    QuestionKind.TEXT: _text,
}


def proof(score: QuestionScore, framework: Framework) -> tuple[str, str]:
    """How far the evidence carries the claim, and what would carry it further."""
    cap = round(score.cap * framework.maximum)
    if score.counter_evidence:
        return f"Held at {cap}.", "Evidence speaks against the claim until that is resolved."
    if score.rung == Rung.MEASURED:
        return f"Proven up to {cap}.", "Nothing more is asked for."
    step = facts.ladder_of(framework).cap(Rung(score.rung + 1), facts.scale_of(framework))
    further = NEXT_RUNG[score.rung].format(level=round(step * framework.maximum))
    if score.rung == Rung.UNSUPPORTED:
        return "Nothing current behind it.", f"Counts for {cap} at most. {further}"
    return f"Proven up to {cap}.", further


def evidence_state(link: EvidenceLink, moment: dt.datetime, day: dt.date) -> tuple[str, str]:
    """The state of a link's evidence, and that state in words."""
    if link.objection:
        return "fail", "a reviewer objects"
    if link.probe is not None:
        return signal(link.probe, moment)
    revision = link.artifact and (link.artifact.standing or link.artifact.latest)
    return _revision_state(revision, day) if revision else ("missing", "nothing submitted")


def _revision_state(revision: Revision, day: dt.date) -> tuple[str, str]:
    if revision.state != RevisionState.ACCEPTED:
        return revision.state, revision.get_state_display().lower()
    if revision.valid_until is None:
        return "accepted", "accepted"
    last = words.day(revision.valid_until)
    return ("expired", f"expired {last}") if revision.expired(day) else ("accepted", f"to {last}")


def signal(probe: Probe, moment: dt.datetime) -> tuple[str, str]:
    """A probe's state at `moment`, and its last reading with the bound it is held to."""
    state = facts.signal_state(probe, moment)
    reading = probe.latest
    if reading is None or state in (SignalState.NO_DATA, SignalState.ERROR):
        return state, str(SignalState(state).label).lower()
    value = words.number_unit(reading.value, probe.unit)
    bound = words.number_unit(probe.bound_pass, probe.unit)
    stale = ", stale" if state == SignalState.STALE else ""
    return state, f"{value}{stale}, bound {bound}"
