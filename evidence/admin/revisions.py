"""Revisions in the admin: found by what they wait for, accepted, returned, verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from charts.words import ago
from evidence import integrity
from evidence.actions import reviews
from evidence.downloads import attachment
from evidence.forms.artifacts import ReturnForm
from evidence.freshness import EXPIRING
from evidence.models import Revision
from organizations.refusals import Refused
from organizations.staff import ReadOnlyAdmin, acting

SHOWN = (
    "artifact",
    "number",
    "state",
    "valid_until",
    "note",
    "download_link",
    "url",
    "last_check",
    "content_type",
    "size",
    "sha256",
    "submitted_by",
    "submitted_at",
    "reviewed_by",
    "reviewed_at",
    "review_comment",
    "withdrawn_by",
    "withdrawn_at",
    "withdrawal_reason",
)


class ValidityFilter(admin.SimpleListFilter):
    """By how long it is still valid."""

    title = "valid until"
    parameter_name = "valid"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What can be chosen."""
        return [
            ("over", "Is over"),
            ("soon", "Ends within 30 days"),
            ("later", "Ends later"),
            ("open", "No end"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Revision]) -> QuerySet[Revision]:
        """The rows of the choice."""
        today: dt.date = timezone.localdate()
        chosen: dict[str | None, dict[str, Any]] = {
            "over": {"valid_until__lt": today},
            "soon": {"valid_until__range": (today, today + EXPIRING)},
            "later": {"valid_until__gt": today + EXPIRING},
            "open": {"valid_until__isnull": True},
        }
        return queryset.filter(**chosen.get(self.value(), {}))


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin[Revision]):
    """What reviewers decide on. Nothing of a revision can be typed over here."""

    list_display = [
        "artifact",
        "number",
        "state",
        "valid_until",
        "last_check",
        "submitted_by",
        "submitted_at",
    ]
    list_filter = [
        "state",
        "artifact__kind",
        ValidityFilter,
        "address_check__outcome",
        ("artifact__organization", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["artifact", "submitted_by", "address_check"]
    search_fields = ["artifact__title", "filename", "url", "sha256", "submitted_by__email"]
    ordering = ["-submitted_at"]
    date_hierarchy = "submitted_at"
    fields = SHOWN
    readonly_fields = SHOWN
    actions = ["accept", "give_back", "check_files"]

    @admin.display(description="file")
    def download_link(self, revision: Revision) -> str:
        """The file, as an attachment."""
        if not revision.file:
            return "An address: nothing is stored."
        address = reverse("admin:evidence_revision_download", args=[revision.pk])
        return format_html('<a href="{}">{}</a>', address, revision.filename)

    @admin.display(description="last check of the address", ordering="address_check__outcome")
    def last_check(self, revision: Revision) -> str:
        """What came of it, and when it was."""
        found = revision.last_check
        if not found:
            return "Not checked yet" if revision.url else ""
        changed = " Its content is another than at first." if found.changed else ""
        return f"{found.get_outcome_display()}, {ago(found.checked_at, timezone.now())}.{changed}"

    def get_urls(self) -> list[URLPattern]:
        """With the download, for staff who are not members."""
        view = self.admin_site.admin_view(self.download)
        own = path("<int:pk>/download/", view, name="evidence_revision_download")
        return [own, *super().get_urls()]

    def download(self, request: HttpRequest, pk: int) -> FileResponse:
        """The file of a revision that this person may see here."""
        revision = get_object_or_404(self.get_queryset(request).exclude(file=""), pk=pk)
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        return attachment(revision)

    @admin.action(description="Accept", permissions=["view"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Revision]) -> None:
        """Let the chosen revisions count, to the day proposed with each."""
        by = acting(request)
        self._each(request, queryset, lambda each: reviews.accept(revision=each, by=by))

    @admin.action(description="Return with a comment", permissions=["view"])
    def give_back(self, request: HttpRequest, queryset: QuerySet[Revision]) -> HttpResponse | None:
        """Ask for the comment, then return the chosen revisions with it."""
        form = ReturnForm(request.POST if "comment" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": "Return with a comment",
                "opts": self.opts,
                "revisions": queryset,
                "form": form,
            }
            return TemplateResponse(request, "admin/evidence/revision/give_back.html", context)
        by, comment = acting(request), form.cleaned_data["comment"]
        self._each(
            request, queryset, lambda each: reviews.give_back(revision=each, comment=comment, by=by)
        )
        return None

    @admin.action(description="Check that the stored files are unchanged", permissions=["view"])
    def check_files(self, request: HttpRequest, queryset: QuerySet[Revision]) -> None:
        """Hash the stored bytes again and say which differ."""
        files = queryset.exclude(file="")
        broken = [revision for revision in files if not integrity.verify(revision)]
        for revision in broken:
            text = f"{revision}: the stored file is missing or altered."
            self.message_user(request, text, messages.ERROR)
        whole = len(files) - len(broken)
        self.message_user(request, f"{whole} of {len(files)} stored files are as they were added.")

    def _each(
        self,
        request: HttpRequest,
        revisions: QuerySet[Revision],
        decide: Callable[[Revision], Revision],
    ) -> None:
        """Decide on each, and say for each what came of it."""
        for revision in revisions.select_related("artifact__organization"):
            try:
                decided = decide(revision)
            except Refused as refusal:
                self.message_user(request, f"{revision}: {refusal.message}", messages.ERROR)
            else:
                said = f"{decided}: {decided.get_state_display().lower()}."
                self.message_user(request, said, messages.SUCCESS)
