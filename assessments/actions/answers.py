"""Saving what a role says, and approving or refusing a “not applicable”."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, QuerySet
from django.utils import timezone

from assessments.actions import states
from assessments.models import (
    Answer,
    AnswerVersion,
    Assessment,
    AssessmentState,
    Participant,
    Question,
    Role,
    Standing,
)
from assessments.models.question import asked_in
from assessments.said import Pick, PickState, Said
from assessments.said_rules import checked, says_nothing
from organizations import audit
from organizations.models import User
from organizations.policies import ALLOWED, Verb, another_may, require
from organizations.refusals import Conflict, Forbidden, Invalid

__all__ = ["AnswerConflict", "Pick", "PickState", "Said", "approve", "refuse", "save", "seal"]

UNDECIDED = (AssessmentState.OPEN, AssessmentState.IN_REVIEW)
CHANGED = "This answer has changed since, or was approved or refused already. Look again."


class AnswerConflict(Conflict):
    """Somebody saved this answer in between. Carries both, so that nothing is lost."""

    def __init__(self, current: Answer, attempted: Said) -> None:
        super().__init__(
            f"{current.said_by} saved this answer while you were writing. "
            "Nothing was overwritten: compare the two and choose."
        )
        self.current = current
        self.attempted = attempted


def save(
    *, participant: Participant, question: Question, said: Said, seen: int, by: User
) -> Answer:
    """Save what the participant's role says to this question.

    `seen` is the version that the writer had before them, 0 for none. Raises AnswerConflict
    where another version came between, unless both say the same. Saying again what stands
    already adds nothing to the history, unless that was refused or waits to be confirmed. An
    answer taken back keeps its notes. Eight queries, and one for the choices of a question that
    has any.
    """
    assessment, role = participant.assessment, participant.role
    said = checked(said, question, assessment)
    try:
        with transaction.atomic():
            _require_asked(participant, question, by)
            current = _current(assessment, question, role).first()
            if current and _stands(current, said):
                return current
            if (current.version if current else 0) != seen:
                raise _conflict(current, said)
            answer = (
                _replace(current, said, by)
                if current
                else _first(assessment, question, role, said, by)
            )
            _record(answer, assessment, by)
    except IntegrityError as error:
        # Two first answers at once: the one-answer-per-role constraint let the other through.
        raise AnswerConflict(_current(assessment, question, role).get(), said) from error
    return answer


def approve(*, answer: Answer, by: User) -> Answer:
    """A reviewer's yes to a “not applicable”. Under the strict reading it counts from now on.

    Nobody approves what they said themselves, unless they are the only one who could.
    """
    organization = answer.assessment.organization
    require(by, Verb.REVIEW, organization)
    if answer.said_by_id == by.pk and another_may(by, Verb.REVIEW, organization):
        raise Forbidden("You said this yourself, so another reviewer decides on it.")
    decision = {"approved_at": timezone.now(), "approved_by": by}
    anew = {"approved_at": None, "carried_from": None}
    return _decide(answer, "approved a not applicable", decision, {}, by, **anew)


def refuse(*, answer: Answer, reason: str, by: User) -> Answer:
    """A reviewer's no to a “not applicable”, also where it was approved: it counts as unanswered
    until it is answered."""
    require(by, Verb.REVIEW, answer.assessment.organization)
    why = reason.strip()
    if not why:
        raise Invalid("Say why it does apply, so that the role can answer.", "reason")
    decision = {"refused_at": timezone.now(), "refused_by": by, "refusal": why}
    cleared = {"approved_at": None, "approved_by": None}
    return _decide(answer, "refused a not applicable", decision | cleared, {"reason": why}, by)


def _decide(
    answer: Answer,
    verb: str,
    decision: dict[str, Any],
    detail: dict[str, str],
    by: User,
    **only: None,
) -> Answer:
    """Write the decision on the version that was looked at; one statement asks and decides."""
    assessment = answer.assessment
    waiting = {"version": answer.version, "standing": Standing.NOT_APPLICABLE, "refused_at": None}
    with transaction.atomic():
        otherwise = "Answers are decided on while the assessment is open or in review."
        states.hold(assessment, UNDECIDED, otherwise)
        rows = Answer.objects.filter(pk=answer.pk, **waiting, **only)
        if not rows.update(**decision):
            raise Conflict(CHANGED)
        answer.refresh_from_db()
        audit.record(
            organization=assessment.organization,
            by=by,
            verb=verb,
            subject=answer,
            detail={"question": answer.question.key, **detail},
        )
    return answer


def _require_asked(participant: Participant, question: Question, by: User) -> None:
    """One query says whether this person may answer this question in this role, and locks the
    assessment, so that a submit for review and a save cannot cross."""
    asked = (
        Participant.objects.select_for_update(of=("assessment",), no_key=True)
        .select_related("assessment")
        .filter(
            Exists(Question.objects.filter(asked_in(participant.assessment_id), pk=question.pk)),
            pk=participant.pk,
            user=by,
            role__questions=question,
            assessment__organization__memberships__user=by,
            assessment__organization__memberships__rights__in=ALLOWED[Verb.ANSWER],
        )
        .first()
    )
    if asked is None:
        raise Forbidden(
            f"This question is not asked of you as {participant.role}. "
            "The lead of the assessment gives roles."
        )
    if not asked.assessment.is_open:
        raise Conflict("Answers are frozen: the assessment is not open. Nothing was changed.")


def _current(assessment: Assessment, question: Question, role: Role) -> QuerySet[Answer]:
    return Answer.objects.select_related("said_by", "role").filter(
        assessment=assessment, question=question, role=role
    )


def _stands(current: Answer, said: Said) -> bool:
    """Whether this is said already, so that saying it again changes nothing."""
    waits = current.refused_at or current.carried_from_id
    return not waits and Said.of(current) == said


def _conflict(current: Answer | None, said: Said) -> Conflict:
    if current is None:
        return Conflict("This answer was never saved, so there is no version to change.")
    return AnswerConflict(current, said)


def _first(assessment: Assessment, question: Question, role: Role, said: Said, by: User) -> Answer:
    if said.standing == Standing.OPEN and not (said.note or said.picks):
        raise says_nothing(question)
    return Answer.objects.create(
        assessment=assessment, question=question, role=role, said_by=by, **said.fields
    )


UNDECIDED_ANEW: dict[str, Any] = {
    "refused_at": None,
    "refused_by": None,
    "refusal": "",
    "approved_at": None,
    "approved_by": None,
    "carried_from": None,
}
"""What a reviewer decided about one version, and where it came from, says nothing of the next."""


def _replace(current: Answer, said: Said, by: User) -> Answer:
    seen = current.version
    now = said.fields | UNDECIDED_ANEW | {"said_by": by, "said_at": timezone.now()}
    rows = Answer.objects.filter(pk=current.pk, version=seen)
    if not rows.update(version=F("version") + 1, **now):
        raise AnswerConflict(Answer.objects.select_related("said_by").get(pk=current.pk), said)
    for name, value in now.items():
        setattr(current, name, value)
    current.version = seen + 1
    return current


def _record(answer: Answer, assessment: Assessment, by: User) -> None:
    """The version and its event. The audit log, which every member reads, seals what was said
    and does not say it: others see an answer only after their own."""
    AnswerVersion.objects.create(
        answer=answer,
        version=answer.version,
        said_by=by,
        said_at=answer.said_at,
        **Said.of(answer).fields,
    )
    audit.record(
        organization=assessment.organization,
        by=by,
        verb="answered",
        subject=answer,
        detail={
            "assessment": assessment.pk,
            "question": answer.question_id,
            "version": answer.version,
            "sha256": seal(answer),
        },
    )


FIRST_SEALED = ("standing", "value", "note", "reason")
"""Sealed even where empty; the fields that came later only where they say something, so that the
seals of before stay what they are."""


def seal(version: Answer | AnswerVersion) -> str:
    """SHA-256 of a version as it was said, by whom and when, as canonical JSON."""
    said = Said.of(version).fields
    what = {
        name: value
        for name, value in said.items()
        if name in FIRST_SEALED or value not in (None, "", [])
    }
    heard = {"by": version.said_by_id, "at": version.said_at.astimezone(dt.UTC).isoformat()}
    text = json.dumps(what | heard, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
