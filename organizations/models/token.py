"""Access for scripts."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone

from organizations.models.user import User


class Scope(models.TextChoices):
    """What a token opens; never more than its user may do."""

    READ = "read", "Read"
    WRITE = "write", "Read and write"
    EVIDENCE = "evidence", "Add evidence only"
    READINGS = "readings", "Push readings only"


def digest_of(text: str) -> str:
    """SHA-256 of a token's text, in hexadecimal: all that is stored of it."""
    return hashlib.sha256(text.encode()).hexdigest()


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, user: User) -> TokenQuerySet:
        """A token is seen by its own user only."""
        return self.filter(user=user)

    def with_text(self, text: str) -> TokenQuerySet:
        """The token that has this text, found by its digest."""
        return self.filter(digest=digest_of(text))

    def usable(self, now: dt.datetime) -> TokenQuerySet:
        """Neither revoked nor expired, and the user still active."""
        return self.filter(
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=now),
            revoked_at__isnull=True,
            user__is_active=True,
        )


class Token(models.Model):
    """A bearer token. Only its SHA-256 is stored; the text is shown once, when it is made."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField("name", max_length=80, help_text="What uses it, for example a CI job.")
    scope = models.CharField("scope", max_length=10, choices=Scope.choices, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    prefix = models.CharField("starts with", max_length=12, editable=False)
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("expires", null=True, blank=True)
    last_used_at = models.DateTimeField("last used", null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField("revoked", null=True, blank=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
