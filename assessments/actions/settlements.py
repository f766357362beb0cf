"""The lead's decision where roles disagree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions import states
from assessments.models import (
    Answer,
    Assessment,
    AssessmentState,
    Question,
    QuestionKind,
    Settlement,
    Standing,
)
from assessments.said import Pick, Said
from assessments.said_rules import REASON_LENGTH, checked
from organizations import audit
from organizations.models import User
from organizations.policies import Verb, require
from organizations.refusals import Invalid


def settle(
    *,
    assessment: Assessment,
    question: Question,
    reason: str,
    by: User,
    value: int | None = None,
    picks: Iterable[Pick] = (),
    number: float | None = None,
) -> Settlement:
    """Decide what the question claims, in the form of an answer to it; the roles' answers stay as
    they are. Raises Invalid where that is no answer, or where the question is answered in words.
    """
    require(by, Verb.LEAD, assessment.organization)
    if question.framework_id != assessment.framework_id:
        raise Invalid("That question is not one of this framework's.", "question")
    decided = _checked(value, picks, number, question, assessment)
    if not reason.strip():
        raise Invalid("Say why, so that the roles can follow the decision.", "reason")
    if len(reason.strip()) > REASON_LENGTH:
        raise Invalid("A reason holds up to 2,000 characters.", "reason")
    with transaction.atomic():
        _hold_undecided(assessment)
        settlement, _ = Settlement.objects.update_or_create(
            assessment=assessment,
            question=question,
            defaults={
                **decided,
                "reason": reason.strip(),
                "settled_by": by,
                "settled_at": timezone.now(),
            },
        )
        audit.record(
            organization=assessment.organization,
            by=by,
            verb="settled a disagreement",
            subject=assessment,
            detail={"question": question.key, "reason": reason.strip(), **_told(settlement)},
        )
    return settlement


def settle_as(*, answer: Answer, reason: str, by: User) -> Settlement:
    """Decide that the question claims what one role said. Raises Invalid where that is no answer
    to it, but “don't know” or “not applicable”."""
    said = Said.of(answer)
    if said.standing != Standing.ANSWERED:
        raise Invalid("Only what the question asks for can settle it.", "answer")
    return settle(
        assessment=answer.assessment,
        question=answer.question,
        value=said.value,
        picks=said.picks,
        number=said.number,
        reason=reason,
        by=by,
    )


def withdraw(*, settlement: Settlement, by: User) -> None:
    """Let the policy decide again; twice changes nothing."""
    assessment = settlement.assessment
    require(by, Verb.LEAD, assessment.organization)
    with transaction.atomic():
        _hold_undecided(assessment)
        gone, _ = Settlement.objects.filter(pk=settlement.pk).delete()
        if not gone:
            return
        audit.record(
            organization=assessment.organization,
            by=by,
            verb="withdrew a settlement",
            subject=assessment,
            detail={"question": settlement.question.key, **_told(settlement)},
        )


def _checked(
    value: int | None,
    picks: Iterable[Pick],
    number: float | None,
    question: Question,
    assessment: Assessment,
) -> dict[str, Any]:
    """The decision as fields of a settlement."""
    if question.kind == QuestionKind.TEXT:
        words = "This question is answered in words, which claim no level: nothing to settle."
        raise Invalid(words, "question")
    given = tuple(replace(pick, note="") for pick in picks)
    said = Said(Standing.ANSWERED, value, picks=given, number=number)
    decided = checked(said, question, assessment)
    if decided.standing == Standing.OPEN:
        raise Invalid("Tick what the question claims, or say what does not apply.", "picks")
    return {name: decided.fields[name] for name in DECIDED}


DECIDED = ("value", "picks", "number")


def _told(settlement: Settlement) -> dict[str, Any]:
    """The decision as the audit log keeps it."""
    found = {name: getattr(settlement, name) for name in DECIDED}
    return {name: value for name, value in found.items() if value not in (None, [])}


def _hold_undecided(assessment: Assessment) -> None:
    undecided = (AssessmentState.OPEN, AssessmentState.IN_REVIEW)
    otherwise = "Disagreements can be settled while the assessment is open or in review."
    states.hold(assessment, undecided, otherwise)
