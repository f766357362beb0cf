"""The workloads of an organization."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from organizations.actions import workloads as actions
from organizations.forms import WorkloadForm
from organizations.models import Workload
from organizations.policies import Verb, require
from organizations.views.settings import frame, visible_organization
from organizations.web import AuthenticatedRequest, refusals_on


@require_safe
def workloads(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Every workload of the organization."""
    organization = visible_organization(request, slug)
    context = frame(request, organization, "workloads")
    context |= {"workloads": organization.workloads.all()}
    return render(request, "organizations/workloads.html", context)


@require_http_methods(["GET", "POST"])
def add(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Add a workload."""
    organization = visible_organization(request, slug)
    require(request.user, Verb.LEAD, organization)
    form = WorkloadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = actions.create(organization=organization, by=request.user, **form.cleaned_data)
            messages.success(request, f"{made} is a workload now. It can be assessed.")
            return redirect("organizations:workloads", slug)
    context = frame(request, organization, "workloads") | {"form": form, "workload": None}
    return render(request, "organizations/workload.html", context)


@require_http_methods(["GET", "POST"])
def change(request: AuthenticatedRequest, slug: str, pk: int) -> HttpResponse:
    """Name or describe a workload anew."""
    visible = Workload.objects.visible_to(request.user).select_related("organization")
    workload = get_object_or_404(visible, organization__slug=slug, pk=pk)
    require(request.user, Verb.LEAD, workload.organization)
    initial = {"name": workload.name, "description": workload.description}
    form = WorkloadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change(workload=workload, by=request.user, **form.cleaned_data)
            messages.success(request, "The workload was saved.")
            return redirect("organizations:workloads", slug)
    context = frame(request, workload.organization, "workloads")
    context |= {"form": form, "workload": workload}
    return render(request, "organizations/workload.html", context)
