"""The reviewer's queue."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.actions import answers
from assessments.forms.links import ObjectionForm
from assessments.models import Answer
from assessments.pages import review as pages
from organizations.policies import Verb, organizations_where, require
from organizations.web import AuthenticatedRequest, next_url, refusals_on, refusals_told


@require_GET
def review(request: AuthenticatedRequest) -> HttpResponse:
    """Everything that waits for this reviewer, oldest first."""
    context = {
        "queue": pages.queue(request.user),
        "may_review": bool(organizations_where(request.user, Verb.REVIEW)),
    }
    return render(request, "assessments/review.html", context)


@require_http_methods(["GET", "POST"])
def refuse(request: AuthenticatedRequest, pk: int, question: str, role: str) -> HttpResponse:
    """Say that a question does apply."""
    answer = _answer(request, pk, question, role)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            answers.refuse(answer=answer, reason=form.cleaned_data["words"], by=request.user)
            messages.success(request, "Refused: it counts as unanswered until it is answered.")
            return redirect(next_url(request, answer.assessment.get_absolute_url()))
    return render(request, "assessments/refuse.html", {"answer": answer, "form": form})


@require_POST
def approve(request: AuthenticatedRequest, pk: int, question: str, role: str) -> HttpResponse:
    """Agree that a question does not apply."""
    answer = _answer(request, pk, question, role)
    with refusals_told(request):
        answers.approve(answer=answer, by=request.user)
        messages.success(request, "Approved: it does not apply.")
    return redirect(next_url(request, answer.assessment.get_absolute_url()))


def _answer(request: AuthenticatedRequest, pk: int, question: str, role: str) -> Answer:
    """The answer in the address, for somebody who may decide on it."""
    answer = get_object_or_404(
        Answer.objects.visible_to(request.user)
        .current()
        .select_related(
            "assessment__organization", "assessment__workload", "question", "role", "said_by"
        ),
        assessment=pk,
        question__key=question,
        role__key=role,
    )
    require(request.user, Verb.REVIEW, answer.assessment.organization)
    return answer
