"""A reviewer's decision, sent from any page that shows a submitted revision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from evidence.actions import reviews
from evidence.forms.artifacts import ReviewForm
from evidence.models import Revision
from evidence.views.page import artifact_for, artifact_page, revision_for
from organizations.web import AuthenticatedRequest, next_url, refusals_on


@require_POST
def accept(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Let it count, to the day that is given; then back to `next`."""
    revision = revision_for(request.user, pk)
    form = ReviewForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            reviews.accept(revision=revision, by=request.user, **form.cleaned_data)
            messages.success(request, f"{revision} is accepted.")
            return _back(request, revision)
    return _not_decided(request, revision, form)


@require_POST
def give_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Return it with a comment; then back to `next`."""
    revision = revision_for(request.user, pk)
    form = ReviewForm(request.POST)
    # A day typed beside a return means nothing, so a wrong one is no obstacle.
    del form.fields["valid_until"]
    if form.is_valid():
        with refusals_on(form):
            reviews.give_back(revision=revision, by=request.user, **form.cleaned_data)
            messages.success(request, f"{revision} went back to {revision.submitted_by}.")
            return _back(request, revision)
    return _not_decided(request, revision, form)


def _not_decided(
    request: AuthenticatedRequest, revision: Revision, form: ReviewForm
) -> HttpResponse:
    """Back where they came from if nobody can mend it; else the form once more, as typed."""
    lost = form.non_field_errors()
    if not lost:
        return artifact_page(request, artifact_for(request.user, revision.artifact_id), form)
    for sentence in lost:
        messages.error(request, str(sentence))
    return _back(request, revision)


def _back(request: AuthenticatedRequest, revision: Revision) -> HttpResponse:
    return redirect(next_url(request, revision.artifact.get_absolute_url()))
