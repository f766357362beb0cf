"""Jobs in the admin: what waits, what runs, what it cost, and a second try for what failed."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from charts.words import size
from jobs import actions, nudge
from jobs.models import Job, Tally
from organizations.refusals import Refused
from organizations.staff import ReadOnlyAdmin, acting


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin[Job]):
    """Every piece of background work. Nothing is changed here; a failed job can be tried again."""

    list_display = [
        "task",
        "subject_id",
        "organization",
        "queue",
        "state",
        "percent",
        "created_at",
        "waited",
        "ran",
        "computed",
        "memory",
        "attempts",
    ]
    list_filter = [
        "state",
        "queue",
        "task",
        ("organization", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["organization"]
    search_fields = ["key", "task", "error", "worker"]
    date_hierarchy = "created_at"
    exclude = ["claim"]
    actions = ["try_again"]

    @admin.display(description="waited", ordering="wait_seconds")
    def waited(self, job: Job) -> str:
        """Seconds in the queue before its latest attempt."""
        return _seconds(job.wait_seconds)

    @admin.display(description="ran", ordering="run_seconds")
    def ran(self, job: Job) -> str:
        """Seconds of its latest attempt."""
        return _seconds(job.run_seconds)

    @admin.display(description="processor", ordering="cpu_seconds")
    def computed(self, job: Job) -> str:
        """Seconds of processor time of its latest attempt."""
        return _seconds(job.cpu_seconds)

    @admin.display(description="peak memory", ordering="peak_memory")
    def memory(self, job: Job) -> str:
        """The most memory its latest attempt held."""
        return size(job.peak_memory) if job.peak_memory else ""

    @admin.action(description="Try the failed jobs again")
    def try_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Put them back in line, each by itself; those that cannot be are told."""
        done = 0
        for job in queryset.select_related("organization"):
            try:
                nudge.after_commit(actions.retry(job=job, by=acting(request)))
            except Refused as refusal:
                self.message_user(request, f"{job}: {refusal.message}", messages.WARNING)
            else:
                done += 1
        if done:
            jobs = "1 job is" if done == 1 else f"{done} jobs are"
            self.message_user(request, f"{jobs} back in line.", messages.SUCCESS)


@admin.register(Tally)
class TallyAdmin(ReadOnlyAdmin[Tally]):
    """How many jobs ever ended, by queue; what /metrics counts from."""

    list_display = ["queue", "state", "jobs", "run_seconds", "cpu_seconds"]

    def has_view_permission(self, request: HttpRequest, obj: Tally | None = None) -> bool:
        """For operators: it counts the jobs of every organization."""
        return acting(request).is_superuser


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f} s"
