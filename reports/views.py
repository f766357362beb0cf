"""Reports on the web: the list, an order, one report with its progress, its file."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.models import Assessment
from jobs import nudge
from organizations.models import User
from organizations.policies import Verb, may
from organizations.web import AuthenticatedRequest, given, refusals_on, refusals_told
from reports.actions import orders
from reports.delivery import stored_file
from reports.forms import OrderForm
from reports.models import Report


@require_safe
def reports(request: AuthenticatedRequest) -> HttpResponse:
    """Every report this person may see, newest first; `?assessment=` shows those of one."""
    found = Report.objects.visible_to(request.user).with_subject()
    assessment = None
    if wanted := request.GET.get("assessment", ""):
        assessment = _assessment(request.user, wanted)
        found = found.filter(assessment=assessment)
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    return render(request, "reports/list.html", {"page": page, "assessment": assessment})


@require_http_methods(["GET", "POST"])
def order(request: AuthenticatedRequest) -> HttpResponse:
    """First which assessment, then which milestone of it or the live state."""
    wanted = given(request, "assessment")
    if not wanted:
        mine = Assessment.objects.visible_to(request.user).with_subject()
        page = Paginator(mine, 25).get_page(request.GET.get("page"))
        return render(request, "reports/choose.html", {"page": page})
    assessment = _assessment(request.user, wanted)
    form = OrderForm(assessment, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = orders.order(assessment=assessment, by=request.user, **form.cleaned_data)
            nudge.after_commit(made.job)
            return redirect(made)
    return render(request, "reports/order.html", {"assessment": assessment, "form": form})


@never_cache
@require_safe
def report(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One report: how far it is, or its file."""
    return render(request, "reports/report.html", _shown(request, pk))


@never_cache
@require_safe
def progress(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The part of that page that changes until the report is there."""
    return render(request, "reports/_progress.html", _shown(request, pk))


@require_POST
def retry(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Put a failed report in line again."""
    found = _report(request.user, pk)
    with refusals_told(request):
        orders.retry(report=found, by=request.user)
        nudge.after_commit(found.job)
        messages.success(request, "The report is in line again.")
    return redirect(found)


@require_safe
def download(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """The file, to be kept."""
    return stored_file(_report(request.user, pk), as_attachment=True)


@require_safe
def view(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """The file, to be read in the browser."""
    return stored_file(_report(request.user, pk), as_attachment=False)


def _report(user: User, pk: int) -> Report:
    return get_object_or_404(Report.objects.visible_to(user).with_subject(), pk=pk)


def _assessment(user: User, wanted: str) -> Assessment:
    rows = Assessment.objects.visible_to(user).with_subject()
    return get_object_or_404(rows, pk=int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0)


def _shown(request: AuthenticatedRequest, pk: int) -> dict[str, object]:
    found = _report(request.user, pk)
    return {
        "report": found,
        "job": found.job,
        "may_order": may(request.user, Verb.ORDER_REPORT, found.assessment.organization),
    }
