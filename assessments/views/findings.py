"""The improvement plan: all findings, one of them, a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.actions import findings as actions
from assessments.finding_csv import table
from assessments.forms.findings import FindingsForm, NewFindingForm, PlanForm, ReasonForm
from assessments.models import Finding
from assessments.pages import findings as pages
from assessments.views.access import assessment_for
from organizations.models import User
from organizations.policies import Verb, require, to_plan_finding, verbs_of
from organizations.web import AuthenticatedRequest, given, refusals_on

PER_PAGE = 25
MOST_EXPORTED = 10_000

Decide = Callable[..., Finding]


@require_safe
def findings(request: AuthenticatedRequest) -> HttpResponse:
    """Every finding this person may see, the most urgent first; open ones unless asked."""
    today = timezone.localdate()
    form = FindingsForm(request.GET, user=request.user)
    found = form.narrow(Finding.objects.visible_to(request.user))
    counts = found.counts(today)
    shown = form.shown(found, today).with_subject().urgent_first()
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "facets": list(pages.facets(form, counts)),
        "page": page,
        "rows": pages.rows(page, today),
        "narrowed": bool(form.chosen()),
        "any": any(counts.values()),
        "query": form.query(),
    }
    return render(request, "assessments/findings/list.html", context)


@require_safe
def export(request: AuthenticatedRequest) -> HttpResponse:
    """What the list shows, whole, as a file of comma-separated values."""
    today = timezone.localdate()
    form = FindingsForm(request.GET, user=request.user)
    found = form.narrow(Finding.objects.visible_to(request.user))
    shown = form.shown(found, today).with_subject().urgent_first()[:MOST_EXPORTED]
    text = table(shown, today, request.build_absolute_uri("/").rstrip("/"))
    name = f"plumbline-findings-{today:%Y-%m-%d}.csv"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def finding(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Why it is there, what its signal says, where it counts, and what became of it."""
    return _page(request, _found(request.user, pk))


@require_POST
def plan(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say whose it is, by when, and where it is worked on."""
    found = _found(request.user, pk)
    form = PlanForm(found.organization, request.POST)
    if form.is_valid():
        with refusals_on(form):
            actions.plan(finding=found, to=form.plan(), by=request.user)
            messages.success(request, "The plan is saved.")
            return redirect(found)
    return _page(request, found, plan_form=form)


@require_POST
def resolve(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say that the gap is closed."""
    return _decided(request, pk, RESOLVED, actions.resolve, "Resolved.")


@require_POST
def reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say that the gap is there again."""
    return _decided(request, pk, REOPENED, actions.reopen, "The finding is open again.")


@require_http_methods(["GET", "POST"])
def create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A finding that no signal saw, on a question of the assessment (`?question=` by key)."""
    assessment = assessment_for(request.user, pk)
    require(request.user, Verb.KEEP_FINDINGS, assessment.organization)
    asked = assessment.framework.questions.filter(key=given(request, "question")).first()
    begin = {"about": asked, "due_on": actions.due_by_default(timezone.localdate())}
    form = NewFindingForm(assessment, request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = actions.open_by_hand(
                assessment=assessment,
                about=form.cleaned_data["about"],
                title=form.cleaned_data["title"],
                seen=form.cleaned_data["seen"],
                plan=form.plan(),
                by=request.user,
            )
            messages.success(request, "The finding is open.")
            return redirect(made)
    context = {"assessment": assessment, "form": form}
    return render(request, "assessments/findings/new.html", context)


RESOLVED, REOPENED = "Why is it resolved?", "What speaks for it again?"


def _found(user: User, pk: int) -> Finding:
    """The finding in the address, with all that its page shows of it."""
    visible = Finding.objects.visible_to(user).with_subject()
    related = "probe__source", "probe__latest", "assessment__framework", "opened_by", "resolved_by"
    rows = visible.select_related(*related, "assessment__organization")
    return get_object_or_404(rows, pk=pk)


def _page(request: AuthenticatedRequest, found: Finding, **forms: Any) -> HttpResponse:
    """The page; `forms` replace those that were sent and need mending."""
    verbs = verbs_of(request.user, found.organization)
    own = found.owner_id == request.user.pk
    begin = actions.Plan.of(found).fields()
    context = {
        "page": pages.page(found, timezone.now(), timezone.localdate()),
        "finding": found,
        "organization": found.organization,
        "may_plan": to_plan_finding(own=own) in verbs,
        "may_keep": Verb.KEEP_FINDINGS in verbs,
        "plan_form": PlanForm(found.organization, initial=begin),
        "reason_form": ReasonForm(RESOLVED if found.is_open else REOPENED),
    }
    return render(request, "assessments/findings/finding.html", context | forms)


def _decided(
    request: AuthenticatedRequest, pk: int, label: str, decide: Decide, said: str
) -> HttpResponse:
    """What somebody decides of a finding, with a reason; `said` tells them that it is done."""
    found = _found(request.user, pk)
    form = ReasonForm(label, request.POST)
    if form.is_valid():
        with refusals_on(form):
            decide(finding=found, by=request.user, **form.cleaned_data)
            messages.success(request, said)
            return redirect(found)
    return _page(request, found, reason_form=form)
