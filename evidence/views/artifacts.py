"""The evidence library, one artifact, and the forms that add to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evidence import file_types
from evidence.actions import address_checks, artifacts
from evidence.downloads import attachment
from evidence.forms.artifacts import AboutForm, AddForm, ContentForm, WithdrawForm
from evidence.forms.library import LibraryForm
from evidence.freshness import Freshness, State
from evidence.models import AddressCheck, Artifact, Revision
from evidence.views.page import artifact_for, artifact_page, revision_for
from organizations.policies import Verb, organizations_where, require, to_keep_evidence
from organizations.web import (
    AuthenticatedRequest,
    next_url,
    organization_for,
    refusals_on,
    refusals_told,
)

PER_PAGE = 25
# What a link to the form may fill in beforehand.
PREFILLED = ("title", "kind", "description", "url", "workload")
# What asks for somebody's attention comes first.
FACETS = {
    State.SUBMITTED: "Waits for review",
    State.RETURNED: "Returned",
    State.EXPIRED: "Expired",
    State.EXPIRING: "Expiring",
    State.ACCEPTED: "Accepted",
    State.WITHDRAWN: "Withdrawn",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An artifact in the library: what it is worth, its newest revision, and the check of its
    address where that asks for somebody's eye."""

    artifact: Artifact
    freshness: Freshness | None
    latest: Revision | None
    flag: AddressCheck | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A state to narrow the library to, as a link with a count."""

    name: str
    count: int
    query: str
    current: bool


@require_safe
def library(request: AuthenticatedRequest) -> HttpResponse:
    """All evidence this person may see: search, facets, state, newest revision."""
    today = timezone.localdate()
    form = LibraryForm(request.GET, user=request.user)
    found = form.narrow(Artifact.objects.visible_to(request.user))
    counts = found.count_by_state(today)
    state = form.chosen().get("state")
    shown = found.in_state(state, today) if state else found
    page = Paginator(shown.with_revisions(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "facets": list(_facets(form, counts, state)),
        "page": page,
        "rows": [Row(each, each.freshness(today), each.latest, each.address_flag) for each in page],
        "narrowed": bool(form.chosen()),
        "query": form.query(),
        "may_add": bool(organizations_where(request.user, Verb.ADD_EVIDENCE)),
    }
    return render(request, "evidence/library.html", context)


def _facets(form: LibraryForm, counts: dict[str, int], state: str | None) -> Iterator[Facet]:
    yield Facet("All", sum(counts.values()), form.query(state=""), not state)
    for value, name in FACETS.items():
        if counts.get(value) or value == state:
            yield Facet(name, counts.get(value, 0), form.query(state=value), value == state)


@require_safe
def artifact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What it is, its revisions, who decided what, and where it is used."""
    return artifact_page(request, artifact_for(request.user, pk))


@require_http_methods(["GET", "POST"])
def add(request: AuthenticatedRequest) -> HttpResponse:
    """A new artifact, for the organization in `?organization=`; then on to `?next=`."""
    organization = organization_for(request, Verb.ADD_EVIDENCE)
    begin = {name: request.GET[name] for name in PREFILLED if name in request.GET}
    form = AddForm(
        request.POST or None,
        request.FILES or None,
        initial={"owner": request.user, **begin},
        organization=organization,
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = artifacts.add(organization=organization, by=request.user, **form.cleaned_data)
            messages.success(request, f"“{made}” was added. It waits for review now.")
            return redirect(next_url(request, made.get_absolute_url()))
    context = {
        "form": form,
        "organization": organization,
        "organizations": organizations_where(request.user, Verb.ADD_EVIDENCE),
        "limit": settings.EVIDENCE_MAX_BYTES,
        "accepted": file_types.IN_WORDS,
        "next": next_url(request, ""),
    }
    return render(request, "evidence/add.html", context)


@require_http_methods(["GET", "POST"])
def revise(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A new revision of an artifact."""
    found = artifact_for(request.user, pk)
    require(request.user, Verb.ADD_EVIDENCE, found.organization)
    form = ContentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = artifacts.revise(artifact=found, by=request.user, **form.cleaned_data)
            messages.success(request, f"Revision {made.number} was added. It waits for review.")
            return redirect(next_url(request, found.get_absolute_url()))
    context = {
        "form": form,
        "artifact": found,
        "organization": found.organization,
        "limit": settings.EVIDENCE_MAX_BYTES,
        "next": next_url(request, ""),
    }
    return render(request, "evidence/revise.html", context)


@require_http_methods(["GET", "POST"])
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Another title, kind, description, owner or workload."""
    found = artifact_for(request.user, pk)
    own = found.belongs_to(request.user)
    require(request.user, to_keep_evidence(own=own), found.organization)
    form = AboutForm(
        request.POST or None, initial=AboutForm.of(found), organization=found.organization
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            artifacts.change(artifact=found, by=request.user, **form.cleaned_data)
            messages.success(request, "The change is saved.")
            return redirect(found)
    context = {"form": form, "artifact": found, "organization": found.organization}
    return render(request, "evidence/change.html", context)


@require_POST
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Stop a revision from counting."""
    revision = revision_for(request.user, pk)
    form = WithdrawForm(request.POST)
    with refusals_told(request):
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        artifacts.withdraw(revision=revision, reason=reason, by=request.user)
        messages.success(request, f"Revision {revision.number} is withdrawn. It stays on record.")
    return redirect(next_url(request, revision.artifact.get_absolute_url()))


@require_POST
def check(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask the address of a revision now, and say what it did."""
    revision = revision_for(request.user, pk)
    with refusals_told(request):
        made = address_checks.check_now(revision=revision, by=request.user)
        messages.info(request, f"The address of revision {revision.number}: {made.words}")
    return redirect(next_url(request, revision.artifact.get_absolute_url()))


@require_safe
def download(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """The file of a revision, for everybody who may look."""
    revision = revision_for(request.user, pk)
    if not revision.file:
        raise Http404("This revision is an address.")
    return attachment(revision)
