"""Tokens for scripts: made, shown once, revoked."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from organizations import audit
from organizations.models import Organization, Token, User
from organizations.models.token import digest_of
from organizations.policies import require_own
from organizations.refusals import Invalid
from organizations.validation import require_valid

SHOWN_CHARACTERS = 12


class IssuedToken(NamedTuple):
    """A new token and its text, which is known at this moment only."""

    token: Token
    text: str


def create(
    *, name: str, scope: str, by: User, expires_at: dt.datetime | None = None
) -> IssuedToken:
    """A token with which a script acts as `by`, as far as `scope` goes.

    Recorded in every organization of the person. Raises Invalid for an empty name, an unknown
    scope or an end that has passed.
    """
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid("Choose a moment that is still to come.", "expires_at")
    text = f"plumb_{secrets.token_urlsafe(32)}"
    token = Token(
        user=by,
        name=name.strip(),
        scope=scope,
        digest=digest_of(text),
        prefix=text[:SHOWN_CHARACTERS],
        expires_at=expires_at,
    )
    with transaction.atomic():
        require_valid(token)
        token.save()
        _record_everywhere(token, by, "made a token")
    return IssuedToken(token, text)


def revoke(*, token: Token, by: User) -> Token:
    """Make a token useless from now on; a revoked one stays as it is.

    Raises Forbidden for somebody else's token, unless an operator does it.
    """
    require_own(by, token)
    with transaction.atomic():
        current = Token.objects.select_for_update(no_key=True).get(pk=token.pk)
        if current.revoked_at is None:
            current.revoked_at = timezone.now()
            current.save(update_fields=["revoked_at"])
            _record_everywhere(current, by, "revoked a token")
    return current


def _record_everywhere(token: Token, by: User, verb: str) -> None:
    # In the order of their keys, so that two people's transactions never wait for each other.
    for organization in Organization.objects.visible_to(token.user).order_by("pk"):
        audit.record(
            organization=organization,
            by=by,
            verb=verb,
            subject=token,
            detail={"of": token.user.email, "scope": token.scope},
        )
