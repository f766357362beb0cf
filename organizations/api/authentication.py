"""Who is calling: the bearer token."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from organizations.models import Token, User

USE_NOTED_EVERY = dt.timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …` with a token that is neither revoked nor expired.

    Without that header the session is asked next. One query, and one more at most once a
    minute to note when the token was last used.
    """

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """The token's user and the token; AuthenticationFailed for a token that opens nothing."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed("Write one token after the word Bearer.")
        now = timezone.now()
        text = words[1].decode("latin-1")
        token = Token.objects.usable(now).with_text(text).select_related("user").first()
        if token is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        _note_use(token, now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="Plumbline"'


def _note_use(token: Token, now: dt.datetime) -> None:
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
