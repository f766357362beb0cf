"""The append-only record of who did what."""

from __future__ import annotations

from typing import Never

from django.conf import settings
from django.db import models

from organizations.models.organization import Organization
from organizations.models.user import User


class AppendOnlyError(TypeError):
    """Something tried to change a row that is only ever added."""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, user: User) -> AuditEventQuerySet:
        """Events of the organizations this user belongs to."""
        return self.filter(organization__in=Organization.objects.visible_to(user))

    def about(self, who: str = "", verb: str = "") -> AuditEventQuerySet:
        """Events by somebody whose address contains `who`, of this `verb`; empty means any."""
        found = self.filter(actor_email__icontains=who) if who else self.all()
        return found.filter(verb=verb) if verb else found

    def verbs(self) -> list[str]:
        """What was done at all, each once, in alphabetical order. One query."""
        return list(self.order_by("verb").values_list("verb", flat=True).distinct())

    def update(self, **kwargs: object) -> Never:
        """Refused: events are added, never changed."""
        raise AppendOnlyError("Audit events are append-only.")


class AuditEvent(models.Model):
    """One thing somebody did; each event's hash covers the one before it.

    The database refuses updates by trigger. Rows go only with their whole organization.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="audit_events"
    )
    sequence = models.PositiveBigIntegerField("number")
    at = models.DateTimeField("at")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    actor_email = models.CharField("who", max_length=254, blank=True)
    verb = models.CharField("what", max_length=60)
    subject_type = models.CharField("of", max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField("subject", max_length=200)
    detail = models.JSONField("detail", default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField("hash", max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["organization", "-sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "sequence"], name="audit_event_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.verb} {self.subject_label}"
