"""Artifacts and revisions in the admin: looked through, named anew, decided on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from evidence.actions import artifacts
from evidence.models import Artifact, Revision
from organizations.staff import StaffAdmin, acting


class RevisionInline(admin.TabularInline):  # type: ignore[type-arg]  # no brackets at run time
    """The versions of an artifact, to be read."""

    model = Revision
    fields = ["number", "state", "valid_until", "submitted_by", "submitted_at", "reviewed_by"]
    readonly_fields = ["submitted_at"]
    ordering = ["-number"]
    show_change_link = True
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """With the people who are named."""
        return super().get_queryset(request).select_related("submitted_by", "reviewed_by")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Not here: a revision comes with its file, through the pages or the REST face."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: its content is what was reviewed."""
        return False


@admin.register(Artifact)
class ArtifactAdmin(StaffAdmin[Artifact]):
    """Evidence. It is added where it is used, withdrawn rather than deleted, and named here."""

    list_display = ["title", "kind", "organization", "workload", "owner", "created_at"]
    list_filter = ["kind", ("organization", admin.RelatedOnlyFieldListFilter), "revisions__state"]
    list_select_related = ["organization", "workload", "owner"]
    search_fields = ["title", "description", "owner__email", "owner__name"]
    fields = ["organization", "title", "kind", "description", "owner", "workload", "created_at"]
    readonly_fields = ["organization", "created_at"]
    inlines = [RevisionInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here: an artifact begins with its first revision."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Artifact | None = None) -> bool:
        """Never: assessments and milestones rest on it."""
        return False

    def save_model(self, request: HttpRequest, obj: Artifact, form: Any, change: bool) -> None:
        """Through the action."""
        artifacts.change(
            artifact=obj,
            title=obj.title,
            kind=obj.kind,
            description=obj.description,
            owner=obj.owner,
            workload=obj.workload,
            by=acting(request),
        )
