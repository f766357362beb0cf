"""Publishing, and what was published."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assessments.actions import milestones
from assessments.forms.assessments import PublishForm
from assessments.models import Milestone
from assessments.views.access import assessment_for
from charts.levels import Row
from organizations.models import User
from organizations.policies import Verb, require
from organizations.web import AuthenticatedRequest, refusals_on


@require_http_methods(["GET", "POST"])
def publish(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Freeze an approved assessment as a milestone."""
    found = assessment_for(request.user, pk)
    require(request.user, Verb.LEAD, found.organization)
    form = PublishForm(request.POST or None, initial={"title": found.title})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = milestones.publish(
                assessment=found, title=form.cleaned_data["title"], by=request.user
            )
            messages.success(request, f"Milestone {made.number} is published. It never changes.")
            return redirect(made)
    return render(request, "assessments/publish.html", {"assessment": found, "form": form})


@require_GET
def milestone(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What was published, with its hash and the reports made from it."""
    found = _milestone(request.user, pk)
    then = json.loads(found.document)
    holding = {question["section"] for question in then["questions"]}
    context = {
        "milestone": found,
        "assessment": found.assessment,
        "organization": found.assessment.organization,
        "then": then,
        "names": [level["name"] for level in then["framework"]["levels"]],
        "rows": [
            Row(section["title"], section["proven"], section["claimed"])
            for section in then["sections"]
            if section["key"] in holding
        ],
    }
    return render(request, "assessments/milestone.html", context)


@require_GET
def document(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The frozen JSON, byte for byte what the hash is of."""
    found = _milestone(request.user, pk)
    response = HttpResponse(found.document.encode(), content_type="application/json")
    name = f"milestone-{found.assessment_id}-{found.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = f'"{found.sha256}"'
    return response


def _milestone(user: User, pk: int) -> Milestone:
    rows = Milestone.objects.visible_to(user).select_related(
        "assessment__workload", "assessment__framework", "assessment__organization", "published_by"
    )
    return get_object_or_404(rows, pk=pk)
