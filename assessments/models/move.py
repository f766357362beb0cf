"""An assessment's move from one framework version to another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.assessment import Assessment
from assessments.models.framework import Framework
from assessments.models.milestone import Milestone
from organizations.models import Organization, User


class MoveQuerySet(models.QuerySet["Move"]):
    def visible_to(self, user: User) -> MoveQuerySet:
        """Moves of assessments of the organizations this user belongs to."""
        return self.filter(assessment__organization__in=Organization.objects.visible_to(user))


class Move(models.Model):
    """An assessment taken to another framework version, and whether that was undone.

    `milestone` was made right before it. What was said, linked and settled against `origin` stays
    where it is, so that undoing is to go back to it; `undo_until` is the last day for that.
    `counts` says how many answers were carried over, need confirming and were left behind,
    `groups` are the keys of the implementation groups it was limited to before.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="moves")
    origin = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="moves_away")
    target = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="moves_here")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="+")
    counts = models.JSONField("what became of the answers")
    groups = models.JSONField("limited to before", default=list, blank=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    moved_at = models.DateTimeField("moved", default=timezone.now, editable=False)
    undo_until = models.DateField("can be undone until")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField("undone", null=True, blank=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.origin} to {self.target}"
