"""Finding what a page is about; a stranger meets a 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from assessments.models import Assessment, EvidenceLink
from organizations.models import User


def assessment_for(user: User, pk: int) -> Assessment:
    """The assessment with its workload, framework and organization."""
    return get_object_or_404(Assessment.objects.visible_to(user).with_subject(), pk=pk)


def link_for(user: User, pk: int) -> EvidenceLink:
    """A link with its assessment and what it joins."""
    links = EvidenceLink.objects.visible_to(user).select_related(
        "assessment__organization", "artifact", "probe", "question", "section"
    )
    return get_object_or_404(links, pk=pk)
