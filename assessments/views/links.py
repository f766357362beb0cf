"""Putting evidence behind a question, and a reviewer's objection to it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments.actions import links
from assessments.forms.links import (
    AttachForm,
    ExistingArtifactForm,
    NewArtifactForm,
    ObjectionForm,
    ProbeForm,
)
from assessments.models import Assessment, Choice, Question
from assessments.pages.proposals import Proposal, proposals
from assessments.picture import take
from assessments.views.access import assessment_for, link_for
from evidence.models import Probe
from organizations.policies import Verb, may, require
from organizations.web import AuthenticatedRequest, given, next_url, refusals_on, refusals_told


@require_http_methods(["GET", "POST"])
def attach(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Attach an artifact from the library, a new one, or a signal to `?question=`, or to one
    `&choice=` of it."""
    found = assessment_for(request.user, pk)
    require(request.user, Verb.ADD_EVIDENCE, found.organization)
    key = given(request, "question")
    question = get_object_or_404(
        Question.objects.select_related("section"), framework=found.framework_id, key=key
    )
    choice = _choice(question, given(request, "choice"))
    way = request.POST.get("way", "")
    forms = _forms(request, found, question, choice)
    chosen = forms.get(way)
    if chosen is not None and chosen.is_valid():
        with refusals_on(chosen):
            _link(request, found, chosen)
            messages.success(request, "Attached. What it proves shows below the question.")
            return redirect(_back(request, found, question))
    picture = take(found)
    context = {
        "assessment": found,
        "question": question,
        "choice": choice,
        "back": _back(request, found, question),
        "role": request.GET.get("role", ""),
        "links": picture.behind[question.pk],
        "expected": [e for e in picture.expected if e.section_id == question.section_id],
        "proposals": _proposals(request, found, picture.above[question.section_id]),
        "has_probes": Probe.objects.filter(workload=found.workload).exists(),
        "way": way or "new",
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "assessments/attach.html", context)


@require_POST
def unlink(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take evidence away from a question; it stays in the library."""
    link = link_for(request.user, pk)
    with refusals_told(request):
        links.unlink(link=link, by=request.user)
        messages.success(request, "Taken away from there. It stays in the library.")
    return redirect(next_url(request, link.assessment.get_absolute_url()))


@require_http_methods(["GET", "POST"])
def object_to(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A reviewer says that this evidence speaks against the claim."""
    link = link_for(request.user, pk)
    require(request.user, Verb.REVIEW, link.assessment.organization)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            links.object_to(link=link, objection=form.cleaned_data["words"], by=request.user)
            messages.success(request, "Your objection counts until it is lifted.")
            return redirect(next_url(request, link.assessment.get_absolute_url()))
    return render(request, "assessments/object.html", {"link": link, "form": form})


@require_POST
def lift(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Lift an objection."""
    link = link_for(request.user, pk)
    with refusals_told(request):
        links.lift(link=link, by=request.user)
        messages.success(request, "The objection is lifted.")
    return redirect(next_url(request, link.assessment.get_absolute_url()))


def _proposals(
    request: AuthenticatedRequest, found: Assessment, sections: Collection[int]
) -> list[Proposal]:
    """Signals that could be watched, for somebody who may have them watched."""
    if not may(request.user, Verb.MANAGE_SIGNALS, found.organization):
        return []
    return proposals(sections, found.organization)


def _choice(question: Question, key: str) -> Choice | None:
    return get_object_or_404(Choice, question=question, key=key) if key else None


def _forms(
    request: AuthenticatedRequest, found: Assessment, question: Question, choice: Choice | None
) -> dict[str, AttachForm]:
    """The three ways to attach; only the one that was sent carries data."""
    way = request.POST.get("way", "")

    def data(name: str) -> Any:
        return request.POST if way == name else None

    files = request.FILES or None
    return {
        "new": NewArtifactForm(question, data("new"), files, choice=choice, prefix="new"),
        "existing": ExistingArtifactForm(
            found, question, data("existing"), choice=choice, prefix="existing"
        ),
        "signal": ProbeForm(found, question, data("signal"), choice=choice, prefix="signal"),
    }


def _link(request: AuthenticatedRequest, found: Assessment, form: AttachForm) -> None:
    what = {name: value for name, value in form.cleaned_data.items() if name != "to"}
    evidence = what.get("artifact") or what.get("probe")
    if evidence is not None:
        links.link(assessment=found, evidence=evidence, to=form.subject(), by=request.user)
    else:
        links.add_and_link(assessment=found, to=form.subject(), by=request.user, **what)


def _back(request: AuthenticatedRequest, found: Assessment, question: Question) -> str:
    role = given(request, "role")
    if not role:
        return found.get_absolute_url()
    page = reverse("assessments:questionnaire", args=[found.pk, question.section.key])
    return f"{page}?at={question.key}#q-{question.key}-{role}"
