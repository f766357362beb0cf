"""Answering: a page per practice, saved as you go or by an ordinary submit."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assessments.actions import answers
from assessments.actions.answers import AnswerConflict
from assessments.forms.answers import AnswerForm
from assessments.models import Assessment, Milestone, Participant, Question, Section
from assessments.pages import cards, spoken, words
from assessments.pages import questionnaire as pages
from assessments.picture import Picture, take
from assessments.said import Pick, Said
from organizations.models import User
from organizations.refusals import Forbidden, Refused
from organizations.web import AuthenticatedRequest, given


@require_GET
def start(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Go to my first unanswered question."""
    assessment = _assessment(request.user, pk)
    picture = take(assessment)
    stop = pages.first_open(picture, _mine(picture, request.user))
    if stop is None:
        return render(request, "assessments/nothing_asked.html", {"assessment": assessment})
    address = reverse("assessments:questionnaire", args=[pk, stop.section.key])
    return redirect(address + stop.query)


@require_GET
def questionnaire(request: AuthenticatedRequest, pk: int, section: str) -> HttpResponse:
    """My questions of one section; of a long one `?part=`, or the part with the question `?at=`."""
    return _page(request, _assessment(request.user, pk), section, {})


@require_POST
def answer(request: AuthenticatedRequest, pk: int, question: str, role: str) -> HttpResponse:
    """Save one answer, or take it back: a fragment for htmx, else back to the page."""
    me = get_object_or_404(_participants(request.user), assessment=pk, role__key=role)
    asked = get_object_or_404(
        Question.objects.select_related("section"),
        framework=me.assessment.framework_id,
        key=question,
    )
    form = AnswerForm(asked.kind, request.POST)
    if not form.is_valid():
        return HttpResponse("The form is not whole. Load the page again.", status=400)
    if form.cleaned_data["keep"] == "theirs":
        return _again(request, me, asked)
    try:
        saved = answers.save(
            participant=me, question=asked, said=form.what(), seen=form.version(), by=request.user
        )
    except Forbidden:
        raise
    except Refused as refusal:
        return _not_saved(request, me, asked, form, refusal)
    if not request.htmx:
        return redirect(_place(me, asked))
    if form.cleaned_data["clear"]:
        return _cleared(request, me, asked)
    context = {"seen": saved.version, "prefix": f"{asked.key}-{me.role.key}"}
    response = render(request, "assessments/_saved.html", context)
    response["HX-Trigger"] = json.dumps({"answer-saved": {}})
    return response


@require_GET
def state(request: AuthenticatedRequest, pk: int, question: str, role: str) -> HttpResponse:
    """What stands below one question: proof, evidence, what others said. For htmx."""
    me = get_object_or_404(_participants(request.user), assessment=pk, role__key=role)
    picture = take(me.assessment)
    asked = next((q for q in picture.questions if q.key == question), None)
    if asked is None or me.role not in asked.all_roles:
        raise Http404
    return render(request, "assessments/_state.html", _stood(request, picture, asked, me))


@require_GET
def history(request: AuthenticatedRequest, pk: int, question: str, role: str) -> HttpResponse:
    """Every version of my role's answer, newest first."""
    me = get_object_or_404(_participants(request.user), assessment=pk, role__key=role)
    found = get_object_or_404(
        me.assessment.answers.select_related("question__section", "role"),
        question__key=question,
        role=me.role,
    )
    framework = me.assessment.framework
    prefetch_related_objects([found.question], "choices")
    versions = [
        spoken.spoken(version, found.question, framework)
        for version in found.versions.select_related("said_by")
    ]
    context = {"assessment": me.assessment, "answer": found, "versions": versions}
    return render(request, "assessments/history.html", context)


def _assessment(user: User, pk: int) -> Assessment:
    return get_object_or_404(Assessment.objects.visible_to(user).with_subject(), pk=pk)


def _participants(user: User) -> QuerySet[Participant]:
    return (
        Participant.objects.current()
        .filter(user=user, assessment__in=Assessment.objects.visible_to(user))
        .select_related(
            "role",
            "assessment__organization",
            "assessment__framework",
            "assessment__workload",
        )
    )


def _mine(picture: Picture, user: User) -> list[Participant]:
    return [one for one in picture.participants if one.user_id == user.pk]


