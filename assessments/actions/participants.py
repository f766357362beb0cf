"""Giving roles to people."""

from __future__ import annotations

from django.db import transaction

from assessments.actions import states
from assessments.models import Assessment, AssessmentState, Participant, Role
from organizations import audit
from organizations.models import User
from organizations.policies import Verb, permits, require, rights_of
from organizations.refusals import Invalid


def add(*, assessment: Assessment, user: User, role: Role, by: User) -> Participant:
    """Let this person answer in this role; giving it twice changes nothing."""
    require(by, Verb.LEAD, assessment.organization)
    if role.framework_id != assessment.framework_id:
        raise Invalid("That role is not one of this framework's.", "role")
    if not permits(rights_of(user, assessment.organization), Verb.ANSWER):
        message = f"{user} may not answer in {assessment.organization}. Make them a member first."
        raise Invalid(message, "user")
    with transaction.atomic():
        _hold_changeable(assessment)
        participant, made = Participant.objects.get_or_create(
            assessment=assessment, user=user, role=role
        )
        if made:
            audit.record(
                organization=assessment.organization,
                by=by,
                verb="gave a role",
                subject=assessment,
                detail={"to": user.email, "role": role.key},
            )
    return participant


def remove(*, participant: Participant, by: User) -> None:
    """Take the role away; twice changes nothing. What the person said in it stays."""
    assessment = participant.assessment
    require(by, Verb.LEAD, assessment.organization)
    with transaction.atomic():
        _hold_changeable(assessment)
        gone, _ = Participant.objects.filter(pk=participant.pk).delete()
        if not gone:
            return
        audit.record(
            organization=assessment.organization,
            by=by,
            verb="took a role away",
            subject=assessment,
            detail={"from": participant.user.email, "role": participant.role.key},
        )


def _hold_changeable(assessment: Assessment) -> None:
    changeable = (AssessmentState.DRAFT, AssessmentState.OPEN)
    states.hold(
        assessment, changeable, "Roles can be given while the assessment is a draft or open."
    )
