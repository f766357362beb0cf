"""What a reviewer decides about a revision: accepted, or returned with a comment.

Nobody decides about what they submitted themselves, unless they are the only one who could:
a workspace of one reviewer must not come to a halt, and the record shows that both were one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from evidence.models import Revision, RevisionState
from organizations import audit, policies
from organizations.models import User
from organizations.policies import Verb
from organizations.refusals import Conflict, Forbidden, Invalid

COMMENT_LENGTH = 4000


def accept(
    *, revision: Revision, by: User, comment: str = "", valid_until: dt.date | None = None
) -> Revision:
    """Let a submitted revision count, to the end of `valid_until` (without one: of the day that
    was proposed with it). Raises Conflict where it is no longer waiting.
    """
    until = valid_until or revision.valid_until
    if until and until < timezone.localdate():
        raise Invalid("Give a day that is not over yet: it would expire at once.", "valid_until")
    decision = {"state": RevisionState.ACCEPTED, "valid_until": until}
    return _decide(revision, "accepted a revision", comment, decision, by)


def give_back(*, revision: Revision, comment: str, by: User) -> Revision:
    """Return a submitted revision to its submitter, who is told why in `comment`.

    Raises Invalid without a comment, Conflict where it is no longer waiting.
    """
    if not comment.strip():
        raise Invalid("Say what is missing, so that the owner can mend it.", "comment")
    return _decide(revision, "returned a revision", comment, {"state": RevisionState.RETURNED}, by)


def may_decide(*, revision: Revision, by: User) -> bool:
    """Whether this person may decide on the revision, if it waits. Up to two queries."""
    try:
        _require_reviewer(revision, by)
    except Forbidden:
        return False
    return True


def _require_reviewer(revision: Revision, by: User) -> None:
    organization = revision.artifact.organization
    policies.require(by, Verb.REVIEW, organization)
    own = revision.submitted_by_id == by.pk
    if own and policies.another_may(by, Verb.REVIEW, organization):
        raise Forbidden("You submitted this revision yourself, so another reviewer decides on it.")


def _decide(
    revision: Revision, verb: str, comment: str, decision: dict[str, Any], by: User
) -> Revision:
    _require_reviewer(revision, by)
    comment = comment.strip()
    if len(comment) > COMMENT_LENGTH:
        raise Invalid(f"Comment in at most {COMMENT_LENGTH:,} characters.", "comment")
    with transaction.atomic():
        # One statement asks and decides, so of two reviewers at once only one does.
        decided = (
            Revision.objects.waiting()
            .filter(pk=revision.pk)
            .update(reviewed_by=by, reviewed_at=timezone.now(), review_comment=comment, **decision)
        )
        revision.refresh_from_db()
        if not decided:
            raise Conflict(_why_not(revision))
        audit.record(
            organization=revision.artifact.organization,
            by=by,
            verb=verb,
            subject=revision,
            detail={"comment": comment, "valid_until": revision.valid_until},
        )
    return revision


def _why_not(revision: Revision) -> str:
    state = revision.get_state_display().lower()
    if revision.state == RevisionState.WITHDRAWN:
        return f"{revision} was withdrawn meanwhile. Nothing was changed."
    return f"{revision} was {state} by {revision.reviewed_by} meanwhile. Nothing was changed."
