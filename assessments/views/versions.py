"""Versions of a framework: compared, and an assessment moved from one to another."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.actions import moves
from assessments.comparison import compare
from assessments.framework_spec import spec_of
from assessments.models import Assessment, Framework, Move
from assessments.pages import versions as pages
from assessments.views.access import assessment_for
from organizations.models import User
from organizations.policies import Verb, require
from organizations.web import AuthenticatedRequest, given, refusals_told


@require_safe
def comparison(request: AuthenticatedRequest, old: int, new: int) -> HttpResponse:
    """What changed from one framework to another, section by section; `?only=` one change."""
    visible = Framework.objects.visible_to(request.user)
    before, after = get_object_or_404(visible, pk=old), get_object_or_404(visible, pk=new)
    specs = spec_of(before), spec_of(after)
    found, only = compare(*specs), given(request, "only")
    context = {
        "before": before,
        "after": after,
        "comparison": found,
        "counts": pages.counts(found),
        "groups": pages.groups(found, *specs, only),
        "only": only,
        "assessments": before.assessments.visible_to(request.user).with_subject(),
    }
    return render(request, "assessments/versions/comparison.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Choose a version, look at what would become of the answers, and move; or undo it."""
    found = assessment_for(request.user, pk)
    require(request.user, Verb.LEAD, found.organization)
    others = _versions(request.user, found)
    chosen = given(request, "target")
    target = get_object_or_404(others, pk=int(chosen)) if chosen.isdecimal() else None
    if target is not None and request.method == "POST":
        with refusals_told(request):
            moved = moves.move(assessment=found, target=target, by=request.user)
            messages.success(request, f"Moved to {target}. {_told(moved)}")
            return redirect(found)
    plan = moves.preview(assessment=found, target=target, by=request.user) if target else None
    context = {
        "assessment": found,
        "versions": others,
        "target": target,
        "plan": plan,
        "page": pages.moving(plan) if plan else None,
        "moves": found.moves.select_related("origin", "target", "milestone", "moved_by"),
        "undoable": _undoable(found),
        "undo_days": moves.UNDO_DAYS,
    }
    return render(request, "assessments/versions/move.html", context)


@require_POST
def undo(request: AuthenticatedRequest, pk: int, move: int) -> HttpResponse:
    """Back to the version before the move."""
    found = assessment_for(request.user, pk)
    moved = get_object_or_404(found.moves.select_related("origin", "target"), pk=move)
    place = reverse("assessments:version", args=[found.pk])
    with refusals_told(request):
        moves.undo(moved=moved, by=request.user)
        messages.success(request, f"Back on {moved.origin}, as it was left.")
        place = found.get_absolute_url()
    return redirect(place)


def _versions(user: User, assessment: Assessment) -> QuerySet[Framework]:
    """The other versions of the framework that the assessment may be moved to, newest first."""
    visible = Framework.objects.visible_to(user).filter(key=assessment.framework.key)
    mine = visible.filter(organization__isnull=True) | visible.filter(
        organization=assessment.organization
    )
    return mine.exclude(pk=assessment.framework_id).order_by("-imported_at", "-pk")


def _undoable(assessment: Assessment) -> Move | None:
    """The move that can be undone, if there is one."""
    latest = assessment.moves.filter(undone_at__isnull=True).first()
    return latest if latest and moves.may_be_undone(latest) else None


def _told(moved: Move) -> str:
    waiting = moved.counts["confirm"]
    if not waiting:
        return f"Milestone {moved.milestone.number} keeps what was there before."
    answers = "1 answer needs" if waiting == 1 else f"{waiting} answers need"
    return f"{answers} to be confirmed. Milestone {moved.milestone.number} keeps the state before."
