"""What was said in full, for a page that has the room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from assessments.models import (
    Answer,
    AnswerVersion,
    Framework,
    Question,
    QuestionKind,
    Standing,
)
from assessments.models.answer import Saying
from assessments.pages import words
from assessments.said import Said


@dataclass(frozen=True, slots=True)
class Line:
    """What was said of one choice; `state` is a pick's."""

    state: str
    text: str
    note: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said in full: in a few words, choice by choice, and what is longer than that.

    `who` and `when` are empty for what nobody saved yet.
    """

    said: str
    lines: Sequence[Line]
    text: str
    note: str
    who: str = ""
    when: dt.datetime | None = None


def spoken(what: Said | Saying, question: Question, framework: Framework) -> Spoken:
    """What was said, in full."""
    heard = what if isinstance(what, Said) else Said.of(what)
    brief = words.said(heard, question, framework)
    whole = heard.text if heard.standing == Standing.ANSWERED else ""
    return Spoken(
        said=brief,
        lines=_lines(heard, question),
        text=whole if whole != brief else "",
        note=heard.note,
        who=str(what.said_by) if isinstance(what, Answer | AnswerVersion) else "",
        when=None if isinstance(what, Said) else what.said_at,
    )


def both(
    mine: Said, theirs: Answer, question: Question, framework: Framework
) -> tuple[Spoken, Spoken]:
    """One's own version and the one that came between, with the choices they differ on marked."""
    pair = spoken(mine, question, framework), spoken(theirs, question, framework)
    told = [{(line.state, line.text, line.note) for line in one.lines} for one in pair]
    alike = told[0] & told[1]
    return _marked(pair[0], alike), _marked(pair[1], alike)


def _marked(one: Spoken, alike: Set[tuple[str, str, str]]) -> Spoken:
    lines = [
        replace(line, differs=(line.state, line.text, line.note) not in alike) for line in one.lines
    ]
    return replace(one, lines=lines)


def _lines(heard: Said, question: Question) -> list[Line]:
    """Each choice of several that is ticked, not applicable or noted, in the question's order."""
    counts = heard.standing in (Standing.ANSWERED, Standing.OPEN)
    if question.kind != QuestionKind.MULTIPLE or not counts:
        return []
    texts = {choice.key: choice.text for choice in question.all_choices}
    return [
        Line(pick.state, texts.get(pick.choice, pick.choice), pick.note) for pick in heard.picks
    ]
