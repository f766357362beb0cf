"""Typing a figure by hand, for a source that is sent its figures."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evidence.actions import pushing
from evidence.forms.figures import FigureForm
from evidence.views.sending import sending_to
from evidence.views.sources import source_for
from organizations.policies import Verb, require
from organizations.web import AuthenticatedRequest, refusals_on


@require_http_methods(["GET", "POST"])
def type_in(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The figure of a day; Http404 for a source that is asked for its figures."""
    found = source_for(request.user, pk)
    if found.connector != pushing.PUSH:
        raise Http404("This source is asked for its figures.")
    require(request.user, Verb.PUSH_READINGS, found.organization)
    form = FigureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            pushing.push(source=found, points=[form.pushed()], by=request.user, by_hand=True)
            told = "It is read within a minute." if found.is_enabled else "Nothing reads it yet."
            messages.success(request, f"The figure is kept. {told}")
            return redirect(found)
    context = {"source": found, "sending": sending_to(request, found, form)}
    return render(request, "evidence/figure_add.html", context)
