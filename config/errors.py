"""The pages, and for the REST face the problems, of errors that no view answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views import defaults

from organizations.api.problems import problem_response


def _rest(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400: the request cannot be read."""
    if _rest(request):
        return problem_response(400, "The request cannot be read.")
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """403: not for this person."""
    if _rest(request):
        return problem_response(403, "You may not do this.")
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """404: no such address, or nothing that this person may see."""
    if _rest(request):
        return problem_response(404, "There is nothing at this address.")
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    if _rest(request):
        return problem_response(500, "Something went wrong on our side. It has been logged.")
    return defaults.server_error(request)
