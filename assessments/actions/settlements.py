"""The lead's decision where roles disagree."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from assessments.actions import states
from assessments.models import Assessment, AssessmentState, Question, Settlement
from organizations import audit
from organizations.models import User
from organizations.policies import Verb, require
from organizations.refusals import Invalid


def settle(
    *, assessment: Assessment, question: Question, value: int, reason: str, by: User
) -> Settlement:
    """Decide which level the question claims; the roles' answers stay as they are."""
    require(by, Verb.LEAD, assessment.organization)
    if question.framework_id != assessment.framework_id:
        raise Invalid("That question is not one of this framework's.", "question")
    if value not in [int(level["value"]) for level in assessment.framework.levels]:
        raise Invalid("Choose one of the framework's levels.", "value")
    if not reason.strip():
        raise Invalid("Say why, so that the roles can follow the decision.", "reason")
    with transaction.atomic():
        _hold_undecided(assessment)
        settlement, _ = Settlement.objects.update_or_create(
            assessment=assessment,
            question=question,
            defaults={
                "value": value,
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
            detail={"question": question.key, "value": value, "reason": reason.strip()},
        )
    return settlement


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
            detail={"question": settlement.question.key, "value": settlement.value},
        )


def _hold_undecided(assessment: Assessment) -> None:
    undecided = (AssessmentState.OPEN, AssessmentState.IN_REVIEW)
    otherwise = "Disagreements can be settled while the assessment is open or in review."
    states.hold(assessment, undecided, otherwise)
