"""The first page after signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.pages import home as pages
from organizations.policies import Verb, organizations_where
from organizations.web import AuthenticatedRequest


@require_GET
def home(request: AuthenticatedRequest) -> HttpResponse:
    """What waits for me: questions in my roles, evidence to renew, reviews to give."""
    context = {
        "home": pages.home(request.user, timezone.localdate()),
        "may_lead": bool(organizations_where(request.user, Verb.LEAD)),
    }
    return render(request, "assessments/home.html", context)
