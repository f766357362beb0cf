"""Putting evidence behind questions and sections, and objecting to it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions import states
from assessments.models import (
    Assessment,
    AssessmentState,
    Choice,
    EvidenceLink,
    Question,
    Section,
)
from evidence.actions import artifacts
from evidence.models import Artifact, Probe
from organizations import audit
from organizations.models import User
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid

Evidence = Artifact | Probe
Subject = Question | Section | Choice


def link(*, assessment: Assessment, evidence: Evidence, to: Subject, by: User) -> EvidenceLink:
    """Let this evidence support a question, one choice of it, or every question of a section.

    Linking what is linked already returns the link that is there.
    """
    require(by, Verb.ADD_EVIDENCE, assessment.organization)
    if _framework_of(to) != assessment.framework_id:
        raise Invalid("That question or practice is not one of this assessment's.", "to")
    if evidence.organization_id != assessment.organization_id:
        raise Invalid("That evidence belongs to another organization.", "evidence")
    if evidence.workload_id not in (None, assessment.workload_id):
        raise Invalid(f"{evidence} is evidence of another workload.", "evidence")
    with transaction.atomic():
        _hold_changeable(assessment)
        row, made = EvidenceLink.objects.get_or_create(
            assessment=assessment,
            artifact=evidence if isinstance(evidence, Artifact) else None,
            probe=evidence if isinstance(evidence, Probe) else None,
            question=to if isinstance(to, Question) else None,
            section=to if isinstance(to, Section) else None,
            choice=to if isinstance(to, Choice) else None,
            defaults={"linked_by": by},
        )
        if made:
            _record(row, by, "linked evidence")
    return row


def unlink(*, link: EvidenceLink, by: User) -> None:
    """Take the evidence away from there; twice changes nothing. It stays in the library."""
    require(by, Verb.ADD_EVIDENCE, link.assessment.organization)
    rows = EvidenceLink.objects.filter(pk=link.pk)
    with transaction.atomic():
        _hold_changeable(link.assessment)
        gone, _ = rows.filter(objection="").delete()
        if gone:
            _record(link, by, "unlinked evidence")
        elif rows.exists():
            message = "A reviewer objects to this evidence. The objection has to be lifted first."
            raise Conflict(message)


def object_to(*, link: EvidenceLink, objection: str, by: User) -> EvidenceLink:
    """A reviewer's word that this evidence speaks against the claim."""
    require(by, Verb.REVIEW, link.assessment.organization)
    if not objection.strip():
        raise Invalid("Say what speaks against the claim.", "objection")
    with transaction.atomic():
        made = EvidenceLink.objects.filter(pk=link.pk, objection="").update(
            objection=objection.strip(), objected_by=by, objected_at=timezone.now()
        )
        if not made:
            raise Conflict("There is an objection to this evidence already.")
        link.refresh_from_db()
        _record(link, by, "objected to evidence")
    return link


def lift(*, link: EvidenceLink, by: User) -> EvidenceLink:
    """Lift the objection: what it was about is resolved."""
    require(by, Verb.REVIEW, link.assessment.organization)
    with transaction.atomic():
        lifted = (
            EvidenceLink.objects.filter(pk=link.pk)
            .exclude(objection="")
            .update(objection="", objected_by=None, objected_at=None)
        )
        if not lifted:
            raise Conflict("There is no objection to lift.")
        _record(link, by, "lifted an objection")
        link.refresh_from_db()
    return link


def _framework_of(to: Subject) -> int:
    return to.question.framework_id if isinstance(to, Choice) else to.framework_id


def _key_of(link: EvidenceLink) -> str:
    if link.choice is not None:
        return f"{link.choice.question.key}/{link.choice.key}"
    return str((link.question or link.section).key)  # type: ignore[union-attr]  # one of the three


def _hold_changeable(assessment: Assessment) -> None:
    changeable = (AssessmentState.DRAFT, AssessmentState.OPEN)
    states.hold(
        assessment, changeable, "Evidence can be linked while the assessment is a draft or open."
    )


def _record(link: EvidenceLink, by: User, verb: str) -> None:
    audit.record(
        organization=link.assessment.organization,
        by=by,
        verb=verb,
        subject=link,
        detail={
            "assessment": link.assessment_id,
            "evidence": str(link.artifact or link.probe),
            "to": _key_of(link),
            "objection": link.objection,
        },
    )


def add_and_link(*, assessment: Assessment, to: Subject, by: User, **given: Any) -> EvidenceLink:
    """A new artifact of the assessment's workload, linked: both or neither.

    `given` is what `evidence.actions.artifacts.add` takes for title, kind, file, url,
    valid_until and note; the person who adds it owns it.
    """
    with transaction.atomic():
        # The assessment before the organization, in the order of every other action.
        _hold_changeable(assessment)
        artifact = artifacts.add(
            organization=assessment.organization,
            workload=assessment.workload,
            owner=by,
            by=by,
            **given,
        )
        return link(assessment=assessment, evidence=artifact, to=to, by=by)
