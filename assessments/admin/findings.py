"""Findings in the admin: read with what became of them, resolved, reopened."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from assessments.actions import findings
from assessments.admin.staff import DecidingAdmin
from assessments.forms.links import ObjectionForm
from assessments.iso import moment_text
from assessments.models import Finding
from organizations.models import AuditEvent
from organizations.staff import ReadOnlyAdmin, acting

ABOUT = ["assessment__workload", "question", "section", "choice__question"]


@admin.register(Finding)
class FindingAdmin(DecidingAdmin[Finding], ReadOnlyAdmin[Finding]):
    """Gaps, whoever or whatever saw them. They are planned on their own pages."""

    list_display = ["title", "state", "about", "assessment", "owner", "due_on", "opened_at"]
    readonly_fields = ["history"]
    list_filter = [
        "state",
        "resolved_how",
        ("probe", admin.EmptyFieldListFilter),
        ("owner", admin.RelatedOnlyFieldListFilter),
        ("organization", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = [*ABOUT, "owner"]
    search_fields = ["title", "seen", "note", "probe__name", "owner__email", "assessment__title"]
    date_hierarchy = "opened_at"
    actions = ["resolve", "reopen"]

    @admin.display(description="about")
    def about(self, finding: Finding) -> str:
        """The question, the choice or the section."""
        return str(finding.about)

    @admin.display(description="history")
    def history(self, finding: Finding) -> SafeString:
        """What the audit log has of it, newest first."""
        events = AuditEvent.objects.filter(
            organization=finding.organization_id,
            subject_type="finding",
            subject_id=str(finding.pk),
        ).order_by("-sequence")
        told = ((moment_text(one.at), one.verb, one.actor_email or "Plumbline") for one in events)
        return format_html_join("", "<p>{}: {}, {}</p>", told)

    @admin.action(description="Resolve, with a reason", permissions=["view"])
    def resolve(self, request: HttpRequest, queryset: QuerySet[Finding]) -> TemplateResponse | None:
        """Ask why, then close the chosen gaps."""
        return self._decided(request, queryset, "resolve", findings.resolve, "resolved")

    @admin.action(description="Open again, with a reason", permissions=["view"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Finding]) -> TemplateResponse | None:
        """Ask what speaks for it, then open the chosen ones again."""
        return self._decided(request, queryset, "reopen", findings.reopen, "open again")

    def _decided(
        self, request: HttpRequest, chosen: QuerySet[Finding], name: str, decide: Any, done: str
    ) -> TemplateResponse | None:
        rows = chosen.select_related("organization", *ABOUT)
        given = self.asked(request, rows, name, ObjectionForm)
        if isinstance(given, TemplateResponse):
            return given
        act = partial(decide, by=acting(request), reason=given["words"])
        self.each(request, rows, lambda each: act(finding=each), done)
        return None
