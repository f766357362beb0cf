"""Assessments as rows of a list."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from assessments.models import Assessment, Milestone
from organizations.models import User


def rows(user: User) -> QuerySet[Assessment]:
    """What this person may see, newest first, each with its progress and its milestones'
    figures: two queries."""
    figures = Prefetch("milestones", queryset=Milestone.objects.figures())
    found = Assessment.objects.visible_to(user).with_subject().with_progress()
    return found.prefetch_related(figures).order_by("-created_at", "-pk")
