"""Every error of the REST face as RFC 9457 problem details, in one shape.

`{"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "…", "errors": [
{"pointer": "#/name", "detail": "…"}]}`; `errors` only where inputs are to blame. In a request
that reads, an error names the query's `parameter` instead of a `pointer` into the body.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from organizations.refusals import Forbidden, Invalid, Refused

CONTENT_TYPE = "application/problem+json"

Problem = dict[str, Any]


def problem(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> Problem:
    """The body of one problem."""
    body: Problem = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return body | {"errors": errors} if errors else body


def problem_response(status: int, detail: str) -> HttpResponse:
    """A problem outside of any REST view: an unknown address, an unforeseen error."""
    return JsonResponse(problem(status, detail), status=status, content_type=CONTENT_TYPE)


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to an error in a REST view; None for one that nobody foresaw (a 500)."""
    request: Request = context["request"]
    body = _problem_of(error, "parameter" if request.method in SAFE_METHODS else "pointer")
    if body is None:
        return None
    # Also for views that speak another format, and before one was agreed on.
    request.accepted_renderer = JSONRenderer()
    request.accepted_media_type = JSONRenderer.media_type
    return Response(body, status=body["status"], headers=_headers(error), content_type=CONTENT_TYPE)


def _problem_of(error: Exception, place: str) -> Problem | None:
    if isinstance(error, Refused):
        return _refusal(error, place)
    if isinstance(error, Http404):
        return problem(404, "There is nothing here, or nothing that you may see.")
    if isinstance(error, PermissionDenied):
        return problem(403, str(error) or "You may not do this.")
    if isinstance(error, exceptions.ValidationError):
        errors = list(_errors(error.detail, "", place))
        return problem(error.status_code, "What was sent is not valid.", errors)
    if isinstance(error, exceptions.APIException):
        return problem(error.status_code, str(error.detail))
    return None


def _refusal(refusal: Refused, place: str) -> Problem:
    if isinstance(refusal, Forbidden):
        return problem(403, refusal.message)
    if isinstance(refusal, Invalid):
        at = {refusal.field: [refusal.message]} if refusal.field else {}
        return problem(400, refusal.message, list(_errors(at, "", place)))
    return problem(409, refusal.message)


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(challenge)
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))
    return headers


def _errors(detail: Any, path: str, place: str) -> Iterator[dict[str, str]]:
    """One entry per message in the nested errors of a serializer or filter."""
    if isinstance(detail, Mapping):
        for key, value in detail.items():
            yield from _errors(value, path + _step(key), place)
    elif isinstance(detail, list):
        for position, value in enumerate(detail):
            nested = isinstance(value, Mapping | list)
            yield from _errors(value, f"{path}/{position}" if nested else path, place)
    else:
        yield {place: f"#{path}" if place == "pointer" else path.lstrip("/"), "detail": str(detail)}


def _step(key: object) -> str:
    if key == api_settings.NON_FIELD_ERRORS_KEY:
        return ""
    return "/" + str(key).replace("~", "~0").replace("/", "~1")