def _stood(
    request: AuthenticatedRequest, picture: Picture, question: Question, me: Participant
) -> dict[str, object]:
    """What a question's card, or the part below it, is made of."""
    assessment = picture.assessment
    before = _before(picture)
    mine = pages.asked_of(picture, _mine(picture, request.user))
    return {
        "card": cards.card(picture, question, me, before=before, attempts={}),
        "assessment": assessment,
        "done": sum(picture.answered(q.pk, p.role_id) for q, p in mine),
        "asked": len(mine),
    }


def _before(picture: Picture) -> dict[str, str]:
    """What each role said at the last milestone, by question and role key."""
    assessment = picture.assessment
    last = Milestone.objects.filter(assessment=assessment).order_by("-number").first()
    if last is None:
        return {}
    asked, then = {one.key: one for one in picture.questions}, json.loads(last.document)
    return {
        f"{question['key']}/{said['role']}": f"Milestone {last.number}: "
        + words.said(_then(said), asked[question["key"]], assessment.framework)
        for question in then["questions"]
        if question["key"] in asked
        for said in question["answers"]
    }


def _then(said: dict[str, Any]) -> Said:
    """What a milestone keeps of an answer; those of before knew levels only."""
    picks = tuple(Pick.of(one) for one in said.get("picks", ()))
    number, text = said.get("number"), said.get("text", "")
    return Said(said["standing"], said["value"], picks=picks, number=number, text=text)


def _page(
    request: AuthenticatedRequest,
    assessment: Assessment,
    key: str,
    attempts: cards.Attempts,
    *,
    at: str = "",
    status: int = 200,
) -> HttpResponse:
    picture = take(assessment)
    section: Section | None = next((s for s in picture.sections if s.key == key), None)
    if section is None:
        raise Http404
    part = given(request, "part")
    page = pages.page(
        picture,
        section,
        _mine(picture, request.user),
        before=_before(picture),
        attempts=attempts,
        part=int(part[:9]) if part.isascii() and part.isdigit() else 1,
        at=at or given(request, "at"),
    )
    if page is None:
        return render(request, "assessments/nothing_asked.html", {"assessment": assessment})
    context = {"assessment": assessment, "organization": assessment.organization, "page": page}
    return render(request, "assessments/questionnaire.html", context, status=status)


def _cleared(request: AuthenticatedRequest, me: Participant, question: Question) -> HttpResponse:
    """The card as it stands without its answer."""
    picture = take(me.assessment)
    asked = picture.questions_by_id[question.pk]
    response = render(request, "assessments/_cleared.html", _stood(request, picture, asked, me))
    response["HX-Retarget"] = f"#q-{question.key}-{me.role.key}"
    response["HX-Reswap"] = "outerHTML"
    return response


def _not_saved(
    request: AuthenticatedRequest,
    me: Participant,
    question: Question,
    form: AnswerForm,
    refusal: Refused,
) -> HttpResponse:
    """Show what was typed, why it was not saved, and, in a conflict, the other version."""
    current = refusal.current if isinstance(refusal, AnswerConflict) else None
    attempt = cards.Attempt(form.what(), form.version(), refusal.message, current)
    status = 409 if current else 422
    if not request.htmx:
        attempts = {(question.pk, me.role_id): attempt}
        section = question.section.key
        return _page(request, me.assessment, section, attempts, at=question.key, status=status)
    context = {
        "attempt": attempt,
        "conflict": _conflict(attempt, question, me),
        "prefix": f"{question.key}-{me.role.key}",
    }
    return render(request, "assessments/_not_saved.html", context, status=status)


def _conflict(
    attempt: cards.Attempt, question: Question, me: Participant
) -> tuple[spoken.Spoken, spoken.Spoken] | None:
    if attempt.current is None:
        return None
    prefetch_related_objects([question], "choices")
    return spoken.both(attempt.said, attempt.current, question, me.assessment.framework)


def _again(request: AuthenticatedRequest, me: Participant, question: Question) -> HttpResponse:
    """Keep theirs: the page as it stands now."""
    if not request.htmx:
        return redirect(_place(me, question))
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    return response


def _place(me: Participant, question: Question) -> str:
    """Where a question is asked; a long section opens at the part that asks it."""
    address = reverse("assessments:questionnaire", args=[me.assessment_id, question.section.key])
    return f"{address}?at={question.key}#q-{question.key}-{me.role.key}"
