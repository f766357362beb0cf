"""The design system on one page, for those who write pages."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from charts.gallery import examples
from organizations.web import AuthenticatedRequest


@require_safe
def gallery(request: AuthenticatedRequest) -> HttpResponse:
    """Every component in every state, for staff."""
    if not request.user.is_staff:
        raise Http404
    return render(request, "components/gallery.html", examples())
