"""One source: its health, what is watched in it, collecting now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from evidence.actions import sources as actions
from evidence.connectors import connectors
from evidence.forms import fields
from evidence.forms.sources import SourceForm
from evidence.models import Source
from evidence.views.sending import sending_to
from evidence.views.systems import systems
from evidence.views.watched import Watched, cost_of
from jobs import nudge
from jobs.models import Job
from organizations.models import User
from organizations.policies import Verb, may, organizations_where, require
from organizations.web import (
    AuthenticatedRequest,
    given,
    organization_for,
    refusals_on,
    refusals_told,
)


def source_for(user: User, pk: int) -> Source:
    """The source with its organization; Http404 for a stranger."""
    return get_object_or_404(Source.objects.visible_to(user).select_related("organization"), pk=pk)


@require_safe
def source(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Its health, its probes, and the collection under way, if there is one."""
    found = source_for(request.user, pk)
    now = timezone.now()
    probes = found.probes.with_latest().urgent_first()
    context = {
        "source": found,
        "organization": found.organization,
        "connector": connectors().get(found.connector),
        "rows": [Watched.of(probe, now) for probe in probes],
        "cost": cost_of(found, list(probes)),
        "job": Job.objects.under_way(actions.collection_key(found)).first(),
        "sending": sending_to(request, found),
        "may_manage": may(request.user, Verb.MANAGE_SIGNALS, found.organization),
    }
    return render(request, "evidence/source.html", context)


@require_safe
def progress(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """How far the collection is; the whole page anew once there is none."""
    found = source_for(request.user, pk)
    job = Job.objects.under_way(actions.collection_key(found)).first()
    if job is None:
        return HttpResponseClientRefresh()
    return render(request, "evidence/_collecting.html", {"source": found, "job": job})


@require_http_methods(["GET", "POST"])
def add(request: AuthenticatedRequest) -> HttpResponse:
    """A new source, for the organization in `?organization=`: first which system it is
    (`?connector=`), then how it is reached. The form's `check` tries it and stores nothing."""
    organization = organization_for(request, Verb.MANAGE_SIGNALS)
    connector = connectors().get(given(request, "connector"))
    context: dict[str, object] = {
        "organization": organization,
        "organizations": organizations_where(request.user, Verb.MANAGE_SIGNALS),
    }
    if connector is None:
        context["systems"] = systems()
        return render(request, "evidence/source_system.html", context)
    begin = {"name": connector.label, "is_urgent": True}
    form = SourceForm(
        request.POST or None, organization=organization, connector=connector, initial=begin
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), fields.blamed(form):
            if "check" in request.POST:
                context["answered"] = actions.check(
                    organization=organization,
                    connector=connector.key,
                    settings=form.wanted().settings,
                    by=request.user,
                )
            else:
                made = actions.create(
                    organization=organization,
                    connector=connector.key,
                    wanted=form.wanted(),
                    by=request.user,
                )
                messages.success(request, f"“{made}” was added. Say now what is watched in it.")
                return redirect("evidence:probe_add", made.pk)
    return render(
        request, "evidence/source_add.html", context | {"form": form, "connector": connector}
    )


@require_http_methods(["GET", "POST"])
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Another name, another rhythm, another way to it."""
    found = source_for(request.user, pk)
    require(request.user, Verb.MANAGE_SIGNALS, found.organization)
    begin = {"name": found.name, "is_urgent": found.is_urgent}
    connector = connectors().get(found.connector)
    form = SourceForm(
        request.POST or None,
        organization=found.organization,
        connector=connector,
        source=found,
        initial=begin,
    )
    context = {"form": form, "source": found, "organization": found.organization}
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), fields.blamed(form):
            if "check" in request.POST:
                context["answered"] = actions.check(
                    organization=found.organization,
                    connector=found.connector,
                    settings=form.wanted().settings,
                    by=request.user,
                )
            else:
                actions.change(source=found, wanted=form.wanted(), by=request.user)
                messages.success(request, "The change is saved.")
                return redirect(found)
    return render(request, "evidence/source_change.html", context)


@require_POST
def switch(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Collect from it, or stop; the form's `on` says which."""
    found = source_for(request.user, pk)
    with refusals_told(request):
        on = request.POST.get("on") == "1"
        actions.switch(source=found, on=on, by=request.user)
        messages.success(request, "It is collected again." if on else "It is no longer collected.")
    return redirect(found)


@require_POST
def collect(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Collect from it now; the page then shows how far it is."""
    found = source_for(request.user, pk)
    with refusals_told(request):
        nudge.after_commit(actions.request_collection(source=found, by=request.user))
    return redirect(found)
