"""The library of frameworks: look, import with a preview, delete."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.actions import frameworks as actions
from assessments.forms.frameworks import ConfirmForm, Upload, UploadForm, limit
from assessments.framework_spec import spec_of
from assessments.importers import Problem
from assessments.importers.outline import counts
from assessments.models import Assessment, Framework
from assessments.pages.frameworks import branches
from organizations.models import User
from organizations.policies import Verb, may, organizations_where
from organizations.refusals import Forbidden
from organizations.web import AuthenticatedRequest, refusals_told

PER_PAGE = 50


@require_safe
def frameworks(request: AuthenticatedRequest) -> HttpResponse:
    """Every framework that one may use."""
    mine = Assessment.objects.visible_to(request.user).with_subject()
    found = (
        Framework.objects.visible_to(request.user)
        .select_related("organization")
        .with_counts()
        .prefetch_related(Prefetch("assessments", queryset=mine, to_attr="mine"))
        .order_by("name", "-imported_at", "pk")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_import": _may_import(request.user)}
    return render(request, "assessments/frameworks/list.html", context)


@require_safe
def framework(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One framework, whole."""
    found = _visible(request.user, pk)
    spec = spec_of(found)
    used = list(found.assessments.visible_to(request.user).with_subject())
    context = {
        "framework": found,
        "spec": spec,
        "counts": counts(spec),
        "branches": branches(spec),
        "assessments": used,
        "may_start": _may_start(request.user, found),
        "may_delete": not used and actions.may_change(framework=found, by=request.user),
    }
    return render(request, "assessments/frameworks/framework.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: AuthenticatedRequest) -> HttpResponse:
    """Choose a file; then see what would come in, or everything that is wrong with it."""
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if form.nobody:
        raise Forbidden("You belong to no organization in which you may import frameworks.")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        upload = form.upload()
        try:
            return _preview(request, upload)
        except actions.FileRefused as refusal:
            form.add_error("file", refusal.message)
            problems = refusal.problems
    context = {"form": form, "problems": problems, "limit": limit()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/frameworks/choose.html", context, status=status)


@require_POST
def confirm(request: AuthenticatedRequest) -> HttpResponse:
    """Import the file that was looked at."""
    form = ConfirmForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, "The preview is no longer whole. Choose the file again.")
        return redirect("assessments:import")
    upload: Upload = form.cleaned_data["sealed"]
    place = reverse("assessments:import")
    with refusals_told(request):
        imported = actions.import_framework(
            data=upload.data,
            filename=upload.filename,
            organization=upload.organization,
            by=request.user,
        )
        state = "was imported" if imported.created else "is there already; nothing was changed"
        messages.success(request, f"{imported.framework} {state}.")
        place = imported.framework.get_absolute_url()
    return redirect(place)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask first, then remove a framework that nobody uses."""
    found = _visible(request.user, pk)
    actions.require_change(framework=found, by=request.user)
    if request.method != "POST":
        return render(request, "assessments/frameworks/delete.html", {"framework": found})
    place = found.get_absolute_url()
    with refusals_told(request):
        actions.delete(framework=found, by=request.user)
        messages.success(request, f"{found} was deleted.")
        place = reverse("assessments:frameworks")
    return redirect(place)


def _preview(request: AuthenticatedRequest, upload: Upload) -> HttpResponse:
    found = actions.preview(
        data=upload.data,
        filename=upload.filename,
        organization=upload.organization,
        by=request.user,
    )
    context = {
        "preview": found,
        "upload": upload,
        "spec": found.spec,
        "counts": found.counts,
        "branches": branches(found.spec),
        "form": ConfirmForm(initial={"sealed": upload.sealed()}, user=request.user),
    }
    return render(request, "assessments/frameworks/preview.html", context)


def _visible(user: User, pk: int) -> Framework:
    visible = Framework.objects.visible_to(user).select_related("organization", "imported_by")
    return get_object_or_404(visible, pk=pk)


def _may_import(user: User) -> bool:
    return user.is_superuser or bool(organizations_where(user, Verb.IMPORT_FRAMEWORK))


def _may_start(user: User, framework: Framework) -> bool:
    if framework.organization is None:
        return bool(organizations_where(user, Verb.LEAD))
    return may(user, Verb.LEAD, framework.organization)
