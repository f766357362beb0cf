"""All assessments, a new one, and changing one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assessments.actions import assessments
from assessments.forms.assessments import ChangeAssessmentForm, NewAssessmentForm
from assessments.models import AssessmentState
from assessments.pages.listing import rows
from assessments.views.access import assessment_for
from organizations.policies import Verb, organizations_where, require
from organizations.web import AuthenticatedRequest, refusals_on


@require_GET
def listing(request: AuthenticatedRequest) -> HttpResponse:
    """Every assessment this person may see, newest first."""
    found = rows(request.user)
    state = request.GET.get("state", "")
    if state in AssessmentState.values:
        found = found.filter(state=state)
    context = {
        "page": Paginator(found, 25).get_page(request.GET.get("page")),
        "state": state,
        "states": AssessmentState.choices,
        "may_lead": bool(organizations_where(request.user, Verb.LEAD)),
    }
    return render(request, "assessments/list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: AuthenticatedRequest) -> HttpResponse:
    """A new assessment of a workload against a framework."""
    form = NewAssessmentForm(
        request.user,
        request.POST or None,
        initial={
            "framework": request.GET.get("framework"),
            "workload": request.GET.get("workload"),
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = assessments.create(by=request.user, **form.cleaned_data)
            if made.framework.groups.exists():
                messages.success(request, "The draft is there. Choose what it is limited to.")
                return redirect("assessments:change", pk=made.pk)
            messages.success(request, "The draft is there. Give its roles to people next.")
            return redirect("assessments:participants", pk=made.pk)
    context = {"form": form, "may_lead": bool(organizations_where(request.user, Verb.LEAD))}
    return render(request, "assessments/create.html", context)


@require_http_methods(["GET", "POST"])
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What it is called, when it is due, how its answers count, what it is limited to."""
    found = assessment_for(request.user, pk)
    require(request.user, Verb.LEAD, found.organization)
    now = assessments.settings_of(found) | {"groups": found.groups.all()}
    form = ChangeAssessmentForm(found.framework, request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            assessments.change(assessment=found, by=request.user, **form.cleaned_data)
            messages.success(request, "Changed.")
            return redirect(found)
    return render(request, "assessments/change.html", {"assessment": found, "form": form})
