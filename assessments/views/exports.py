"""A framework taken away: exported in any format, or as the file that it was read from."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.downloads import export_of, file_of, offers
from assessments.framework_spec import spec_of
from assessments.models import FrameworkFile
from assessments.views.frameworks import frame, visible_framework
from organizations.web import AuthenticatedRequest


@require_safe
def page(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every format that the framework can go out in, and what each would have to change."""
    found = visible_framework(request.user, pk)
    context = frame(request, found, "export") | {
        "offers": offers(spec_of(found), found.source_format),
        "has_file": FrameworkFile.objects.filter(framework=found).exists(),
    }
    return render(request, "assessments/frameworks/export.html", context)


@require_safe
def download(request: AuthenticatedRequest, pk: int, exporter: str) -> HttpResponse:
    """The framework as a file of one format; `?strict=true` makes it fit the format's rules."""
    found = visible_framework(request.user, pk)
    made = export_of(found, exporter, strict=request.GET.get("strict") == "true")
    if made is None:
        raise Http404
    return made


@require_safe
def original(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The very bytes that the framework was read from."""
    made = file_of(visible_framework(request.user, pk))
    if made is None:
        raise Http404
    return made
