"""The page of one assessment: the gap, who is how far, what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from assessments.evidence_snapshot import ACCEPTED, held_expected
from assessments.models import (
    AssessmentState,
    Milestone,
    Question,
    Role,
    Section,
)
from assessments.next_step import Step, StepKind
from assessments.pages import findings, stakes, words
from assessments.pages.frontier import Compared, called, frontier
from assessments.picture import Picture
from assessments.scoring import QuestionState
from charts.levels import Row
from organizations.policies import Verb, permits

# Worst first: the row of a section shows the first of these that any evidence of it is in.
EVIDENCE_ORDER = ("fail", "expired", "returned", "error", "stale", "no_data", "warn", "submitted")
WORDS = {
    "fail": "speaks against it",
    "expired": "expired",
    "returned": "returned",
    "error": "cannot be read",
    "stale": "stale signal",
    "no_data": "no data",
    "warn": "signal warns",
    "submitted": "waits for review",
}


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section with questions: its levels, and how its evidence stands."""

    section: Section
    proven: float | None
    claimed: float | None
    answered: int
    asked: int
    state: str
    words: str

    @property
    def gap(self) -> float:
        """By how much the claim exceeds the proof."""
        return (self.claimed or 0.0) - (self.proven or 0.0)

    @property
    def chart(self) -> Row:
        """As the charts take it."""
        return Row(self.section.title, self.proven, self.claimed)


@dataclass(frozen=True, slots=True)
class RoleRow:
    """How far a role is, and who has it."""

    role: Role
    people: Sequence[str]
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question on which roles differ by two levels or more.

    `said` is empty where the reader may not see what was said yet.
    """

    question: Question
    number: str
    said: Sequence[tuple[str, str]]
    settled: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that lifts the proven level most, in words."""

    url: str
    title: str
    text: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Page:
    """What the assessment's page shows. Levels are in units of the scale."""

    proven: float | None
    claimed: float | None
    maximum: int
    names: Sequence[str]
    since: tuple[float, Milestone] | None
    answered: int
    asked: int
    called: tuple[str, str]
    rows: Sequence[SectionRow]
    roles: Sequence[RoleRow]
    disagreements: Sequence[Disagreement]
    missing: Sequence[str]
    held_share: float | None
    step: NextStep | None
    findings: Sequence[findings.Row]
    coming: Sequence[tuple[dt.date, str]]
    counts: Sequence[tuple[str, str]]
    risks: Sequence[stakes.Total]

    @property
    def chart(self) -> Sequence[Row]:
        """The sections as the radar takes them, in the framework's order."""
        ordered = sorted(self.rows, key=lambda row: row.section.position)
        return [row.chart for row in ordered]


def page(picture: Picture, milestones: Sequence[Milestone], told: Collection[str]) -> Page:
    """Everything on the page, from the picture alone; no queries.

    `told` are the keys of the questions of which the reader may see what was said.
    """
    overall = picture.score.overall
    last = milestones[0] if milestones else None
    proven = picture.level(overall.proven)
    expected = held_expected(picture)
    compared = frontier(picture.sections, picture.questions, picture.above)
    return Page(
        proven=proven,
        claimed=picture.level(overall.claimed),
        maximum=picture.maximum,
        names=[level["name"] for level in picture.assessment.framework.levels],
        since=((proven or 0.0) - last.proven, last) if last else None,
        answered=overall.answered,
        asked=overall.asked,
        called=called(compared),
        rows=sorted(_rows(picture, compared), key=lambda row: (-row.gap, row.section.position)),
        roles=_roles(picture),
        disagreements=_disagreements(picture, told),
        missing=[item.title for item, state in expected if state != ACCEPTED],
        held_share=_share(expected),
        step=_step(picture),
        findings=findings.rows(picture.findings, picture.day),
        coming=_coming(picture),
        counts=_counts(picture),
        risks=stakes.totals(picture),
    )


def moves(state: str, rights: str | None) -> list[tuple[str, str]]:
    """What this person may do to an assessment in this state: pairs of name and button words."""
    offered = {
        AssessmentState.DRAFT: [("open", "Open for answers", Verb.LEAD)],
        AssessmentState.OPEN: [("submit", "Submit for review", Verb.LEAD)],
        AssessmentState.IN_REVIEW: [
            ("approve", "Approve", Verb.REVIEW),
            ("reopen", "Send back", Verb.REVIEW),
        ],
        AssessmentState.APPROVED: [
            ("publish", "Publish", Verb.LEAD),
            ("reopen", "Reopen", Verb.LEAD),
        ],
        AssessmentState.PUBLISHED: [("reopen", "Start the next round", Verb.LEAD)],
    }
    return [
        (name, label)
        for name, label, verb in offered[AssessmentState(state)]
        if permits(rights, verb)
    ]


