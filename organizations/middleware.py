"""What holds for every page: signed in first, and refusals answered in words."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.messages import ERROR
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget

from organizations.refusals import Forbidden, Invalid, Refused


class SignInRequired(LoginRequiredMiddleware):
    """Asks for a sign-in before every page that does not say `login_not_required`."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """To the sign-in; a piece of a page asks for the whole page again, which leads there."""
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None and request.headers.get("HX-Request"):
            return HttpResponseClientRefresh()
        return answer


class RefusalsAnswered(MiddlewareMixin):
    """Turns a refusal that left a page's view into a page with its sentence."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """403 for missing rights, 400 for wrong input, 409 for all that cannot be done now.

        Where htmx asked for a piece of a page, the sentence goes to the page's messages, and
        the status is 409 whatever the reason: htmx shows that one.
        """
        if not isinstance(exception, Refused):
            return None
        if request.headers.get("HX-Request"):
            return _among_the_messages(request, exception)
        status = HTTPStatus.CONFLICT
        if isinstance(exception, Forbidden):
            status = HTTPStatus.FORBIDDEN
        elif isinstance(exception, Invalid):
            status = HTTPStatus.BAD_REQUEST
        told = {"reason": exception.message, "forbidden": status == HTTPStatus.FORBIDDEN}
        return render(request, "refused.html", told, status=status)


def _among_the_messages(request: HttpRequest, refusal: Refused) -> HttpResponse:
    told = {"messages": [Message(ERROR, refusal.message)]}
    response = render(request, "components/messages.html", told, status=HTTPStatus.CONFLICT)
    return reswap(retarget(response, "#messages"), "outerHTML")
