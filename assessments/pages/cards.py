"""One question as one of my roles meets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from assessments.models import (
    Answer,
    Assessment,
    Choice,
    EvidenceLink,
    Participant,
    Question,
    Reading,
    Role,
    Standing,
)
from assessments.pages import stakes, words
from assessments.pages.findings import Row, rows
from assessments.pages.spoken import Spoken, both, spoken
from assessments.picture import Picture
from assessments.question_claims import reckon
from assessments.said import Pick, PickState, Said
from assessments.scoring import QuestionScore
from evidence.models import Probe

BRIEF = 320
"""Up to this length the help to a question stands below it; longer help is opened."""
HEADING = 90
"""A longer text of a question says what is asked."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody tried to save and why it was not: shown in their form, so nothing is lost."""

    said: Said
    seen: int
    error: str = ""
    current: Answer | None = None


Attempts = Mapping[tuple[int, int], Attempt]
"""Saves that failed, by question and role id."""


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

    role: str
    spoken: Spoken


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, what my role says of it, and the evidence behind it alone."""

    choice: Choice
    pick: Pick
    evidence: Sequence[Tag]

    @property
    def to_do(self) -> bool:
        """Whether its improvement plan says something to do: it is open, and a good thing."""
        good = not self.choice.none_of_these
        return good and self.pick.state == PickState.OPEN and bool(self.choice.improvement)


@dataclass(frozen=True, slots=True)
class Card:
    """One question as one of my roles meets it.

    `levels` have value, name and description; `cap` is the level that evidence carries.
    `options` are the choices, where it has any. What comes of it for the question (`claims`,
    `risks`) and what `others` said is empty until my role has answered, so that nobody anchors;
    `waiting` counts the others.
    """

    assessment: Assessment
    question: Question
    number: str
    participant: Participant
    several_roles: bool
    levels: Sequence[Mapping[str, Any]]
    options: Sequence[Option]
    bands: Sequence[stakes.Band]
    said: Said | None
    seen: int
    answer: Answer | None
    answered: bool
    score: QuestionScore
    cap: int
    proof: tuple[str, str]
    claims: float | None
    risks: Sequence[stakes.Stake]
    evidence: Sequence[Tag]
    findings: Sequence[Row]
    others: Sequence[Other]
    waiting: int
    before: str
    locked: bool
    attempt: Attempt | None = None

    @property
    def conflict(self) -> tuple[Spoken, Spoken] | None:
        """Mine and theirs, where somebody else saved this answer in between."""
        if self.attempt is None or self.attempt.current is None:
            return None
        framework = self.assessment.framework
        return both(self.attempt.said, self.attempt.current, self.question, framework)

    @property
    def prefix(self) -> str:
        """Makes the ids of this card's fields its own."""
        return f"{self.question.key}-{self.participant.role.key}"

    @property
    def role(self) -> Role:
        """The role in which it is answered."""
        return self.participant.role

    @property
    def template(self) -> str:
        """The fields of its kind."""
        return f"assessments/kinds/{self.question.kind}.html"

    @property
    def heading_only(self) -> bool:
        """Whether its text is but a heading, so that one reads in its help what is asked."""
        text = self.question.text
        return len(text) <= HEADING and not text.endswith(("?", "."))

    @property
    def brief_help(self) -> bool:
        """Whether its help is short enough to stand below it."""
        return len(self.question.help) <= BRIEF

    @property
    def strictly(self) -> bool:
        """Whether “not applicable” has to be approved, and “none of these” stands alone."""
        return self.assessment.reading == Reading.STRICT

    @property
    def typed_number(self) -> str:
        """The number as its field holds it."""
        number = self.said.number if self.said else None
        return "" if number is None or not isfinite(number) else f"{number:.16g}"

    @property
    def may_clear(self) -> bool:
        """Whether there is an answer to take back."""
        return self.answer is not None and self.answer.standing != Standing.OPEN

    @property
    def to_do(self) -> Sequence[Option]:
        """Choices with something to do, once it is answered by choosing."""
        answered = self.answered and self.answer and self.answer.standing == Standing.ANSWERED
        return [option for option in self.options if option.to_do] if answered else []

    @property
    def none_and_more(self) -> str:
        """The choice that stands for none of the others, where others are ticked beside it."""
        ticked = [one for one in self.options if one.pick.state == PickState.TICKED]
        alone = [one.choice.text for one in ticked if one.choice.none_of_these]
        several = self.question.kind == "multiple" and len(ticked) > 1
        return alone[0] if alone and several else ""


def card(
    picture: Picture,
    question: Question,
    participant: Participant,
    *,
    before: Mapping[str, str],
    attempts: Attempts,
) -> Card:
    """One question for one of my roles.

    `before` says what a role answered at the last milestone, by `question/role` key.
    """
    framework = picture.assessment.framework
    role = participant.role_id
    answer = picture.answers.get((question.pk, role))
    answered = picture.answered(question.pk, role)
    score = picture.score.questions[question.key]
    attempt = attempts.get((question.pk, role))
    said = attempt.said if attempt else (Said.of(answer) if answer else None)
    others = _others(picture, question, participant)
    told = answered or not picture.assessment.is_open
    return Card(
        assessment=picture.assessment,
        question=question,
        number=picture.numbers[question.pk],
        participant=participant,
        several_roles=len(question.all_roles) > 1,
        levels=levels(question, framework.levels),
        options=_options(picture, question, said),
        bands=stakes.bands(question, framework),
        said=said,
        seen=attempt.seen if attempt else (answer.version if answer else 0),
        answer=answer,
        answered=answered,
        score=score,
        cap=round(score.cap * picture.maximum),
        proof=words.proof(score, framework),
        claims=_claims(picture, question, participant.role) if answered else None,
        risks=stakes.risks(score, question) if told else [],
        evidence=_tags(picture, [one for one in picture.behind[question.pk] if not one.choice_id]),
        findings=rows(picture.found[question.pk], picture.day),
        others=others if answered else [],
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


def _options(picture: Picture, question: Question, said: Said | None) -> list[Option]:
    picks = {pick.choice: pick for pick in said.picks} if said else {}
    links = [one for one in picture.behind[question.pk] if one.choice_id]
    return [
        Option(
            choice,
            picks.get(choice.key) or Pick(choice.key, PickState.OPEN),
            _tags(picture, [one for one in links if one.choice_id == choice.pk]),
        )
        for choice in question.all_choices
    ]


def _claims(picture: Picture, question: Question, role: Role) -> float | None:
    """What my answer counts, in levels, where it is no level itself."""
    if question.kind == "level":
        return None
    facts = next(one for one in picture.question_facts if one.id == question.key)
    fractions = [claim.fraction for claim in reckon(facts).claims if claim.role == role.key]
    return picture.level(fractions[0]) if fractions else None


def _tags(picture: Picture, links: Sequence[EvidenceLink]) -> list[Tag]:
    found = []
    for link in links:
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
        Other(role.name, spoken(picture.answers[question.pk, role.pk], question, framework))
        for role in question.all_roles
        if role.pk != me.role_id and picture.answered(question.pk, role.pk)
    ]
