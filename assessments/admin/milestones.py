"""Milestones in the admin: read, and their hashes checked."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from assessments import snapshot
from assessments.models import Milestone
from organizations.staff import ReadOnlyAdmin


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin[Milestone]):
    """What was published. The database refuses to change one."""

    list_display = [
        "assessment",
        "number",
        "title",
        "proven",
        "claimed",
        "published_by",
        "published_at",
    ]
    list_filter = [("assessment__organization", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["assessment__workload", "published_by"]
    search_fields = ["title", "sha256", "assessment__title", "assessment__workload__name"]
    ordering = ["-published_at"]
    date_hierarchy = "published_at"
    actions = ["check_hash"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Milestone]:
        """Without the documents, which are large and read one at a time."""
        return super().get_queryset(request).defer("document")

    @admin.action(description="Check the hash of the document", permissions=["view"])
    def check_hash(self, request: HttpRequest, queryset: QuerySet[Milestone]) -> None:
        """Say for each whether its document has the hash it was published with."""
        for milestone in queryset.defer(None).select_related("assessment__workload"):
            if snapshot.digest(milestone.document) == milestone.sha256:
                self.message_user(request, f"{milestone}: unchanged.", messages.SUCCESS)
            else:
                self.message_user(request, f"{milestone}: altered.", messages.ERROR)
