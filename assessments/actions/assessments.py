"""Creating an assessment and moving it through its states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.actions import states
from assessments.models import (
    Assessment,
    AssessmentState,
    Framework,
    ImplementationGroup,
    Participant,
    Policy,
)
from organizations import audit
from organizations.models import User, Workload
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid

DRAFT, OPEN, IN_REVIEW, APPROVED, PUBLISHED = AssessmentState


def create(
    *,
    workload: Workload,
    framework: Framework,
    title: str,
    by: User,
    due_on: dt.date | None = None,
    policy: str = Policy.LOWEST,
    reading: str = "",
    groups: Iterable[ImplementationGroup] | None = None,
) -> Assessment:
    """A draft assessment of the workload; nobody has a role in it yet.

    Without a reading and groups it takes those that the framework suggests.
    """
    require(by, Verb.LEAD, workload.organization)
    if framework.organization_id not in (None, workload.organization_id):
        raise Invalid("That framework belongs to another organization.", "framework")
    if not title.strip():
        raise Invalid("Give the assessment a title.", "title")
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                organization=workload.organization,
                workload=workload,
                framework=framework,
                title=title.strip(),
                due_on=due_on,
                policy=policy,
                reading=reading or framework.reading,
                created_by=by,
            )
            suggested = framework.groups.filter(default=True)
            limits = _limit(assessment, suggested if groups is None else groups)
            audit.record(
                organization=workload.organization,
                by=by,
                verb="created an assessment",
                subject=assessment,
                detail={
                    "framework": str(framework),
                    "policy": policy,
                    "reading": assessment.reading,
                    "groups": limits,
                },
            )
    except IntegrityError as error:
        message = f"{workload} has an assessment titled “{title.strip()}”. Choose another title."
        raise Invalid(message, "title") from error
    return assessment


def change(
    *,
    assessment: Assessment,
    title: str,
    due_on: dt.date | None,
    policy: str,
    by: User,
    reading: str = "",
    groups: Iterable[ImplementationGroup] | None = None,
) -> Assessment:
    """Change what the assessment is called, when it is due, how its answers are read, how differing
    roles count, and which groups it is limited to; without a reading or groups these stay.

    What was said to questions that are no longer asked stays, and comes back with them.
    """
    require(by, Verb.LEAD, assessment.organization)
    if not title.strip():
        raise Invalid("Give the assessment a title.", "title")
    before = settings_of(assessment)
    assessment.title, assessment.due_on, assessment.policy = title.strip(), due_on, policy
    assessment.reading = reading or assessment.reading
    try:
        with transaction.atomic():
            otherwise = "An assessment can be changed while it is a draft or open."
            states.hold(assessment, (DRAFT, OPEN), otherwise)
            assessment.save(update_fields=["title", "due_on", "policy", "reading"])
            if groups is not None:
                _limit(assessment, groups)
            audit.record(
                organization=assessment.organization,
                by=by,
                verb="changed an assessment",
                subject=assessment,
                detail={"before": before},
            )
    except IntegrityError as error:
        message = f"{assessment.workload} has an assessment of that title. Choose another."
        raise Invalid(message, "title") from error
    return assessment


def settings_of(assessment: Assessment) -> dict[str, Any]:
    """What `change` can change, as it is now."""
    return {
        "title": assessment.title,
        "due_on": assessment.due_on,
        "policy": assessment.policy,
        "reading": assessment.reading,
        "groups": [group.key for group in assessment.groups.all()],
    }


def _limit(assessment: Assessment, groups: Iterable[ImplementationGroup]) -> list[str]:
    """Limit it to these groups of its framework, or to none; their keys."""
    chosen = list(groups)
    if any(group.framework_id != assessment.framework_id for group in chosen):
        raise Invalid("That group is not one of this framework's.", "groups")
    assessment.groups.set(chosen)
    return [group.key for group in chosen]


def open_for_answers(*, assessment: Assessment, by: User) -> Assessment:
    """Let participants answer. Every role that is asked something needs somebody."""
    require(by, Verb.LEAD, assessment.organization)
    if not Participant.objects.current().filter(assessment=assessment).exists():
        raise Conflict("Give at least one role to somebody first, so that there is who answers.")
    return move(assessment, {DRAFT}, OPEN, by=by, verb="opened an assessment")


def submit(*, assessment: Assessment, by: User) -> Assessment:
    """Freeze the answers and ask for review."""
    require(by, Verb.LEAD, assessment.organization)
    return move(assessment, {OPEN}, IN_REVIEW, by=by, verb="submitted for review")


def approve(*, assessment: Assessment, by: User, comment: str = "") -> Assessment:
    """Sign the answers off. What follows is to publish."""
    require(by, Verb.REVIEW, assessment.organization)
    return move(assessment, {IN_REVIEW}, APPROVED, by=by, verb="approved", comment=comment)


def reopen(*, assessment: Assessment, by: User, comment: str) -> Assessment:
    """Back to open, with a comment that says what has to change; milestones stay as they are."""
    in_review = assessment.state == IN_REVIEW
    require(by, Verb.REVIEW if in_review else Verb.LEAD, assessment.organization)
    if not comment.strip():
        raise Invalid("Say what has to change, so that the team knows what to do.", "comment")
    states = {IN_REVIEW} if in_review else {APPROVED, PUBLISHED}
    return move(assessment, states, OPEN, by=by, verb="reopened", comment=comment.strip())


def move(
    assessment: Assessment,
    expected: set[AssessmentState],
    state: AssessmentState,
    *,
    by: User,
    verb: str,
    comment: str = "",
) -> Assessment:
    """Change the state if it still is one of `expected`; Conflict where somebody was quicker."""
    with transaction.atomic():
        moved = Assessment.objects.filter(pk=assessment.pk, state__in=expected).update(
            state=state, state_comment=comment, state_since=timezone.now()
        )
        assessment.refresh_from_db(fields=["state", "state_comment", "state_since"])
        if not moved:
            now = assessment.get_state_display().lower()
            raise Conflict(f"The assessment is {now}, so it cannot become {state.label.lower()}.")
        audit.record(
            organization=assessment.organization,
            by=by,
            verb=verb,
            subject=assessment,
            detail={"state": state, "comment": comment},
        )
    return assessment
