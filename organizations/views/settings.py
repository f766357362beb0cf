"""What all settings pages share: which organization, and the way between them."""

from __future__ import annotations

from typing import Any, TypedDict

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from organizations.models import Organization
from organizations.policies import Verb, may
from organizations.web import AuthenticatedRequest

PAGES = {"members": "Members", "workloads": "Workloads", "audit": "Audit log"}


class Tab(TypedDict):
    """A link to a settings page, as `components/tabs.html` shows it."""

    name: str
    url: str
    current: bool


@require_safe
def settings(request: AuthenticatedRequest) -> HttpResponse:
    """To the members of one's first organization; without one, to one's tokens."""
    first = Organization.objects.visible_to(request.user).first()
    if first is None:
        return redirect("organizations:tokens")
    return redirect("organizations:members", first.slug)


def visible_organization(request: AuthenticatedRequest, slug: str) -> Organization:
    """The organization in the address; 404 for a stranger."""
    return get_object_or_404(Organization.objects.visible_to(request.user), slug=slug)


def frame(
    request: AuthenticatedRequest, organization: Organization | None, current: str
) -> dict[str, Any]:
    """The context of every settings page: tabs, the other organizations, what may be done."""
    mine = list(Organization.objects.visible_to(request.user))
    shown = organization or next(iter(mine), None)
    return {
        "organization": organization,
        "others": [
            {"name": other.name, "address": _address(other, current)}
            for other in mine
            if organization and other != organization
        ],
        "tabs": _tabs(shown, current),
        "may_manage": organization is not None and may(request.user, Verb.MANAGE, organization),
        "may_lead": organization is not None and may(request.user, Verb.LEAD, organization),
    }


def _tabs(organization: Organization | None, current: str) -> list[Tab]:
    tabs = []
    if organization:
        tabs = [
            Tab(name=name, url=_address(organization, page), current=page == current)
            for page, name in PAGES.items()
        ]
    tokens = Tab(
        name="Your tokens", url=reverse("organizations:tokens"), current=current == "tokens"
    )
    return [*tabs, tokens]


def _address(organization: Organization, page: str) -> str:
    return reverse(f"organizations:{page}", args=[organization.slug])
