"""One assessment: how it stands, its people, its state."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.actions import assessments
from assessments.actions import participants as people
from assessments.disclosure import questions_open_to
from assessments.forms.assessments import CommentForm, ParticipantForm
from assessments.models import Assessment, Framework, Milestone
from assessments.pages import assessment as pages
from assessments.picture import take
from assessments.views.access import assessment_for
from organizations.policies import Verb, permits, rights_of
from organizations.web import AuthenticatedRequest, given, refusals_on, refusals_told


@require_GET
def assessment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The gap by practice, progress by role, what to do next."""
    found = assessment_for(request.user, pk)
    picture = take(found)
    milestones = list(Milestone.objects.filter(assessment=found).figures())
    rights = rights_of(request.user, found.organization)
    context = {
        "assessment": found,
        "organization": found.organization,
        "page": pages.page(picture, milestones, questions_open_to(request.user, picture)),
        "milestones": milestones,
        "mine": any(one.user_id == request.user.pk for one in picture.participants),
        "moves": pages.moves(found.state, rights),
        "may_lead": permits(rights, Verb.LEAD),
        "may_keep": permits(rights, Verb.KEEP_FINDINGS),
        "newer": Framework.objects.visible_to(request.user).newer_than(found.framework).first(),
        "may_settle": permits(rights, Verb.LEAD) and found.state in ("open", "in_review"),
    }
    return render(request, "assessments/assessment.html", context)


@require_http_methods(["GET", "POST"])
def participants(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who answers in which role; the lead gives and takes roles here."""
    found = assessment_for(request.user, pk)
    form = ParticipantForm(found.organization, found.framework, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            people.add(assessment=found, by=request.user, **form.cleaned_data)
            messages.success(request, f"{form.cleaned_data['user']} now answers here.")
            return redirect("assessments:participants", pk=pk)
    picture = take(found)
    context = {
        "assessment": found,
        "organization": found.organization,
        "page": pages.page(picture, [], told=()),
        "participants": picture.participants,
        "may_lead": permits(rights_of(request.user, found.organization), Verb.LEAD),
        "form": form,
    }
    return render(request, "assessments/participants.html", context)


@require_POST
def remove_participant(request: AuthenticatedRequest, pk: int, participant: int) -> HttpResponse:
    """Take a role away."""
    found = assessment_for(request.user, pk)
    who = get_object_or_404(found.participants.select_related("user", "role"), pk=participant)
    with refusals_told(request):
        people.remove(participant=who, by=request.user)
        messages.success(request, f"{who.user} no longer answers as {who.role}. Answers are kept.")
    return redirect("assessments:participants", pk=pk)


@require_http_methods(["GET", "POST"])
def move(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change the state; sending back asks for a comment on a page of its own."""
    found = assessment_for(request.user, pk)
    step = given(request, "step")
    if step == "reopen":
        return _reopen(request, found)
    if request.method == "POST":
        with refusals_told(request):
            if step == "open":
                assessments.open_for_answers(assessment=found, by=request.user)
            elif step == "submit":
                assessments.submit(assessment=found, by=request.user)
            elif step == "approve":
                assessments.approve(assessment=found, by=request.user)
            messages.success(request, f"The assessment is now {_state(found)}.")
    return redirect(found)


def _reopen(request: AuthenticatedRequest, found: Assessment) -> HttpResponse:
    form = CommentForm(request.POST if "comment" in request.POST else None)
    if form.is_valid():
        with refusals_on(form):
            comment = form.cleaned_data["comment"]
            assessments.reopen(assessment=found, by=request.user, comment=comment)
            messages.success(request, "The assessment is open again, with your comment.")
            return redirect(found)
    return render(request, "assessments/reopen.html", {"assessment": found, "form": form})


def _state(found: Assessment) -> str:
    return found.get_state_display().lower()
