"""What waits for a reviewer, over all assessments they may review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.models import Answer, Assessment, AssessmentState, EvidenceLink, Standing
from evidence.models import Revision
from organizations.models import Organization, User
from organizations.policies import ALLOWED, Verb, organizations_where_another_may


@dataclass(frozen=True, slots=True)
class Queue:
    """The four things a reviewer decides; each oldest first."""

    revisions: Sequence[Revision]
    claims: Sequence[Answer]
    assessments: Sequence[Assessment]
    objections: Sequence[EvidenceLink]

    @property
    def count(self) -> int:
        """How many decisions are waited for; objections wait for others."""
        return len(self.revisions) + len(self.claims) + len(self.assessments)


def queue(user: User) -> Queue:
    """What waits for this reviewer, in five queries.

    What they submitted themselves waits for another, where there is one.
    """
    mine = Organization.objects.filter(
        memberships__user=user, memberships__rights__in=ALLOWED[Verb.REVIEW]
    )
    another = organizations_where_another_may(user, Verb.REVIEW)
    claims = (
        Answer.objects.current()
        .given()
        .filter(
            assessment__organization__in=mine,
            assessment__state__in=(AssessmentState.OPEN, AssessmentState.IN_REVIEW),
            standing=Standing.NOT_APPLICABLE,
            approved_at__isnull=True,
        )
    ).exclude(said_by=user, assessment__organization__in=another)
    return Queue(
        revisions=list(
            Revision.objects.waiting()
            .filter(artifact__organization__in=mine)
            .exclude(submitted_by=user, artifact__organization__in=another)
            .select_related("artifact__workload", "artifact__organization", "submitted_by")
            .prefetch_related("artifact__links__question", "artifact__links__section")
            .order_by("submitted_at")
        ),
        claims=list(
            claims.select_related("question", "role", "said_by", "assessment__workload").order_by(
                "said_at"
            )
        ),
        assessments=list(
            Assessment.objects.filter(organization__in=mine, state=AssessmentState.IN_REVIEW)
            .select_related("workload", "framework")
            .order_by("state_since")
        ),
        objections=list(
            EvidenceLink.objects.current()
            .filter(assessment__organization__in=mine)
            .exclude(objection="")
            .select_related("assessment__workload", "artifact", "probe", "objected_by")
            .order_by("objected_at")
        ),
    )