def _rows(picture: Picture, compared: Sequence[Compared]) -> list[SectionRow]:
    found = []
    for one in compared:
        score = picture.score.sections[one.section.key]
        state, said = _evidence(picture, one.questions)
        found.append(
            SectionRow(
                section=one.section,
                proven=picture.level(score.proven),
                claimed=picture.level(score.claimed),
                answered=score.answered,
                asked=score.asked,
                state=state,
                words=said,
            )
        )
    return found


def _evidence(picture: Picture, questions: Sequence[Question]) -> tuple[str, str]:
    """The worst state of any evidence behind these questions, in words."""
    links = [link for question in questions for link in picture.behind[question.pk]]
    states = {words.evidence_state(link, picture.moment, picture.day)[0] for link in links}
    if not states:
        return "missing", "nothing attached"
    for state in EVIDENCE_ORDER:
        if state in states:
            return state, WORDS[state]
    return "accepted", "accepted"


def _roles(picture: Picture) -> list[RoleRow]:
    found = []
    for role in picture.roles:
        asked = [q.pk for q in picture.questions if role in q.all_roles]
        answered = sum(picture.answered(pk, role.pk) for pk in asked)
        people = [str(p.user) for p in picture.participants if p.role_id == role.pk]
        found.append(RoleRow(role, people, answered, len(asked)))
    return [row for row in found if row.asked]


def _disagreements(picture: Picture, told: Collection[str]) -> list[Disagreement]:
    framework = picture.assessment.framework
    by_key = {question.key: question for question in picture.questions}
    found = []
    for key in picture.score.overall.disagreements:
        question = by_key[key]
        said = [
            (role.name, words.said(picture.answers[question.pk, role.pk], question, framework))
            for role in question.all_roles
            if key in told and picture.answered(question.pk, role.pk)
        ]
        settlement = picture.settlements.get(question.pk)
        settled = words.settled(settlement, question, framework) if settlement else ""
        found.append(Disagreement(question, picture.numbers[question.pk], said, settled))
    return found


def _share(expected: Sequence[tuple[object, str]]) -> float | None:
    accepted = sum(state == ACCEPTED for _, state in expected)
    return accepted / len(expected) if expected else None


STEP_TEXT = {
    StepKind.ACCEPT: ("Review {name}", "It is submitted and waits for a reviewer."),
    StepKind.RENEW: ("Renew {name}", "It has expired and no longer counts."),
    StepKind.RESOLVE: ("Resolve the objection to {name}", "A reviewer objects to it."),
    StepKind.FIX: ("Bring {name} within its bound", "The signal fails and holds the level down."),
    StepKind.ATTACH: ("Attach evidence to {name}", "Nothing current stands behind it."),
}


def _step(picture: Picture) -> NextStep | None:
    if not picture.steps:
        return None
    step = picture.steps[0]
    name, url = _subject(picture, step)
    title, text = STEP_TEXT[step.kind]
    return NextStep(
        url=url,
        title=title.format(name=name),
        text=text,
        before=step.before * picture.maximum,
        after=step.after * picture.maximum,
    )


def _subject(picture: Picture, step: Step) -> tuple[str, str]:
    for link in picture.links:
        target = link.artifact or link.probe
        kind = "artifact" if link.artifact_id else "probe"
        if target is not None and step.subject == f"{kind}-{target.pk}":
            return str(target), target.get_absolute_url()
    question = next(q for q in picture.questions if q.key == step.question)
    address = reverse("assessments:attach", args=[picture.assessment.pk])
    number = picture.numbers[question.pk]
    return f"question {number}", f"{address}?question={question.key}"


def _coming(picture: Picture) -> list[tuple[dt.date, str]]:
    titles = {
        f"artifact-{link.artifact_id}": str(link.artifact)
        for link in picture.links
        if link.artifact_id
    }
    found = []
    for drop in picture.drops:
        names = ", ".join(titles[key] for key in drop.artifacts)
        after = drop.after * picture.maximum
        found.append((drop.on, f"{names} is no longer valid: proven falls to {after:.1f}"))
    return found


def _counts(picture: Picture) -> list[tuple[str, str]]:
    """The questions that are not simply scored: pairs of count words and state."""
    counts = picture.score.overall.counts
    shown = {
        QuestionState.UNANSWERED: "unanswered",
        QuestionState.DONT_KNOW: "don't know",
        QuestionState.NOT_APPLICABLE: "not applicable",
    }
    return [
        (str(state), f"{counts[state]:,} {said}") for state, said in shown.items() if counts[state]
    ]
