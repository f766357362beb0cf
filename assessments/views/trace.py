"""Why a number is what it is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.disclosure import questions_open_to
from assessments.pages import trace as pages
from assessments.picture import take
from assessments.views.access import assessment_for
from organizations.web import AuthenticatedRequest


@require_GET
def trace(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The whole tree of numbers, down to who said what (as far as this person may see it yet)
    and what stands behind it.

    `?at=` names the section or question at which the tree begins to be open.
    """
    found = assessment_for(request.user, pk)
    picture = take(found)
    told = questions_open_to(request.user, picture)
    context = {
        "assessment": found,
        "organization": found.organization,
        "proven": picture.level(picture.score.overall.proven),
        "claimed": picture.level(picture.score.overall.claimed),
        "node": pages.tree(picture, told),
        "at": pages.node_at(picture, request.GET.get("at", ""), told),
    }
    return render(request, "assessments/trace.html", context)
