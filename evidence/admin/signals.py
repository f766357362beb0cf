"""Sources, probes and readings in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from evidence.actions import sources
from evidence.models import Probe, PushedPoint, Reading, Source
from jobs import nudge
from organizations.refusals import Refused
from organizations.staff import ReadOnlyAdmin, StaffAdmin, acting


@admin.register(Source)
class SourceAdmin(StaffAdmin[Source]):
    """Metrics systems: named, timed and collected here, switched on and off in the pages."""

    list_display = [
        "name",
        "organization",
        "connector",
        "is_enabled",
        "every_seconds",
        "last_collected_at",
        "next_due_at",
        "failures",
        "last_error",
    ]
    list_filter = [
        "is_enabled",
        "connector",
        ("organization", admin.RelatedOnlyFieldListFilter),
        ("last_error", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["organization"]
    search_fields = ["name", "last_error"]
    fields = ["organization", "name", "connector", "every_seconds", "is_urgent", "settings"]
    readonly_fields = ["organization", "connector", "settings"]
    actions = ["collect_now"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here: the pages offer the connectors with what they need."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """Never: assessments rest on its readings. It is switched off instead."""
        return False

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Through the action."""
        sources.change(
            source=obj,
            wanted=sources.Wanted(obj.name, obj.every_seconds, obj.settings, obj.is_urgent),
            by=acting(request),
        )

    @admin.action(description="Collect now")
    def collect_now(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        """Ask each for its figures; those that cannot be asked are told."""
        for source in queryset.select_related("organization"):
            try:
                nudge.after_commit(sources.request_collection(source=source, by=acting(request)))
            except Refused as refusal:
                self.message_user(request, f"{source}: {refusal.message}", messages.WARNING)
            else:
                self.message_user(request, f"{source} is being collected.", messages.SUCCESS)


@admin.register(Probe)
class ProbeAdmin(ReadOnlyAdmin[Probe]):
    """What is watched. Bounds change in the pages, where a reason is asked for."""

    list_display = ["name", "workload", "source", "newest_state", "newest_value", "owner"]
    list_filter = [
        "latest__state",
        "source",
        "metric",
        ("organization", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["workload__organization", "source", "latest", "owner"]
    search_fields = ["name", "metric", "workload__name"]

    @admin.display(description="newest state", ordering="latest__state")
    def newest_state(self, probe: Probe) -> str:
        """What the newest reading says."""
        return probe.latest.get_state_display() if probe.latest else "Not read yet"

    @admin.display(description="newest value", ordering="latest__value")
    def newest_value(self, probe: Probe) -> str:
        """The newest value with its unit."""
        value = probe.latest.value if probe.latest else None
        return "" if value is None else f"{value:g} {probe.unit}".strip()


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin[Reading]):
    """What was read. Nothing here can be added, changed or deleted."""

    list_display = ["probe", "at", "state", "value", "unit", "points", "message"]
    list_filter = ["state", ("probe__source", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["probe"]
    search_fields = ["probe__name", "message"]
    date_hierarchy = "at"


@admin.register(PushedPoint)
class PushedPointAdmin(ReadOnlyAdmin[PushedPoint]):
    """Figures that were sent. They are corrected by sending them again, on the pages or by REST."""

    list_display = ["series", "source", "at", "value", "sent_by", "sent_at"]
    list_filter = [("source", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["source", "sent_by"]
    search_fields = ["series", "source__name"]
    date_hierarchy = "at"
    show_full_result_count = False
