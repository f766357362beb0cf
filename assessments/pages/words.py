"""Short sentences about answers and evidence, the same on every page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from assessments import facts
from assessments.actions.answers import Said
from assessments.models import Answer, EvidenceLink, Framework, Standing
from assessments.models.answer import Saying
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


def said(what: Said | Saying, framework: Framework) -> str:
    """What was said, in a few words: a level, “Don't know”, or “Not applicable: why”."""
    if what.standing == Standing.ANSWERED and what.value is not None:
        return level_name(framework, what.value)
    if what.standing == Standing.NOT_APPLICABLE:
        return f"Not applicable: {what.reason}" if what.reason else "Not applicable"
    return str(Standing(what.standing).label)


def mine(what: Said, framework: Framework) -> dict[str, Any]:
    """One's own version, as the conflict panel shows it."""
    return {"level": said(what, framework), "note": what.note}


def theirs(answer: Answer, framework: Framework) -> dict[str, Any]:
    """The version that came between, as the conflict panel shows it."""
    return {
        "who": str(answer.said_by),
        "when": answer.said_at,
        "level": said(answer, framework),
        "note": answer.note,
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
