"""Reports in the admin: to be read, and tried again."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from jobs import nudge
from organizations.refusals import Refused
from organizations.staff import ReadOnlyAdmin, acting
from reports.actions import orders
from reports.models import Report


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin[Report]):
    """What was ordered, and what came of it."""

    list_display = ["assessment", "milestone", "state", "pages", "size", "ordered_by", "ordered_at"]
    list_filter = ["job__state", ("assessment__organization", admin.RelatedOnlyFieldListFilter)]
    list_select_related = [
        "assessment__workload",
        "milestone__assessment__workload",
        "job",
        "ordered_by",
    ]
    search_fields = ["assessment__title", "assessment__workload__name", "sha256"]
    date_hierarchy = "ordered_at"
    actions = ["try_again"]

    @admin.display(description="state", ordering="job__state")
    def state(self, report: Report) -> str:
        """Where its job stands."""
        return report.job.get_state_display()

    @admin.action(description="Try failed reports again")
    def try_again(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """Put those that failed in line again, and say of each other why not."""
        for report in queryset.select_related("assessment__organization", "milestone", "job"):
            try:
                orders.retry(report=report, by=acting(request))
            except Refused as refusal:
                self.message_user(request, f"{report}: {refusal.message}", messages.ERROR)
            else:
                nudge.after_commit(report.job)
                self.message_user(request, f"{report} is in line again.", messages.SUCCESS)
