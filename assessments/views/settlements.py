"""The lead decides where roles disagree."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.actions import settlements
from assessments.forms.settlements import SettlementForm
from assessments.models import Question
from assessments.pages import words
from assessments.pages.spoken import spoken
from assessments.views.access import assessment_for
from organizations.policies import Verb, require
from organizations.web import AuthenticatedRequest, refusals_on, refusals_told


@require_http_methods(["GET", "POST"])
def settle(request: AuthenticatedRequest, pk: int, question: str) -> HttpResponse:
    """Decide where roles disagree, with what each of them said in view."""
    found = assessment_for(request.user, pk)
    require(request.user, Verb.LEAD, found.organization)
    asked = get_object_or_404(
        Question.objects.prefetch_related("choices"), framework=found.framework_id, key=question
    )
    now = found.settlements.filter(question=asked).select_related("settled_by").first()
    form = SettlementForm(asked, found.framework, now, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            settlements.settle(assessment=found, question=asked, by=request.user, **form.decision())
            messages.success(request, "Settled. The roles' own answers stay as they are.")
            return redirect(found)
    answers = found.answers.given().filter(question=asked).select_related("role", "said_by")
    context = {
        "assessment": found,
        "question": asked,
        "form": form,
        "answers": [(one.role.name, spoken(one, asked, found.framework)) for one in answers],
        "settlement": now,
        "settled": words.settled(now, asked, found.framework) if now else "",
    }
    return render(request, "assessments/settle.html", context)


@require_POST
def unsettle(request: AuthenticatedRequest, pk: int, question: str) -> HttpResponse:
    """Let the policy decide again."""
    found = assessment_for(request.user, pk)
    settlement = get_object_or_404(found.settlements.current(), question__key=question)
    with refusals_told(request):
        settlements.withdraw(settlement=settlement, by=request.user)
        messages.success(request, "The settlement is withdrawn: the policy decides again.")
    return redirect(found)
