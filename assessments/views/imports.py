"""Importing a framework on the web: choose a file, look at what would come in, confirm or not."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.actions import frameworks as actions
from assessments.actions import uploads
from assessments.actions.frameworks import Preview
from assessments.forms.frameworks import HowForm, UploadForm, asked, limit
from assessments.importers import Problem
from assessments.models import Upload
from assessments.pages import frameworks as pages
from assessments.pages import imports, library
from organizations.refusals import Conflict, Forbidden, Invalid
from organizations.web import AuthenticatedRequest


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: AuthenticatedRequest) -> HttpResponse:
    """Choose a file; then on to its preview, or everything that is wrong with it."""
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if form.nobody:
        raise Forbidden("You belong to no organization in which you may import frameworks.")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("assessments:import_preview", pk=form.kept().pk)
        except actions.FileRefused as refusal:
            form.add_error("file", refusal.message)
            problems = refusal.problems
    context = {
        "form": form,
        "problems": problems,
        "limit": limit(),
        "formats": imports.formats(),
        "waiting": Upload.objects.waiting_of(request.user)
        .select_related("organization")
        .defer("data"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/frameworks/choose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What would come in from a file that waits, as `?framework=`, `language`, `key` and `version`
    have it; POST imports just that."""
    upload = _waiting(request, pk)
    form = HowForm(request.POST if request.method == "POST" else request.GET)
    refused: actions.FileRefused | None = None
    if request.method == "POST":
        try:
            return _confirmed(request, upload, form)
        except (Conflict, Invalid) as refusal:
            messages.error(request, refusal.message)
            return redirect(_address(upload) + form.query())
    try:
        found = _preview(request, upload, form)
    except actions.FileRefused as refusal:
        # Another version of Plumbline kept it, or a part was asked for that it does not have.
        refused, found = refusal, None
    except Invalid as refusal:
        messages.error(request, refusal.message)
        return redirect(_address(upload))
    if found is None:
        context = {"upload": upload, "problems": refused.problems if refused else ()}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "assessments/frameworks/unread.html", context, status=status)
    lint, place = imports.lint_of(found), imports.place_of(found, _address(upload), form.query())
    context = {
        "preview": found,
        "upload": upload,
        "spec": found.spec,
        "counts": found.counts,
        "outline": pages.outline(found.spec, lint, place),
        "lint": lint,
        "groups": lint.groups(found.spec, place),
        "warnings": found.read.warnings,
        "few": imports.FEW,
        "against": imports.against(found),
        "format": library.format_words().get(found.format, found.format),
        "form": asked(form.how(), found),
        "how": form.how(),
    }
    return render(request, "assessments/frameworks/preview.html", context)


@require_safe
def section(request: AuthenticatedRequest, pk: int, section: str) -> HttpResponse:
    """One section of what would come in: a part of the preview, or a page of its own."""
    upload, form = _waiting(request, pk), HowForm(request.GET)
    try:
        found = _preview(request, upload, form)
    except (actions.FileRefused, Invalid) as refusal:
        raise Http404 from refusal
    place = imports.place_of(found, _address(upload), form.query())
    branch = pages.branch_of(found.spec, imports.lint_of(found), section)
    if branch is None:
        raise Http404
    context = {
        "branch": branch,
        "place": place,
        "spec": found.spec,
        "trail": pages.trail(found.spec, section),
        "upload": upload,
        "home": place.base + place.query,
    }
    part = "assessments/frameworks/_section.html"
    return render(request, part if request.htmx else SECTION, context)


SECTION = "assessments/frameworks/section.html"


@require_POST
def discard(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Let go of a file that waits."""
    upload = _waiting(request, pk)
    uploads.discard(upload=upload)
    messages.success(request, f"{upload.filename} was not imported, and is gone.")
    return redirect("assessments:import")


def _waiting(request: AuthenticatedRequest, pk: int) -> Upload:
    mine = Upload.objects.waiting_of(request.user).select_related("organization")
    return get_object_or_404(mine, pk=pk)


def _address(upload: Upload) -> str:
    return reverse("assessments:import_preview", args=[upload.pk])


def _preview(request: AuthenticatedRequest, upload: Upload, form: HowForm) -> Preview:
    return actions.preview(
        data=bytes(upload.data),
        filename=upload.filename,
        organization=upload.organization,
        by=request.user,
        how=form.how(),
    )


def _confirmed(request: AuthenticatedRequest, upload: Upload, form: HowForm) -> HttpResponse:
    imported = actions.confirm(upload=upload, by=request.user, how=form.how())
    state = "was imported" if imported.created else "is there already; nothing was changed"
    messages.success(request, f"{imported.framework} {state}.")
    return redirect(imported.framework)
