"""The questionnaire: one practice to a page, my questions in my roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.actions.answers import Said
from assessments.evidence_snapshot import held_expected
from assessments.models import (
    Answer,
    CloudService,
    ExpectedEvidence,
    Participant,
    Question,
    Responsibility,
    Role,
    Section,
)
from assessments.pages import words
from assessments.picture import Picture
from assessments.scoring import QuestionScore
from evidence.models import Probe


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody tried to save and why it was not: shown in their form, so nothing is lost."""

    said: Said
    seen: int
    error: str = ""
    current: Answer | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A piece of evidence beside a question; a signal brings its points and its bounds."""

    url: str
    title: str
    state: str
    words: str
    points: Sequence[float | None] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """What another role said."""

    name: str
    role: str
    said: str
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """One question as one of my roles meets it.

    `levels` have value, name and description; `cap` is the level that evidence carries.
    `others` is empty until my role has answered, so that nobody anchors; `waiting` counts them.
    """

    question: Question
    number: str
    participant: Participant
    several_roles: bool
    levels: Sequence[Mapping[str, Any]]
    said: Said | None
    seen: int
    answer: Answer | None
    score: QuestionScore
    cap: int
    proof: tuple[str, str]
    evidence: Sequence[Tag]
    others: Sequence[Other]
    waiting: int
    before: str
    locked: bool
    attempt: Attempt | None = None

    @property
    def conflict(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Mine and theirs, where somebody else saved this answer in between."""
        if self.attempt is None or self.attempt.current is None:
            return None
        framework = self.participant.assessment.framework
        return (
            words.mine(self.attempt.said, framework),
            words.theirs(self.attempt.current, framework),
        )

    @property
    def prefix(self) -> str:
        """Makes the ids of this card's fields its own."""
        return f"{self.question.key}-{self.participant.role.key}"

    @property
    def role(self) -> Role:
        """The role in which it is answered."""
        return self.participant.role


@dataclass(frozen=True, slots=True)
class Step:
    """A section among those with questions of mine."""

    section: Section
    done: int
    asked: int
    current: bool

    @property
    def complete(self) -> bool:
        """Whether all my questions there are answered."""
        return self.done == self.asked


@dataclass(frozen=True, slots=True)
class Part:
    """What one of my roles is responsible for."""

    role: Role
    duties: Sequence[Responsibility]


@dataclass(frozen=True, slots=True)
class Page:
    """A section of the questionnaire."""

    section: Section
    position: int
    steps: Sequence[Step]
    cards: Sequence[Card]
    parts: Sequence[Part]
    expected: Sequence[tuple[ExpectedEvidence, str]]
    services: Sequence[CloudService]
    next_open: str | None
    done: int
    asked: int

    @property
    def previous(self) -> Section | None:
        """The section before this one, if there is one."""
        return self.steps[self.position - 1].section if self.position > 0 else None

    @property
    def following(self) -> Section | None:
        """The section after this one, if there is one."""
        last = self.position + 1 == len(self.steps)
        return None if last else self.steps[self.position + 1].section


Asked = Sequence[tuple[Question, Participant]]


def asked_of(picture: Picture, mine: Sequence[Participant]) -> list[tuple[Question, Participant]]:
    """Every question that is asked of me, once for each of my roles it is asked of."""
    return [
        (question, participant)
        for question in picture.questions
        for participant in mine
        if participant.role in question.roles.all()
    ]


def first_open(picture: Picture, asked: Asked) -> Section | None:
    """The section of my first unanswered question, else my first section."""
    sections = {section.pk: section for section in picture.sections}
    unanswered = [question for question, me in asked if not _answered(picture, question, me)]
    ordered = unanswered or [question for question, _ in asked]
    return sections[ordered[0].section_id] if ordered else None


def page(
    picture: Picture,
    section: Section,
    mine: Sequence[Participant],
    *,
    before: Mapping[str, str],
    attempts: Mapping[tuple[int, int], Attempt],
) -> Page | None:
    """The page of one section; None where it asks me nothing.

    `before` says what a role answered at the last milestone, by `question/role` key.
    `attempts` are saves that failed, by question and role id.
    """
    asked = asked_of(picture, mine)
    here = [pair for pair in asked if pair[0].section_id == section.pk]
    if not here:
        return None
    steps = _steps(picture, asked, section)
    above = picture.above[section.pk]
    return Page(
        section=section,
        position=next(place for place, step in enumerate(steps) if step.current),
        steps=steps,
        cards=[card(picture, *pair, before=before, attempts=attempts) for pair in here],
        parts=_parts(mine, above),
        expected=_expected(picture, above),
        services=list(CloudService.objects.filter(section__in=above).order_by("position")),
        next_open=_next_open(picture, asked, section),
        done=sum(_answered(picture, *pair) for pair in asked),
        asked=len(asked),
    )


