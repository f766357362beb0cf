"""One job: its life, what it cost, what went wrong, and another try."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jobs import actions, nudge
from jobs.life import events
from jobs.models import Job
from jobs.reach import reach
from jobs.views.shown import shown
from organizations.models import User
from organizations.web import AuthenticatedRequest, next_url, refusals_told


def job_for(user: User, pk: uuid.UUID) -> Job:
    """The job with its organization and who asked for it; Http404 for a stranger."""
    mine = Job.objects.visible_to(user).select_related("organization", "requested_by")
    return get_object_or_404(mine, pk=pk)


@never_cache
@require_safe
def job(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """All that is known of it."""
    found = job_for(request.user, pk)
    context = {
        "row": shown([found], reach(request.user))[0],
        "job": found,
        "organization": found.organization,
        "events": events(found),
    }
    return render(request, "jobs/job.html", context)


@never_cache
@require_safe
def progress(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """How far it is; the whole page anew once it has ended."""
    found = job_for(request.user, pk)
    if found.is_finished:
        return HttpResponseClientRefresh()
    return render(request, "jobs/_progress.html", {"job": found})


@require_POST
def retry(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a failed job back in line, then on to `next` or to its page."""
    found = job_for(request.user, pk)
    with refusals_told(request):
        nudge.after_commit(actions.retry(job=found, by=request.user))
        messages.success(request, "The job is back in line.")
    return redirect(next_url(request, found.get_absolute_url()))
