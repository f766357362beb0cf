"""Answers in the admin: read in words, with their history; decided on one by one or together."""

from __future__ import annotations

from functools import partial

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.actions import answers, settlements
from assessments.admin.staff import DecidingAdmin, PartAdmin
from assessments.forms.links import ObjectionForm
from assessments.models import Answer, AnswerVersion, Question
from assessments.pages.spoken import spoken
from assessments.said import PickState
from organizations.staff import ReadOnlyAdmin, acting


def in_words(row: Answer | AnswerVersion, question: Question) -> SafeString:
    """What was said, in full."""
    told = spoken(row, question, question.framework)
    lines = format_html_join(
        "", "<li>{}: {} {}</li>", ((STATES[one.state], one.text, one.note) for one in told.lines)
    )
    if lines:
        return format_html("{}<ul>{}</ul>", told.said, lines)
    return conditional_escape(told.text or told.said)


STATES = {
    PickState.TICKED.value: "ticked",
    PickState.NOT_APPLICABLE.value: "not applicable",
    PickState.OPEN.value: "not ticked",
}


class VersionInline(admin.TabularInline):  # type: ignore[type-arg]  # no brackets at run time
    """Every version of an answer, newest first, to be read."""

    model = AnswerVersion
    fields = ["version", "standing", "said", "note", "said_by", "said_at"]
    readonly_fields = ["said"]
    ordering = ["-version"]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnswerVersion]:
        """With who said it, and what it takes to say it in words."""
        rows = super().get_queryset(request)
        return rows.select_related("said_by", "answer__question__framework").prefetch_related(
            "answer__question__choices"
        )

    @admin.display(description="said")
    def said(self, row: AnswerVersion) -> str:
        """In words, whatever the kind of question."""
        return in_words(row, row.answer.question)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: a version is made by answering."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False


@admin.register(Answer)
class AnswerAdmin(DecidingAdmin[Answer], ReadOnlyAdmin[Answer]):
    """What roles say. Nobody answers for another here."""

    list_display = ["question", "role", "assessment", "standing", "said", "said_by", "said_at"]
    readonly_fields = ["said"]
    list_filter = [
        "standing",
        "question__kind",
        ("refused_at", admin.EmptyFieldListFilter),
        ("approved_at", admin.EmptyFieldListFilter),
        ("assessment__organization", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["question__framework", "role", "assessment__workload", "said_by"]
    search_fields = [
        "question__text",
        "text",
        "note",
        "reason",
        "said_by__email",
        "assessment__title",
    ]
    date_hierarchy = "said_at"
    inlines = [VersionInline]
    actions = ["approve", "refuse", "settle"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        """With what it takes to say them in words."""
        return super().get_queryset(request).prefetch_related("question__choices")

    @admin.display(description="said")
    def said(self, row: Answer) -> str:
        """In words, whatever the kind of question."""
        return in_words(row, row.question)

    @admin.action(description="Approve the “not applicable”", permissions=["view"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Answer]) -> None:
        """Agree that the questions do not apply."""
        rows = queryset.select_related("assessment__organization", "question", "role")
        by = acting(request)
        self.each(request, rows, lambda each: answers.approve(answer=each, by=by), "approved")

    @admin.action(description="Settle the question as this answer says", permissions=["view"])
    def settle(self, request: HttpRequest, queryset: QuerySet[Answer]) -> TemplateResponse | None:
        """Ask why, then let the chosen answers be what their questions claim."""
        rows = queryset.select_related(
            "assessment__organization", "assessment__framework", "question", "role"
        )
        given = self.asked(request, rows, "settle", ObjectionForm)
        if isinstance(given, TemplateResponse):
            return given
        decide = partial(settlements.settle_as, by=acting(request), reason=given["words"])
        self.each(request, rows, lambda each: decide(answer=each), "settled")
        return None

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
    list_display = ["answer", "version", "standing", "said", "said_by", "said_at"]
    readonly_fields = ["said"]
    list_filter = ["standing"]
    list_select_related = ["answer__role", "answer__question__framework", "said_by"]
    search_fields = ["text", "note", "reason", "said_by__email"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnswerVersion]:
        """With what it takes to say them in words."""
        return super().get_queryset(request).prefetch_related("answer__question__choices")

    @admin.display(description="said")
    def said(self, row: AnswerVersion) -> str:
        """In words, whatever the kind of question."""
        return in_words(row, row.answer.question)