def card(
    picture: Picture,
    question: Question,
    participant: Participant,
    *,
    before: Mapping[str, str],
    attempts: Mapping[tuple[int, int], Attempt],
) -> Card:
    """One question for one of my roles."""
    framework = picture.assessment.framework
    answer = picture.answers.get((question.pk, participant.role_id))
    score = picture.score.questions[question.key]
    attempt = attempts.get((question.pk, participant.role_id))
    others = _others(picture, question, participant)
    seen = answer.version if answer else 0
    return Card(
        question=question,
        number=picture.numbers[question.pk],
        participant=participant,
        several_roles=len(question.roles.all()) > 1,
        levels=levels(question, framework.levels),
        said=attempt.said if attempt else (Said.of(answer) if answer else None),
        seen=attempt.seen if attempt else seen,
        answer=answer,
        score=score,
        cap=round(score.cap * picture.maximum),
        proof=words.proof(score, framework),
        evidence=_tags(picture, question),
        others=others if _answered(picture, question, participant) else [],
        waiting=len(others),
        before=before.get(f"{question.key}/{participant.role.key}", ""),
        locked=not picture.assessment.is_open,
        attempt=attempt,
    )


def levels(question: Question, scale: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The scale, each level with what it looks like for this question, where that is said."""
    own = question.level_descriptions
    return [
        {
            "value": int(level["value"]),
            "name": level["name"],
            "description": own[place] if place < len(own) else level.get("description", ""),
        }
        for place, level in enumerate(scale)
    ]


def _answered(picture: Picture, question: Question, participant: Participant) -> bool:
    answer = picture.answers.get((question.pk, participant.role_id))
    return answer is not None and answer.refused_at is None


def _steps(picture: Picture, asked: Asked, current: Section) -> list[Step]:
    found = []
    for section in picture.sections:
        here = [pair for pair in asked if pair[0].section_id == section.pk]
        if here:
            done = sum(_answered(picture, *pair) for pair in here)
            found.append(Step(section, done, len(here), current=section.pk == current.pk))
    return found


def _next_open(picture: Picture, asked: Asked, current: Section) -> str | None:
    """The key of the section with my next unanswered question after this one, round the end."""
    order = {section.pk: place for place, section in enumerate(picture.sections)}
    here = order[current.pk]
    waiting = {
        question.section_id
        for question, me in asked
        if question.section_id != current.pk and not _answered(picture, question, me)
    }
    ahead = sorted(waiting, key=lambda pk: (order[pk] < here, order[pk]))
    return next((s.key for s in picture.sections if ahead and s.pk == ahead[0]), None)


def _parts(mine: Sequence[Participant], above: Sequence[int]) -> list[Part]:
    duties = list(
        Responsibility.objects.filter(
            section__in=above, role__in=[me.role_id for me in mine]
        ).order_by("position")
    )
    parts = [Part(me.role, [d for d in duties if d.role_id == me.role_id]) for me in mine]
    return [part for part in parts if part.duties]


def _expected(picture: Picture, above: Sequence[int]) -> list[tuple[ExpectedEvidence, str]]:
    return [(item, state) for item, state in held_expected(picture) if item.section_id in above]


def _tags(picture: Picture, question: Question) -> list[Tag]:
    found = []
    for link in picture.behind[question.pk]:
        state, said = words.evidence_state(link, picture.moment, picture.day)
        if link.artifact is not None:
            found.append(Tag(link.artifact.get_absolute_url(), link.artifact.title, state, said))
        elif link.probe is not None:
            found.append(_signal_tag(link.probe, state, said))
    return found


def _signal_tag(probe: Probe, state: str, said: str) -> Tag:
    points = [value for _, value in probe.latest.series] if probe.latest else []
    url = probe.get_absolute_url()
    return Tag(url, probe.name, state, said, points, low=probe.low, high=probe.high)


def _others(picture: Picture, question: Question, me: Participant) -> list[Other]:
    framework = picture.assessment.framework
    return [
        Other(str(answer.said_by), role.name, words.said(answer, framework), answer.note)
        for role in question.roles.all()
        if role.pk != me.role_id and (answer := picture.answers.get((question.pk, role.pk)))
    ]
