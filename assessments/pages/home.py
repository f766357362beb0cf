"""What waits for me."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef

from assessments.models import (
    Answer,
    Assessment,
    AssessmentState,
    Finding,
    Participant,
    Question,
)
from assessments.models.question import asked_in
from assessments.pages import findings, listing, review
from charts.words import day
from evidence.models import Artifact, Revision, RevisionState
from organizations.models import User

EXPIRING = dt.timedelta(days=30)
MOST_FINDINGS = 6


@dataclass(frozen=True, slots=True)
class Task:
    """Questions that are asked of me in one assessment."""

    assessment: Assessment
    roles: Sequence[str]
    answered: int
    asked: int

    @property
    def left(self) -> int:
        """How many are still to answer."""
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class Owed:
    """An artifact of mine that needs something."""

    artifact: Artifact
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Home:
    """My questions, my evidence, my reviews, my findings, and the assessments I can see."""

    tasks: Sequence[Task]
    owed: Sequence[Owed]
    queue: review.Queue
    findings: Sequence[findings.Row]
    more_findings: int
    assessments: Sequence[Assessment]

    @property
    def waits(self) -> bool:
        """Whether anything is to be done."""
        mine = self.owed or self.findings or self.queue.count
        return bool(mine or any(task.left for task in self.tasks))


def home(user: User, today: dt.date) -> Home:
    """Everything that waits for this person, in a constant number of queries."""
    mine = findings.rows(_findings(user), today)
    return Home(
        tasks=_tasks(user),
        owed=_owed(user, today),
        queue=review.queue(user),
        findings=mine[:MOST_FINDINGS],
        more_findings=len(mine[MOST_FINDINGS:]),
        assessments=list(listing.rows(user)[:6]),
    )


def _tasks(user: User) -> list[Task]:
    """My roles in open assessments, the ones with most to do first."""
    asked = Question.objects.filter(asked_in("assessment_id"), roles=OuterRef("role"))
    said = Answer.objects.given().filter(
        asked_in("assessment_id", "question_id"),
        assessment=OuterRef("assessment"),
        role=OuterRef("role"),
    )
    mine = (
        Participant.objects.current()
        .filter(
            user=user,
            assessment__state=AssessmentState.OPEN,
            assessment__in=Assessment.objects.visible_to(user),
        )
        .annotate(asked=listing.counted(asked, "roles"), answered=listing.counted(said, "role"))
        .values_list("assessment_id", "role__name", "answered", "asked")
    )
    grouped: dict[int, list[tuple[str, int, int]]] = {}
    for assessment, role, answered, asked in mine:
        grouped.setdefault(assessment, []).append((role, answered, asked))
    found = Assessment.objects.with_subject().in_bulk(list(grouped))
    tasks = [
        Task(
            assessment=found[pk],
            roles=[role for role, _, _ in rows],
            answered=sum(answered for _, answered, _ in rows),
            asked=sum(asked for _, _, asked in rows),
        )
        for pk, rows in grouped.items()
    ]
    return sorted(tasks, key=lambda task: -task.left)


def _findings(user: User) -> Sequence[Finding]:
    """What I own and is still open, the most urgent first."""
    mine = Finding.objects.visible_to(user).open().filter(owner=user)
    return list(mine.with_subject().urgent_first())


def _owed(user: User, today: dt.date) -> list[Owed]:
    """What I own that was returned, has expired or soon will."""
    artifacts = Artifact.objects.visible_to(user).filter(owner=user).with_revisions()
    found = [(artifact, _need(artifact, today)) for artifact in artifacts]
    return [Owed(artifact, *need) for artifact, need in found if need]


def _need(artifact: Artifact, today: dt.date) -> tuple[str, str] | None:
    latest, standing = artifact.latest, artifact.standing
    if latest and latest.state == RevisionState.RETURNED:
        return "returned", f"returned: {latest.review_comment}"
    if standing is None or standing.valid_until is None or _renewed(latest, standing):
        return None
    if standing.expired(today):
        return "expired", f"expired on {day(standing.valid_until)}"
    if standing.valid_until - today <= EXPIRING:
        return "expiring", f"valid to {day(standing.valid_until)}"
    return None


def _renewed(latest: Revision | None, standing: Revision) -> bool:
    return latest is not None and latest.number > standing.number
