"""Schedules: a person lists jobs, and sees the week they make. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evidence.forms.schedules import EXAMPLE, ScheduleForm, here
from evidence.judge import bounds_in_words
from evidence.presets import presets
from evidence.schedules.analysis import analyse
from evidence.schedules.cron import ScheduleWrong
from evidence.schedules.days import changes_of, days_of
from organizations.web import AuthenticatedRequest

PRESET = "any.schedule_overlap"


@require_http_methods(["GET", "POST"])
def schedules(request: AuthenticatedRequest) -> HttpResponse:
    """The form, and below it the week of what was sent; `?example` fills in a worked example."""
    example = {"lines": EXAMPLE, "time_zone": here()} if "example" in request.GET else None
    form = ScheduleForm(request.POST if request.method == "POST" else example)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        context |= _analysed(form)
    return render(request, "evidence/schedules.html", context)


def _analysed(form: ScheduleForm) -> dict[str, Any]:
    """What the page says of a form that is in order; what is too much is said at its field."""
    jobs, problems = form.listed
    if not jobs:
        return {"problems": problems}
    preset = presets()[PRESET]
    try:
        found = analyse(jobs, form.stretch, preset.bounds)
    except ScheduleWrong as wrong:
        form.add_error("lines", str(wrong))
        return {"problems": problems}
    crons = {move.job.name: move.cron for move in found.plan.moves}
    return {
        "problems": problems,
        "jobs": jobs,
        "found": found,
        "days": days_of(found.overlap),
        "changes": changes_of(found.overlap.stretch),
        "bounds": bounds_in_words(preset.bounds, preset.unit),
        "idle_jobs": [lane.job.name for lane in found.overlap.lanes if not lane.runs],
        "moved_lines": "\n".join(
            f"{job.name} | {crons.get(job.name, job.cron)} | {job.minutes}" for job in jobs
        ),
    }
