"""Saving what a role says, and refusing a “not applicable”."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from assessments.actions import states
from assessments.models import (
    Answer,
    AnswerVersion,
    Assessment,
    AssessmentState,
    Framework,
    Participant,
    Question,
    Role,
    Standing,
)
from organizations import audit
from organizations.models import User
from organizations.policies import ALLOWED, Verb, require
from organizations.refusals import Conflict, Forbidden, Invalid


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says to a question. `value` is a level; `reason` why it does not apply."""

    standing: str
    value: int | None = None
    note: str = ""
    reason: str = ""

    @classmethod
    def of(cls, answer: Answer) -> Said:
        """What an answer says now."""
        return cls(answer.standing, answer.value, answer.note, answer.reason)


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
    already adds nothing to the history. Eight queries.
    """
    assessment, role = participant.assessment, participant.role
    said = _checked(said, assessment.framework)
    try:
        with transaction.atomic():
            _require_asked(participant, question, by)
            current = _current(assessment, question, role).first()
            if current and not current.refused_at and Said.of(current) == said:
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


def refuse(*, answer: Answer, reason: str, by: User) -> Answer:
    """A reviewer's no to a “not applicable”: it counts as unanswered until it is answered."""
    assessment = answer.assessment
    require(by, Verb.REVIEW, assessment.organization)
    if not reason.strip():
        raise Invalid("Say why it does apply, so that the role can answer.", "reason")
    with transaction.atomic():
        undecided = (AssessmentState.OPEN, AssessmentState.IN_REVIEW)
        otherwise = "Answers can be refused while the assessment is open or in review."
        states.hold(assessment, undecided, otherwise)
        refused = Answer.objects.filter(
            pk=answer.pk,
            version=answer.version,
            standing=Standing.NOT_APPLICABLE,
            refused_at__isnull=True,
        ).update(refused_at=timezone.now(), refused_by=by, refusal=reason.strip())
        if not refused:
            raise Conflict("This answer has changed since, or was refused already. Look again.")
        answer.refresh_from_db()
        audit.record(
            organization=assessment.organization,
            by=by,
            verb="refused a not applicable",
            subject=answer,
            detail={"question": answer.question.key, "reason": reason.strip()},
        )
    return answer


def _checked(said: Said, framework: Framework) -> Said:
    """What was said with only the parts that its standing has, or Invalid."""
    note, reason = said.note.strip(), said.reason.strip()
    if len(note) > 4000 or len(reason) > 2000:
        raise Invalid("A note holds up to 4,000 characters, a reason up to 2,000.", "note")
    if said.standing == Standing.ANSWERED:
        levels = [int(level["value"]) for level in framework.levels]
        if said.value not in levels:
            known = ", ".join(str(level) for level in levels)
            raise Invalid(f"Choose a level: {known}.", "value")
        return Said(said.standing, said.value, note)
    if said.standing == Standing.NOT_APPLICABLE:
        if not reason:
            raise Invalid("Say why the question does not apply.", "reason")
        return Said(said.standing, None, note, reason)
    if said.standing == Standing.DONT_KNOW:
        return Said(said.standing, None, note)
    raise Invalid("Answer with a level, “don't know” or “not applicable”.", "standing")


def _require_asked(participant: Participant, question: Question, by: User) -> None:
    """One query says whether this person may answer this question in this role, and locks the
    assessment, so that a submit for review and a save cannot cross."""
    asked = (
        Participant.objects.select_for_update(of=("assessment",), no_key=True)
        .select_related("assessment")
        .filter(
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


def _conflict(current: Answer | None, said: Said) -> Conflict:
    if current is None:
        return Conflict("This answer was never saved, so there is no version to change.")
    return AnswerConflict(current, said)


def _first(assessment: Assessment, question: Question, role: Role, said: Said, by: User) -> Answer:
    return Answer.objects.create(
        assessment=assessment,
        question=question,
        role=role,
        said_by=by,
        standing=said.standing,
        value=said.value,
        note=said.note,
        reason=said.reason,
    )


def _replace(current: Answer, said: Said, by: User) -> Answer:
    seen = current.version
    current.standing, current.value = said.standing, said.value
    current.note, current.reason = said.note, said.reason
    current.said_by, current.said_at = by, timezone.now()
    current.refused_at, current.refused_by, current.refusal = None, None, ""
    replaced = Answer.objects.filter(pk=current.pk, version=seen).update(
        version=F("version") + 1,
        standing=current.standing,
        value=current.value,
        note=current.note,
        reason=current.reason,
        said_by=by,
        said_at=current.said_at,
        refused_at=None,
        refused_by=None,
        refusal="",
    )
    if not replaced:
        raise AnswerConflict(Answer.objects.select_related("said_by").get(pk=current.pk), said)
    current.version = seen + 1
    return current


def _record(answer: Answer, assessment: Assessment, by: User) -> None:
    """The version and its event. The audit log, which every member reads, seals what was said
    and does not say it: others see an answer only after their own."""
    AnswerVersion.objects.create(
        answer=answer,
        version=answer.version,
        standing=answer.standing,
        value=answer.value,
        note=answer.note,
        reason=answer.reason,
        said_by=by,
        said_at=answer.said_at,
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


def seal(version: Answer | AnswerVersion) -> str:
    """SHA-256 of a version as it was said, by whom and when, as canonical JSON."""
    what = asdict(Said(version.standing, version.value, version.note, version.reason))
    heard = {"by": version.said_by_id, "at": version.said_at.astimezone(dt.UTC).isoformat()}
    text = json.dumps(what | heard, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
