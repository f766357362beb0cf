"""Members of an organization: who, with which rights."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from organizations import invitations
from organizations.actions import members as actions
from organizations.forms import MemberForm, RightsForm
from organizations.models import Membership
from organizations.policies import Verb, require
from organizations.views.settings import frame, visible_organization
from organizations.web import AuthenticatedRequest, refusals_on, refusals_told


@require_safe
def members(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Everybody who belongs here."""
    organization = visible_organization(request, slug)
    people = organization.memberships.select_related("user").order_by("user__name", "user__email")
    context = frame(request, organization, "members") | {"members": people}
    return render(request, "organizations/members.html", context)


@require_http_methods(["GET", "POST"])
def add(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Add somebody, and tell them by mail."""
    organization = visible_organization(request, slug)
    require(request.user, Verb.MANAGE, organization)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            membership = actions.add(
                organization=organization, by=request.user, **form.cleaned_data
            )
            _invite(request, membership)
            return redirect("organizations:members", slug)
    context = frame(request, organization, "members") | {"form": form}
    return render(request, "organizations/member_add.html", context)


@require_http_methods(["GET", "POST"])
def change(request: AuthenticatedRequest, slug: str, pk: int) -> HttpResponse:
    """Give a member other rights."""
    membership = _membership(request, slug, pk)
    form = RightsForm(request.POST or None, initial={"rights": membership.rights})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            changed = actions.change(membership=membership, by=request.user, **form.cleaned_data)
            messages.success(
                request, f"The rights of {changed.user}: {changed.get_rights_display().lower()}."
            )
            return redirect("organizations:members", slug)
    context = frame(request, membership.organization, "members")
    context |= {"form": form, "membership": membership}
    return render(request, "organizations/member.html", context)


@require_http_methods(["GET", "POST"])
def remove(request: AuthenticatedRequest, slug: str, pk: int) -> HttpResponse:
    """Ask first, then end a membership."""
    membership = _membership(request, slug, pk)
    if request.method == "POST":
        with refusals_told(request):
            actions.remove(membership=membership, by=request.user)
            messages.success(request, f"{membership.user} is no longer a member.")
        return redirect("organizations:members", slug)
    context = frame(request, membership.organization, "members") | {"membership": membership}
    return render(request, "organizations/member_remove.html", context)


def _membership(request: AuthenticatedRequest, slug: str, pk: int) -> Membership:
    visible = Membership.objects.visible_to(request.user).select_related("organization", "user")
    membership = get_object_or_404(visible, organization__slug=slug, pk=pk)
    require(request.user, Verb.MANAGE, membership.organization)
    return membership


def _invite(request: AuthenticatedRequest, membership: Membership) -> None:
    user = membership.user
    if invitations.send(membership, by=request.user, request=request):
        messages.success(request, f"{user} is a member now. A mail to {user.email} says so.")
    else:
        messages.warning(
            request,
            f"{user} is a member now, but the mail to {user.email} could not be sent. "
            "Tell them yourself: a password can be asked for on the sign-in page.",
        )
