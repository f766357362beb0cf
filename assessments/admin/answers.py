"""Answers in the admin: read with their history; a “not applicable” can be refused."""

from __future__ import annotations

from functools import partial

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from assessments.actions import answers
from assessments.admin.staff import DecidingAdmin, PartAdmin
from assessments.forms.links import ObjectionForm
from assessments.models import Answer, AnswerVersion
from organizations.staff import ReadOnlyAdmin, acting


class VersionInline(admin.TabularInline):  # type: ignore[type-arg]  # no brackets at run time
    """Every version of an answer, newest first, to be read."""

    model = AnswerVersion
    fields = ["version", "standing", "value", "note", "reason", "said_by", "said_at"]
    ordering = ["-version"]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnswerVersion]:
        """With who said it."""
        return super().get_queryset(request).select_related("said_by")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: a version is made by answering."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False


@admin.register(Answer)
class AnswerAdmin(DecidingAdmin[Answer], ReadOnlyAdmin[Answer]):
    """What roles say. Nobody answers for another here."""

    list_display = ["question", "role", "assessment", "standing", "value", "said_by", "said_at"]
    list_filter = [
        "standing",
        ("refused_at", admin.EmptyFieldListFilter),
        ("assessment__organization", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["question", "role", "assessment__workload", "said_by"]
    search_fields = ["question__text", "note", "reason", "said_by__email", "assessment__title"]
    date_hierarchy = "said_at"
    inlines = [VersionInline]
    actions = ["refuse"]

    @admin.action(description="Refuse the “not applicable”", permissions=["view"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[Answer]) -> TemplateResponse | None:
        """Ask why the question does apply, then count the chosen answers as unanswered."""
        rows = queryset.select_related("assessment__organization", "question", "role")
        given = self.asked(request, rows, "refuse", ObjectionForm)
        if isinstance(given, TemplateResponse):
            return given
        refuse = partial(answers.refuse, by=acting(request), reason=given["words"])
        self.each(request, rows, lambda each: refuse(answer=each), "refused")
        return None


@admin.register(AnswerVersion)
class AnswerVersionAdmin(PartAdmin[AnswerVersion]):
    """Every save of every answer. The database refuses to change one."""

    whole = "answer__assessment"
    list_display = ["answer", "version", "standing", "value", "said_by", "said_at"]
    list_filter = ["standing"]
    list_select_related = ["answer__role", "said_by"]
    search_fields = ["note", "reason", "said_by__email"]
