"""The audit log of an organization, and the proof that nobody altered it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from organizations.audit import verify as verify_chain
from organizations.forms import AuditFilterForm
from organizations.views.settings import frame, visible_organization
from organizations.web import AuthenticatedRequest

EVENTS_PER_PAGE = 50


@require_safe
def audit(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """What was done here, newest first, by page and filter."""
    organization = visible_organization(request, slug)
    events = organization.audit_events.order_by("-sequence")
    form = AuditFilterForm(request.GET, verbs=organization.audit_events.verbs())
    chosen = form.chosen()
    page = Paginator(events.about(**chosen), EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = frame(request, organization, "audit")
    context |= {"form": form, "page": page, "query": urlencode(chosen)}
    return render(request, "organizations/audit.html", context)


@require_POST
def verify(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Walk the whole chain and say whether it holds."""
    organization = visible_organization(request, slug)
    flaw = verify_chain(organization)
    if flaw is None:
        messages.success(
            request, f"The chain holds: {organization.audit_length} events, none of them altered."
        )
    else:
        messages.error(request, f"The chain does not hold at event {flaw.sequence}: {flaw.reason}.")
    return redirect("organizations:audit", slug)
