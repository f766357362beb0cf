"""Frameworks in the admin: looked through, imported with a preview, deleted while unused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.actions import frameworks
from assessments.admin.framework_imports import ImportingAdmin
from assessments.models import Framework
from organizations.staff import acting

SHOWN = (
    "name",
    "version",
    "key",
    "organization",
    "description",
    "publisher",
    "licence",
    "attribution",
    "homepage",
    "language",
    "levels",
    "ladder",
    "roll_up",
    "reading",
    "oddities",
    "marks",
    "source_format",
    "source_name",
    "source_sha256",
    "imported_by",
    "imported_at",
)


@admin.register(Framework)
class FrameworkAdmin(ImportingAdmin):
    """Nothing of a framework can be typed over: a change is a new version, imported."""

    change_list_template = "admin/assessments/framework/change_list.html"
    list_display = [
        "name",
        "version",
        "organization",
        "publisher",
        "questions",
        "lint_errors",
        "lint_warnings",
        "used",
        "imported_at",
    ]
    list_filter = ["source_format", ("organization", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["organization"]
    search_fields = ["name", "key", "publisher", "source_sha256"]
    ordering = ["name", "-imported_at"]
    fields = SHOWN
    readonly_fields = SHOWN

    def get_queryset(self, request: HttpRequest) -> QuerySet[Framework]:
        """With the number of questions and assessments, in the same query."""
        rows: Any = super().get_queryset(request)
        counted: QuerySet[Framework] = rows.with_counts()
        return counted

    @admin.display(description="questions", ordering="question_count")
    def questions(self, framework: Framework) -> int:
        """How many it asks."""
        return int(framework.question_count)  # type: ignore[attr-defined]  # annotated above

    @admin.display(description="assessments", ordering="assessment_count")
    def used(self, framework: Framework) -> int:
        """How many assessments stand on it."""
        return int(framework.assessment_count)  # type: ignore[attr-defined]  # annotated above

    @admin.display(description="oddities of the file")
    def oddities(self, framework: Framework) -> SafeString | str:
        """What was odd about its file, a line each."""
        return _lines(
            (one["place"] or "whole file", f"{one['message']} {one['hint']}".strip())
            for one in framework.warnings
        )

    @admin.display(description="lint")
    def marks(self, framework: Framework) -> SafeString | str:
        """What the lint says, a line each."""
        return _lines(
            (f"{one['severity']} {one['code']} {one['path']}", f"{one['message']} {one['fix']}")
            for one in framework.lint
        )

    def has_delete_permission(self, request: HttpRequest, obj: Framework | None = None) -> bool:
        """One at a time, by those who may import."""
        return obj is not None and frameworks.may_change(framework=obj, by=acting(request))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What it holds goes with it, though it cannot be deleted by itself."""
        deleted, counted, _, protected = super().get_deleted_objects(objs, request)
        return deleted, counted, set(), protected

    def delete_model(self, request: HttpRequest, obj: Framework) -> None:
        """Through the action."""
        frameworks.delete(framework=obj, by=acting(request))


def _lines(pairs: Iterable[tuple[str, str]]) -> SafeString | str:
    lines = format_html_join("", "<li><code>{}</code><br>{}</li>", pairs)
    return format_html("<ul>{}</ul>", lines) if lines else "none"
