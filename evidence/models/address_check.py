"""What came of the last check of an address that stands as evidence."""

from __future__ import annotations

import datetime as dt

from django.db import models

from evidence.models.artifact import Revision
from evidence.reached import DEAD, LABELS, Outcome


class AddressCheckQuerySet(models.QuerySet["AddressCheck"]):
    def dead(self) -> AddressCheckQuerySet:
        """Of addresses that are gone or do not answer."""
        return self.filter(outcome__in=DEAD)


class AddressCheck(models.Model):
    """The last check of a revision that is an address: a flag for people, never part of a score.

    `first_sha256` is the content at the first check that had something to compare, `sha256` that
    of the last; both are empty for pages, which differ each time. `answered_at` is the last check
    that met an answer.
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.CASCADE, related_name="address_check"
    )
    checked_at = models.DateTimeField("checked")
    outcome = models.CharField(
        "outcome", max_length=8, choices=[(o.value, LABELS[o]) for o in Outcome]
    )
    status = models.PositiveSmallIntegerField("status", null=True, blank=True)
    words = models.CharField("in words", max_length=300)
    answered_at = models.DateTimeField("last answered", null=True, blank=True)
    first_sha256 = models.CharField("SHA-256 at first", max_length=64, blank=True)
    sha256 = models.CharField("SHA-256 now", max_length=64, blank=True)

    objects = AddressCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=[o.value for o in Outcome]),
                name="address_check_outcome_known",
            )
        ]
        indexes = [models.Index(fields=["checked_at"], name="address_check_age")]

    def __str__(self) -> str:
        return f"{self.revision}: {self.get_outcome_display().lower()}"

    @property
    def is_dead(self) -> bool:
        """Whether it is gone or does not answer."""
        return self.outcome in DEAD

    @property
    def changed(self) -> bool | None:
        """Whether the content is another than at the first check; None where none is compared."""
        if not (self.first_sha256 and self.sha256):
            return None
        return self.first_sha256 != self.sha256

    @property
    def is_flagged(self) -> bool:
        """Whether somebody should look: the address is dead, or its content another."""
        return self.is_dead or bool(self.changed)

    def younger_than(self, age: dt.timedelta, now: dt.datetime) -> bool:
        """Whether it was made less than `age` ago."""
        return self.checked_at > now - age
