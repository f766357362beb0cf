"""What the pages of all apps share: a typed request, the organization meant, and refusals.

Every page asks for a sign-in, by `organizations.middleware.SignInRequired`; a public page says
so with Django's `login_not_required`. An object is fetched with
`get_object_or_404(Artifact.objects.visible_to(request.user), pk=pk)`: a stranger gets a 404.

A `Refused` that leaves a view becomes a page with its sentence (see `organizations.middleware`).
Where the person can mend it, catch it nearer: `refusals_on(form)` or `refusals_told(request)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from organizations.models import Organization, User
from organizations.policies import Verb, organizations_where, require
from organizations.refusals import Forbidden, Invalid, Refused


class AuthenticatedRequest(HttpRequest):
    """The request of every page that is not public: somebody is signed in."""

    user: User
    htmx: HtmxDetails


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Put a refusal on the form, at its field where it names one, and go on after the block.

    Write the redirect inside the block and the rendering of the form after it. `Forbidden`
    passes: no change of the form would help.
    """
    try:
        yield
    except Forbidden:
        raise
    except Refused as refusal:
        field = refusal.field if isinstance(refusal, Invalid) else None
        form.add_error(field if field in form.fields else None, refusal.message)


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """Tell a refusal as a message and go on after the block. `Forbidden` passes."""
    try:
        yield
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, refusal.message)


def given(request: HttpRequest, name: str) -> str:
    """What the form, else the query, gives under this name; empty where neither does.

    Without NUL, which no text in the database holds and PostgreSQL does not even look for.
    """
    text = request.POST.get(name) or request.GET.get(name) or ""
    return text.replace("\0", "")


def organization_for(request: AuthenticatedRequest, verb: Verb) -> Organization:
    """The organization that `?organization=` (or the form's field of that name) gives by its
    short name; else the first by name in which this person may do `verb`.

    Raises Http404 for one they do not belong to, Forbidden where they may not.
    """
    slug = given(request, "organization")
    if slug:
        mine = Organization.objects.visible_to(request.user)
        organization = get_object_or_404(mine, slug=slug)
        require(request.user, verb, organization)
        return organization
    possible = organizations_where(request.user, verb)
    if not possible:
        raise Forbidden(f"You belong to no organization in which you may {verb.value}.")
    return possible[0]


def next_url(request: HttpRequest, otherwise: str) -> str:
    """The address in the form's or query's `next` if it is on this site, else `otherwise`."""
    wanted = given(request, "next")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else otherwise
