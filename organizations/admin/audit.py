"""The audit log in the admin: to be read."""

from __future__ import annotations

from django.contrib import admin

from organizations.models import AuditEvent
from organizations.staff import ReadOnlyAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin[AuditEvent]):
    """Who did what. Nothing here can be added, changed or deleted."""

    list_display = ["sequence", "organization", "at", "actor_email", "verb", "subject_label"]
    list_display_links = ["sequence", "verb"]
    list_filter = [("organization", admin.RelatedOnlyFieldListFilter), "verb", "subject_type"]
    list_select_related = ["organization"]
    search_fields = ["actor_email", "verb", "subject_label"]
    ordering = ["-at", "-sequence"]
    date_hierarchy = "at"
    exclude = ["actor"]
