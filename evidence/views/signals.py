"""All signals on one page: what is watched, and where it is read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from evidence.actions import own_queue as owned
from evidence.actions import sources
from evidence.forms.sources import OwnQueueForm
from evidence.models import Probe, Source
from evidence.views.watched import Watched
from jobs import nudge
from organizations.models import Workload
from organizations.policies import Verb, organizations_where
from organizations.web import AuthenticatedRequest, refusals_told

PER_PAGE = 50


@require_safe
def signals(request: AuthenticatedRequest) -> HttpResponse:
    """Every probe this person may see, the most urgent first, and the sources they are read in."""
    now = timezone.now()
    probes = Probe.objects.visible_to(request.user).with_latest().urgent_first()
    page = Paginator(probes, PER_PAGE).get_page(request.GET.get("page"))
    organizations = organizations_where(request.user, Verb.MANAGE_SIGNALS)
    without = Workload.objects.filter(organization__in=organizations).exclude(
        organization__sources__connector=owned.OWN_QUEUE
    )
    context = {
        "page": page,
        "rows": [Watched.of(probe, now) for probe in page],
        "sources": Source.objects.visible_to(request.user).with_counts(),
        "organizations": organizations,
        "own_queue_for": without.select_related("organization"),
    }
    return render(request, "evidence/signals.html", context)


@require_POST
def own_queue(request: AuthenticatedRequest) -> HttpResponse:
    """Watch Plumbline's own queue for the workload that was chosen, and read it at once."""
    form = OwnQueueForm(request.POST, user=request.user)
    if not form.is_valid():
        raise Http404("There is no such workload, or none that you may see.")
    then = reverse("evidence:signals")
    with refusals_told(request):
        source = owned.add(workload=form.cleaned_data["workload"], by=request.user)
        nudge.after_commit(sources.request_collection(source=source, by=request.user))
        then = source.get_absolute_url()
    return redirect(then)
