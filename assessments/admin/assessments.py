"""Assessments in the admin: found by state, named anew, signed off; their people and decisions."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from assessments.actions import assessments, milestones, settlements
from assessments.admin.staff import DecidingAdmin, PartAdmin
from assessments.forms.assessments import CommentForm, PublishForm
from assessments.models import Assessment, Participant, Settlement
from assessments.pages import words
from organizations.staff import acting


class ParticipantInline(admin.TabularInline):  # type: ignore[type-arg]  # no brackets at run time
    """Who answers in which role, to be read."""

    model = Participant
    fields = ["user", "role", "created_at"]
    readonly_fields = ["created_at"]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participant]:
        """With the people and roles."""
        return super().get_queryset(request).select_related("user", "role")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Not here: roles are given on the assessment's page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: a role is given or taken away."""
        return False


@admin.register(Assessment)
class AssessmentAdmin(DecidingAdmin[Assessment]):
    """Begun on the pages, reviewed here too."""

    list_display = ["title", "workload", "organization", "framework", "state", "due_on"]
    list_filter = [
        "state",
        ("organization", admin.RelatedOnlyFieldListFilter),
        ("framework", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["workload", "organization", "framework"]
    search_fields = ["title", "workload__name", "organization__name", "framework__name"]
    date_hierarchy = "created_at"
    readonly_fields = [
        "organization",
        "workload",
        "framework",
        "state",
        "state_comment",
        "state_since",
        "created_by",
        "created_at",
    ]
    fields = ["title", "due_on", "policy", *readonly_fields]
    inlines = [ParticipantInline]
    actions = ["approve", "reopen", "publish"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here: an assessment begins on the pages, where its roles are given too."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Assessment | None = None) -> bool:
        """Never: its answers and milestones would go with it."""
        return False

    def save_model(self, request: HttpRequest, obj: Assessment, form: Any, change: bool) -> None:
        """Through the action, which also records how it was before."""
        assessments.change(
            assessment=Assessment.objects.with_subject().get(pk=obj.pk),
            title=obj.title,
            due_on=obj.due_on,
            policy=obj.policy,
            by=acting(request),
        )

    @admin.action(description="Approve", permissions=["view"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Assessment]) -> None:
        """Sign off those in review."""
        by = acting(request)
        rows = queryset.select_related("organization", "workload")
        self.each(
            request, rows, lambda each: assessments.approve(assessment=each, by=by), "approved"
        )

    @admin.action(description="Reopen with a comment", permissions=["view"])
    def reopen(
        self, request: HttpRequest, queryset: QuerySet[Assessment]
    ) -> TemplateResponse | None:
        """Ask what has to change, then give them back to the team."""
        rows = queryset.select_related("organization", "workload")
        given = self.asked(request, rows, "reopen", CommentForm)
        if isinstance(given, TemplateResponse):
            return given
        reopen = partial(assessments.reopen, by=acting(request), **given)
        self.each(request, rows, lambda each: reopen(assessment=each), "open again")
        return None

    @admin.action(description="Publish as a milestone", permissions=["view"])
    def publish(
        self, request: HttpRequest, queryset: QuerySet[Assessment]
    ) -> TemplateResponse | None:
        """Ask for the milestone's name, then freeze those that are approved."""
        rows = queryset.select_related("organization", "workload", "framework")
        given = self.asked(request, rows, "publish", PublishForm)
        if isinstance(given, TemplateResponse):
            return given
        publish = partial(milestones.publish, by=acting(request), **given)
        self.each(request, rows, lambda each: publish(assessment=each), "published")
        return None


@admin.register(Participant)
class ParticipantAdmin(PartAdmin[Participant]):
    """Who answers where, in which role."""

    whole = "assessment"
    list_display = ["user", "role", "assessment", "created_at"]
    list_filter = [("assessment__organization", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "role", "assessment__workload"]
    search_fields = ["user__email", "user__name", "role__name", "assessment__title"]


@admin.register(Settlement)
class SettlementAdmin(DecidingAdmin[Settlement], PartAdmin[Settlement]):
    """What leads decided where roles disagree."""

    whole = "assessment"
    list_display = ["question", "assessment", "decided", "settled_by", "settled_at"]
    readonly_fields = ["decided"]
    list_filter = [("assessment__organization", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["question__framework", "assessment__workload", "settled_by"]
    search_fields = ["question__text", "reason", "assessment__title"]
    actions = ["withdraw"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Settlement]:
        """With what it takes to say them in words."""
        return super().get_queryset(request).prefetch_related("question__choices")

    @admin.display(description="decided")
    def decided(self, row: Settlement) -> str:
        """In words, whatever the kind of question."""
        return words.settled(row, row.question, row.question.framework)

    @admin.action(description="Withdraw, so that the policy decides again", permissions=["view"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Settlement]) -> None:
        """Take the decisions back."""
        by, rows = acting(request), queryset.select_related("assessment__organization", "question")
        self.each(
            request, rows, lambda each: settlements.withdraw(settlement=each, by=by), "withdrawn"
        )
