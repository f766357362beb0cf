"""The library of frameworks: find, read, see what the lint says, delete."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.actions import frameworks as actions
from assessments.forms.library import FrameworksForm, newest
from assessments.framework_spec import spec_of
from assessments.importers.outline import counts
from assessments.lint import Severity
from assessments.models import Assessment, Framework
from assessments.models.framework import FrameworkQuerySet
from assessments.pages import frameworks as pages
from assessments.pages import library
from assessments.pages.framework_lint import Lint, Place
from assessments.spec import FrameworkSpec
from organizations.models import User
from organizations.policies import Verb, may, organizations_where
from organizations.web import AuthenticatedRequest, given, refusals_told

PER_PAGE = 50


@require_safe
def frameworks(request: AuthenticatedRequest) -> HttpResponse:
    """Every framework that one may use: each once, in its newest version."""
    visible = Framework.objects.visible_to(request.user)
    form = FrameworksForm(request.GET, visible=visible, formats=library.format_words())
    found = form.narrow(newest(visible)).select_related("organization")
    # Without what only the page of one framework shows.
    lean = found.defer("lint", "warnings", "extra", "description", "attribution")
    page = Paginator(lean.order_by("name", "language", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "rows": library.rows(page, visible=visible, user=request.user),
        "narrowed": bool(form.chosen()),
        "query": form.query(),
        "may_import": may_import(request.user),
    }
    return render(request, "assessments/frameworks/list.html", context)


@require_safe
def framework(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One framework: what it asks, where it comes from, its versions and who uses them."""
    found = visible_framework(request.user, pk)
    spec, lint = spec_of(found), Lint(found.lint)
    versions = list(_versions(request.user, found))
    used = _used(request.user, [found, *versions])
    context = frame(request, found, "overview") | {
        "spec": spec,
        "counts": counts(spec),
        "outline": pages.outline(spec, lint, place_of(found, spec)),
        "lint": lint,
        "warnings": found.warnings,
        "few": 5,
        "versions": versions,
        "used": used,
        "format": library.format_words().get(found.source_format, found.source_format),
        "may_start": _may_start(request.user, found),
        "may_delete": not used and actions.may_change(framework=found, by=request.user),
    }
    return render(request, "assessments/frameworks/framework.html", context)


@require_safe
def section(request: AuthenticatedRequest, pk: int, section: str) -> HttpResponse:
    """One section of a framework: a part of its page, or a page of its own."""
    found = visible_framework(request.user, pk)
    spec = spec_of(found)
    branch = pages.branch_of(spec, Lint(found.lint), section)
    if branch is None:
        raise Http404
    context = {
        "branch": branch,
        "place": place_of(found, spec),
        "spec": spec,
        "trail": pages.trail(spec, section),
        "framework": found,
        "home": found.get_absolute_url(),
    }
    part = "assessments/frameworks/_section.html"
    full = "assessments/frameworks/section.html"
    return render(request, part if request.htmx else full, context)


@require_safe
def lint(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everything that the lint says, by code; `?severity=` and `?code=` narrow it."""
    found = visible_framework(request.user, pk)
    spec, everything = spec_of(found), Lint(found.lint)
    severity, code = given(request, "severity"), given(request, "code")
    place = place_of(found, spec)
    context = frame(request, found, "lint") | {
        "lint": everything,
        "all_groups": everything.groups(spec, place),
        "groups": everything.only(severity, code).groups(spec, place),
        "severities": list(Severity),
        "severity": severity,
        "code": code,
    }
    return render(request, "assessments/frameworks/lint.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask first, then remove a framework that nobody uses."""
    found = visible_framework(request.user, pk)
    actions.require_change(framework=found, by=request.user)
    if request.method != "POST":
        return render(request, "assessments/frameworks/delete.html", {"framework": found})
    place = found.get_absolute_url()
    with refusals_told(request):
        actions.delete(framework=found, by=request.user)
        messages.success(request, f"{found} was deleted.")
        place = reverse("assessments:frameworks")
    return redirect(place)


def visible_framework(user: User, pk: int) -> Framework:
    """The framework, with its organization and importer; a stranger meets a 404."""
    visible = Framework.objects.visible_to(user).select_related("organization", "imported_by")
    return get_object_or_404(visible, pk=pk)


def place_of(framework: Framework, spec: FrameworkSpec) -> Place:
    """Where the framework's outline stands."""
    return Place(framework.get_absolute_url(), "", pages.is_small(spec))


def frame(request: AuthenticatedRequest, framework: Framework, current: str) -> dict[str, Any]:
    """What all pages of one framework share: the framework and its tabs."""
    own = [framework.pk]
    tabs = [
        ("overview", "Overview", framework.get_absolute_url(), None),
        ("lint", "Lint", reverse("assessments:framework_lint", args=own), len(framework.lint)),
        ("export", "Export", reverse("assessments:framework_export", args=own), None),
    ]
    return {
        "framework": framework,
        "tabs": [
            {"name": name, "url": url, "count": count, "current": key == current}
            for key, name, url, count in tabs
        ],
    }


def may_import(user: User) -> bool:
    """Whether this person may import frameworks anywhere."""
    return user.is_superuser or bool(organizations_where(user, Verb.IMPORT_FRAMEWORK))


def _versions(user: User, framework: Framework) -> FrameworkQuerySet:
    """Its other versions in every language, the newest first, without what pages of them show."""
    same = Framework.objects.visible_to(user).filter(
        organization=framework.organization, key=framework.key
    )
    lean = same.exclude(pk=framework.pk).defer("lint", "warnings", "extra", "levels")
    found: FrameworkQuerySet = lean.order_by("-imported_at", "-pk")
    return found


def _used(user: User, versions: list[Framework]) -> list[Assessment]:
    """The assessments of this person that use one of them, those of the newest version first."""
    found = Assessment.objects.visible_to(user).filter(framework__in=versions).with_subject()
    return sorted(found, key=lambda one: -one.framework.imported_at.timestamp())


def _may_start(user: User, framework: Framework) -> bool:
    if framework.organization is None:
        return bool(organizations_where(user, Verb.LEAD))
    return may(user, Verb.LEAD, framework.organization)
