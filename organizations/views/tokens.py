"""One's own tokens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.actions import tokens as actions
from organizations.forms import TokenForm
from organizations.models import Token
from organizations.views.settings import frame
from organizations.web import AuthenticatedRequest, refusals_on


@require_safe
def tokens(request: AuthenticatedRequest) -> HttpResponse:
    """Those that still open something, and those that no longer do."""
    mine = Token.objects.visible_to(request.user)
    context = frame(request, None, "tokens") | {"tokens": mine, "now": timezone.now()}
    return render(request, "organizations/tokens.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def add(request: AuthenticatedRequest) -> HttpResponse:
    """Make a token and show its text, this once."""
    form = TokenForm(request.POST or None)
    context = frame(request, None, "tokens") | {"form": form}
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            issued = actions.create(
                name=form.cleaned_data["name"],
                scope=form.cleaned_data["scope"],
                expires_at=form.expires_at(),
                by=request.user,
            )
            return render(request, "organizations/token_made.html", context | {"issued": issued})
    return render(request, "organizations/token_add.html", context)


@require_POST
def revoke(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Make a token useless from now on."""
    token = get_object_or_404(Token.objects.visible_to(request.user), pk=pk)
    actions.revoke(token=token, by=request.user)
    messages.success(request, f"The token {token.name} was revoked. It opens nothing any more.")
    return redirect("organizations:tokens")
