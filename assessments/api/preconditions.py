"""Conditional requests (RFC 9110): nothing is sent twice, and nothing is overwritten unseen."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request


class PreconditionRequired(APIException):
    """A change of something that is there, which does not say which version it was made from."""

    status_code = 428
    default_detail = (
        "There is a version already. Read it, and send its entity tag as If-Match, so that "
        "nothing is overwritten unseen."
    )


def may_write(request: Request, etag: str | None) -> bool:
    """Whether the request was made for what has this entity tag now; None: nothing is there.

    Raises PreconditionRequired where something is there and the request names no version.
    """
    if "If-Match" in request.headers:
        tags = parse_etags(request.headers["If-Match"])
        return etag is not None and ("*" in tags or etag in tags)
    if etag is None:
        return True
    if parse_etags(request.headers.get("If-None-Match", "")) == ["*"]:
        return False
    raise PreconditionRequired


def not_modified(request: Request, etag: str) -> HttpResponse | None:
    """A 304 where the caller has what carries this entity tag, else None."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in tags or etag in (tag.removeprefix("W/") for tag in tags):
        return HttpResponse(status=status.HTTP_304_NOT_MODIFIED)
    return None
