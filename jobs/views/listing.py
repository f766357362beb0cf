"""Every job, to be searched through."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.forms import JobsForm
from jobs.models import Job
from jobs.reach import reach
from jobs.views.shown import shown
from organizations.web import AuthenticatedRequest

PER_PAGE = 50


@never_cache
@require_safe
def jobs(request: AuthenticatedRequest) -> HttpResponse:
    """The jobs this person may see, the newest first, by queue, state, task and organization."""
    form = JobsForm(request.GET, user=request.user)
    found = form.narrow(Job.objects.visible_to(request.user)).select_related("organization")
    page = Paginator(found.order_by("-created_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "rows": shown(page, reach(request.user)),
        "narrowed": bool(form.chosen()),
        "query": form.query(),
    }
    return render(request, "jobs/list.html", context)
