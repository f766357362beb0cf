"""What the page of an artifact shows, whichever view shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from evidence import freshness
from evidence.actions import reviews
from evidence.file_types import BY_MEDIA_TYPE
from evidence.freshness import State
from evidence.models import Artifact, Revision, RevisionState
from evidence.models.artifact import WITHDRAWABLE
from organizations.models import User
from organizations.policies import Verb, to_keep_evidence, verbs_of
from organizations.web import AuthenticatedRequest, next_url


@dataclass(frozen=True, slots=True)
class Entry:
    """A revision in the timeline, and what this person may do with it."""

    revision: Revision
    state: str
    words: str
    type_name: str
    counts: bool
    may_decide: bool
    another_decides: bool
    may_withdraw: bool
    may_check: bool


def artifact_for(user: User, pk: int) -> Artifact:
    """The artifact with its revisions; Http404 for a stranger."""
    return get_object_or_404(Artifact.objects.visible_to(user).with_revisions(), pk=pk)


def revision_for(user: User, pk: int) -> Revision:
    """The revision with its artifact; Http404 for a stranger."""
    visible = Revision.objects.visible_to(user).select_related("artifact__organization")
    return get_object_or_404(visible, pk=pk)


def artifact_page(
    request: AuthenticatedRequest, artifact: Artifact, review_form: Form | None = None
) -> HttpResponse:
    """The page, with a reviewer's form as sent where it was not in order."""
    verbs = verbs_of(request.user, artifact.organization)
    entries = list(_entries(artifact, request.user, verbs))
    links = artifact.links.select_related("assessment__workload", "question__section", "section")
    context: dict[str, Any] = {
        "artifact": artifact,
        "organization": artifact.organization,
        "freshness": artifact.freshness(timezone.localdate()),
        "entries": entries,
        "deciding": next((entry for entry in entries if entry.may_decide), None),
        "links": links.order_by("assessment", "pk"),
        "may_add": Verb.ADD_EVIDENCE in verbs,
        "may_change": to_keep_evidence(own=artifact.belongs_to(request.user)) in verbs,
        "review_form": review_form,
        "next": next_url(request, artifact.get_absolute_url()),
    }
    return render(request, "evidence/artifact.html", context)


def _entries(artifact: Artifact, user: User, verbs: frozenset[Verb]) -> Iterator[Entry]:
    today = timezone.localdate()
    current = artifact.freshness(today)
    for revision in artifact.revisions.all():
        state = freshness.of_revision(revision, today)
        speaks = current is not None and current.number == revision.number
        kind = BY_MEDIA_TYPE.get(revision.content_type)
        reviews_it = revision.state == RevisionState.SUBMITTED and Verb.REVIEW in verbs
        may_decide = reviews_it and reviews.may_decide(revision=revision, by=user)
        keep = to_keep_evidence(own=revision.belongs_to(user))
        yield Entry(
            revision=revision,
            state=state,
            words=freshness.words(state, revision.valid_until, today),
            type_name=kind.name if kind else "",
            counts=speaks and state in (State.ACCEPTED, State.EXPIRING),
            may_decide=may_decide,
            another_decides=reviews_it and not may_decide,
            may_withdraw=keep in verbs and revision.state in WITHDRAWABLE,
            may_check=bool(revision.url) and Verb.ADD_EVIDENCE in verbs,
        )
