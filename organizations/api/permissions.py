"""What a token opens. What its user may do stands in `organizations.policies`, as everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:
    # The settings name this module, and rest_framework.views reads the settings.
    from rest_framework.views import APIView

from organizations.models import Scope, Token


class WithinScope(BasePermission):
    """Signed in, and inside the token's scope.

    A read token reads. A narrow token (evidence, readings) may only POST, and only where the
    view says `token_scope = Scope.EVIDENCE`. That covers `create`; an extra action of a viewset
    says it for itself: `@action(…, token_scope=Scope.EVIDENCE)`.
    """

    message = "This token's scope does not cover the request."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the request may reach the view."""
        if not request.user.is_authenticated:
            return False
        token = request.auth
        if not isinstance(token, Token) or token.scope == Scope.WRITE:
            return True
        if token.scope == Scope.READ:
            return request.method in SAFE_METHODS
        return request.method == "POST" and _declared_scope(view) == token.scope


def _declared_scope(view: APIView) -> Any:
    handler = getattr(view, getattr(view, "action", None) or "", None)
    # Only an extra action has a mapping; `kwargs` are on every handler that has a schema.
    if handler is not None and hasattr(handler, "mapping"):
        return handler.kwargs.get("token_scope")
    return getattr(view, "token_scope", None)


class NotByToken(BasePermission):
    """For what only a person may do who has signed in."""

    message = "A token does not open this. Sign in and use the settings page."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether no token is involved."""
        return not isinstance(request.auth, Token)
