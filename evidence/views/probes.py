"""One probe: its newest reading, those before, the bounds, and where it is used."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evidence.actions import probes as actions
from evidence.forms.probes import BoundsForm
from evidence.judge import bounds_in_words
from evidence.models import Probe, Reading
from evidence.presets import presets
from evidence.views.watched import recent_values, series_of
from organizations.models import AuditEvent, User
from organizations.policies import Verb, may, require
from organizations.web import AuthenticatedRequest, refusals_on, refusals_told

READINGS_PER_PAGE = 20
CHANGES_SHOWN = 5


def probe_for(user: User, pk: int) -> Probe:
    """The probe with its newest reading; Http404 for a stranger."""
    visible = Probe.objects.visible_to(user).with_latest().select_related("organization")
    return get_object_or_404(visible, pk=pk)


@require_safe
def probe(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The newest reading of a probe."""
    found = probe_for(request.user, pk)
    return _page(request, found, found.latest)


@require_safe
def reading(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """An older reading of a probe, on the same page."""
    found = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    return _page(request, probe_for(request.user, found.probe_id), found)


def _page(request: AuthenticatedRequest, probe: Probe, reading: Reading | None) -> HttpResponse:
    now = timezone.now()
    if reading:
        reading.probe = probe
    readings = probe.readings.order_by("-at", "-pk").defer("series")
    changes = AuditEvent.objects.filter(
        organization=probe.organization,
        subject_type="probe",
        subject_id=str(probe.pk),
        verb=actions.BOUNDS_CHANGED,
    )
    context = {
        "probe": probe,
        "organization": probe.organization,
        "reading": reading,
        "preset": presets().get(probe.preset),
        "good": bounds_in_words(probe.bounds, probe.unit),
        "state": reading and reading.state_on(now, probe.stale_after_seconds),
        "chart": series_of(reading) if reading else None,
        "values": recent_values(probe),
        "page": Paginator(readings, READINGS_PER_PAGE).get_page(request.GET.get("page")),
        "links": probe.links.select_related("assessment__workload", "question__section", "section"),
        "changes": changes.order_by("-sequence")[:CHANGES_SHOWN],
        "may_manage": may(request.user, Verb.MANAGE_SIGNALS, probe.organization),
    }
    return render(request, "evidence/probe.html", context)


@require_http_methods(["GET", "POST"])
def bounds(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Other bounds, with a reason."""
    found = probe_for(request.user, pk)
    require(request.user, Verb.MANAGE_SIGNALS, found.organization)
    form = BoundsForm(request.POST or None, probe=found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change_bounds(
                probe=found,
                bounds=form.bounds(found.comparison),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
            messages.success(request, "The bounds are changed. The next reading goes by them.")
            return redirect(found)
    context = {
        "form": form,
        "probe": found,
        "organization": found.organization,
        "good": bounds_in_words(found.bounds, found.unit),
    }
    return render(request, "evidence/probe_bounds.html", context)


@require_http_methods(["GET", "POST"])
def remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask first, then remove a probe with its readings."""
    found = probe_for(request.user, pk)
    require(request.user, Verb.MANAGE_SIGNALS, found.organization)
    if request.method == "POST":
        then = found.get_absolute_url()
        with refusals_told(request):
            actions.delete(probe=found, by=request.user)
            messages.success(request, f"“{found}” is no longer watched.")
            then = found.source.get_absolute_url()
        return redirect(then)
    context = {"probe": found, "organization": found.organization}
    return render(request, "evidence/probe_remove.html", context)
