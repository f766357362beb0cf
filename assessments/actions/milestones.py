"""Publishing: an assessment becomes a milestone."""

from __future__ import annotations

import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from assessments import snapshot
from assessments.actions.assessments import move
from assessments.models import Assessment, AssessmentState, Milestone
from assessments.picture import Picture, take
from evidence.actions import readings
from organizations import audit
from organizations.models import Organization, User
from organizations.policies import Verb, require
from organizations.refusals import Invalid


def publish(*, assessment: Assessment, title: str, by: User) -> Milestone:
    """Freeze the approved assessment as its next milestone.

    The document carries the audit chain's head of the moment before, and the audit log then
    carries the document's hash. Two that publish at once make one milestone.
    """
    require(by, Verb.LEAD, assessment.organization)
    if not title.strip():
        raise Invalid("Name the milestone, for example “Autumn review 2026”.", "title")
    with transaction.atomic():
        move(
            assessment,
            {AssessmentState.APPROVED},
            AssessmentState.PUBLISHED,
            by=by,
            verb="published",
        )
        return freeze(assessment=assessment, title=title.strip(), by=by)


def freeze(*, assessment: Assessment, title: str, by: User) -> Milestone:
    """The assessment as it stands as its next milestone, in the caller's transaction, which holds
    the assessment still."""
    # The head to print is the one that the chain has now, not when the page was read.
    assessment.organization = Organization.objects.get(pk=assessment.organization_id)
    picture = take(assessment)
    readings.keep(
        link.probe.latest_id for link in picture.links if link.probe and link.probe.latest_id
    )
    text = _document(picture, title, by)
    milestone = _store(assessment, title, text, by)
    audit.record(
        organization=assessment.organization,
        by=by,
        verb="made a milestone",
        subject=milestone,
        detail={"number": milestone.number, "sha256": milestone.sha256},
    )
    return milestone


def _document(picture: Picture, title: str, by: User) -> str:
    earlier = Milestone.objects.filter(assessment=picture.assessment)
    last = earlier.aggregate(last=Max("number"))["last"]
    heading = {"number": (last or 0) + 1, "title": title, "published_by": str(by)}
    return snapshot.canonical(snapshot.document(picture, milestone=heading))


def _store(assessment: Assessment, title: str, text: str, by: User) -> Milestone:
    said = json.loads(text)
    return Milestone.objects.create(
        assessment=assessment,
        number=said["milestone"]["number"],
        title=title,
        document=text,
        sha256=snapshot.digest(text),
        audit_head=said["audit_head"],
        proven=said["overall"]["proven"] or 0.0,
        claimed=said["overall"]["claimed"],
        published_by=by,
        published_at=timezone.now(),
    )
