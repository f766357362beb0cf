"""A new probe, in three steps: what is measured, with which parameters and bounds, tried first."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evidence.actions import measures, probes, sources
from evidence.actions.measures import Measure, Trial
from evidence.forms import fields
from evidence.forms.probes import PresetForm, ProbeForm, QueryForm
from evidence.models import Source
from evidence.presets import Preset
from evidence.views.sources import source_for
from evidence.views.systems import services
from evidence.views.watched import drawn
from jobs import nudge
from organizations.policies import Verb, require
from organizations.refusals import Invalid
from organizations.web import AuthenticatedRequest, given, next_url, refusals_on

OWN = "own"


@require_safe
def choose(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What can be watched in this source: its presets by service, and a query of one's own."""
    source = _managed(request, pk)
    connector = measures.connector_of(source)
    context = {
        "source": source,
        "organization": source.organization,
        "connector": connector,
        "services": services(source.connector),
    }
    return render(request, "evidence/probe_choose.html", context)


@require_http_methods(["GET", "POST"])
def add(request: AuthenticatedRequest, pk: int, key: str) -> HttpResponse:
    """A preset (or `own`: a query of one's own) with its parameters and bounds. The form's `try`
    asks the source once and draws the answer, storing nothing."""
    source = _managed(request, pk)
    preset = None if key == OWN else _preset(source, key)
    form = _form(request, source, preset)
    context: dict[str, object] = {
        "source": source,
        "organization": source.organization,
        "preset": preset,
        "form": form,
        "next": next_url(request, ""),
    }
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), fields.blamed(form):
            measure = _measure(source, preset, form)
            if "try" in request.POST:
                trial = _try(request, source, measure, form)
                context |= {"trial": trial, "chart": drawn(trial, measure, form.asked())}
            else:
                made = probes.create(
                    source=source,
                    workload=form.cleaned_data["workload"],
                    measure=measure,
                    asked=form.asked(),
                    by=request.user,
                )
                if source.is_enabled:
                    nudge.after_commit(sources.request_collection(source=source, by=request.user))
                messages.success(request, f"“{made}” is watched from now on.")
                return redirect(next_url(request, made.get_absolute_url()))
    return render(request, "evidence/probe_add.html", context)


@require_safe
def known(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What the source lists for the parameter `?what=`, as options of a list."""
    source = _managed(request, pk)
    typed = {
        name.removeprefix(fields.PREFIX): value
        for name, value in request.GET.items()
        if name.startswith(fields.PREFIX) and isinstance(value, str) and value
    }
    try:
        found = measures.discover(
            source=source, what=given(request, "what"), given=typed, by=request.user
        )
        context: dict[str, object] = {"options": found}
    except Invalid as refusal:
        context = {"options": [], "refusal": refusal.message}
    return render(request, "evidence/_known.html", context | {"list": given(request, "list")})


def _managed(request: AuthenticatedRequest, pk: int) -> Source:
    source = source_for(request.user, pk)
    require(request.user, Verb.MANAGE_SIGNALS, source.organization)
    return source


def _preset(source: Source, key: str) -> Preset:
    try:
        return measures.preset_of(source, key)
    except Invalid as refusal:
        raise Http404(refusal.message) from None


def _form(request: AuthenticatedRequest, source: Source, preset: Preset | None) -> ProbeForm:
    data = request.POST or None
    begin = {"workload": given(request, "workload")}
    if preset:
        return PresetForm(data, organization=source.organization, preset=preset, initial=begin)
    connector = measures.connector_of(source)
    return QueryForm(data, organization=source.organization, connector=connector, initial=begin)


def _measure(source: Source, preset: Preset | None, form: ProbeForm) -> Measure:
    if preset:
        return measures.from_preset(source, preset, fields.typed(form))
    cleaned = form.cleaned_data
    return measures.from_query(
        source,
        fields.typed(form),
        statistic=cleaned["statistic"],
        unit=cleaned["unit"],
        grain_seconds=cleaned["grain_seconds"],
    )


def _try(request: AuthenticatedRequest, source: Source, measure: Measure, form: ProbeForm) -> Trial:
    asked = form.asked()
    return measures.try_out(
        source=source,
        measure=measure,
        bounds=asked.bounds,
        window_seconds=asked.window_seconds,
        now=timezone.now(),
        by=request.user,
    )
