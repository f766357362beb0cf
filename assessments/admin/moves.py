"""Moves between framework versions in the admin: read."""

from __future__ import annotations

from django.contrib import admin

from assessments.models import Move
from organizations.staff import ReadOnlyAdmin


@admin.register(Move)
class MoveAdmin(ReadOnlyAdmin[Move]):
    """Which assessments were moved, by whom, and what became of their answers.

    Moving is for the lead, on the assessment's page, where the preview is.
    """

    list_display = ["assessment", "origin", "target", "moved_by", "moved_at", "undone_at"]
    list_filter = [
        ("undone_at", admin.EmptyFieldListFilter),
        ("assessment__organization", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["assessment__workload", "origin", "target", "moved_by"]
    search_fields = ["assessment__title", "assessment__workload__name", "target__name"]
    ordering = ["-moved_at"]
    date_hierarchy = "moved_at"
