"""Assessments as rows of a list."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.models import Answer, Assessment, Finding, Milestone, Question
from assessments.models.question import asked_in
from organizations.models import User


def rows(user: User) -> QuerySet[Assessment]:
    """What this person may see, newest first, each with its progress and its milestones'
    figures: two queries."""
    figures = Prefetch("milestones", queryset=Milestone.objects.figures())
    found = with_findings(with_progress(Assessment.objects.visible_to(user).with_subject()))
    return found.prefetch_related(figures).order_by("-created_at", "-pk")


def with_progress(found: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Each assessment with `said_count`, the answers given, and `asked_count`, the answers asked
    for, in the same query."""
    asked = Question.roles.through._default_manager.filter(
        asked_in("pk", "question_id"), question__framework=OuterRef("framework")
    )
    said = Answer.objects.given().filter(
        asked_in("pk", "question_id"),
        assessment=OuterRef("pk"),
        question__framework=OuterRef("framework"),
    )
    return found.annotate(
        said_count=counted(said, "assessment"), asked_count=counted(asked, "question__framework")
    )


def with_findings(found: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Each assessment with `finding_count`, its open findings, and `failing_count`, those of them
    that a signal opened, in the same query."""
    findings = Finding.objects.open().filter(assessment=OuterRef("pk"))
    return found.annotate(
        finding_count=counted(findings, "assessment"),
        failing_count=counted(findings.filter(probe__isnull=False), "assessment"),
    )


def counted(found: QuerySet[Any], by: str) -> Coalesce:
    """How many rows a subquery has, by a query of their own: joined, they would multiply.

    `by` names a field that is the same in all of them.
    """
    grouped = found.order_by().values(by).annotate(n=Count("pk", distinct=True))
    return Coalesce(Subquery(grouped.values("n")), 0)
