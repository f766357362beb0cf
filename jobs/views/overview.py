"""The Jobs page: every queue at a glance, what runs, what failed, the last day and the next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from charts.columns import Column
from jobs import figures
from jobs.coming import coming_day
from jobs.models import Job
from jobs.reach import Reach, reach
from jobs.views.shown import shown
from organizations.models import User
from organizations.web import AuthenticatedRequest

RUNNING, FAILED, SLOWEST = 20, 5, 5


@never_cache
@require_safe
def overview(request: AuthenticatedRequest) -> HttpResponse:
    """All of it, for the jobs that this person may see."""
    now = timezone.now()
    mine = Job.objects.visible_to(request.user)
    rows = mine.select_related("organization")
    reachable = reach(request.user)
    hours = figures.by_hour(mine, now)
    context = _live(request.user, reachable) | {
        "failed": shown(rows.failed()[:FAILED], reachable),
        "slowest": shown(figures.slowest(rows, now)[:SLOWEST], reachable),
        "columns": [Column(hour.start, hour.done, hour.failed) for hour in hours],
        "waits": [hour.longest_wait for hour in hours],
        "longest_wait": max((hour.longest_wait or 0 for hour in hours), default=0),
        "any_ended": any(hour.done + hour.failed for hour in hours),
        "any": mine.exists(),
        "day": coming_day(request.user, now, reachable),
    }
    return render(request, "jobs/overview.html", context)


@never_cache
@require_safe
def live(request: AuthenticatedRequest) -> HttpResponse:
    """The part of that page that is asked for again while one looks."""
    return render(request, "jobs/_live.html", _live(request.user, reach(request.user)))


def _live(user: User, reachable: Reach) -> dict[str, Any]:
    now = timezone.now()
    mine = Job.objects.visible_to(user)
    queues = figures.by_queue(mine, now)
    running = mine.running().select_related("organization")[:RUNNING]
    return {
        "now": now,
        "queues": queues,
        "running": shown(running, reachable),
        "more_running": max(0, sum(queue.running for queue in queues) - RUNNING),
    }
