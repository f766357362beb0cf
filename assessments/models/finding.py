"""A gap with an owner, a due date and a state: a line of the improvement plan."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from assessments.models.assessment import Assessment, AssessmentState
from assessments.models.framework import Section
from assessments.models.question import Choice, Question
from evidence.models import Probe, SignalState
from organizations.models import Organization, User, Workload

DUE_DAYS = 14
"""Days until a finding is due, unless somebody says otherwise."""
SOON_DAYS = 7
"""From so many days before, an open finding is due soon."""

LIVE = (
    AssessmentState.OPEN,
    AssessmentState.IN_REVIEW,
    AssessmentState.APPROVED,
    AssessmentState.PUBLISHED,
)
"""Assessments in which a failing signal is a finding; a draft is nobody's yet."""


class FindingState(models.TextChoices):
    """A finding is open until its gap is closed. One that is reopened is open again."""

    OPEN = "open", "Open"
    RESOLVED = "resolved", "Resolved"


class Resolution(models.TextChoices):
    """How a finding came to its end."""

    SIGNAL = "signal", "The signal no longer fails"
    UNLINKED = "unlinked", "The signal no longer stands behind it"
    PERSON = "person", "Somebody resolved it"


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> FindingQuerySet:
        """Findings of the organizations this user belongs to."""
        return self.filter(organization__in=Organization.objects.visible_to(user))

    def open(self) -> FindingQuerySet:
        """Those that are not resolved."""
        return self.filter(state=FindingState.OPEN)

    def resolved(self) -> FindingQuerySet:
        """Those that came to their end."""
        return self.filter(state=FindingState.RESOLVED)

    def overdue(self, today: dt.date) -> FindingQuerySet:
        """Open ones whose day is over."""
        return self.open().filter(due_on__lt=today)

    def due_soon(self, today: dt.date) -> FindingQuerySet:
        """Open ones that are due today or within a week."""
        return self.open().filter(due_on__range=(today, today + dt.timedelta(days=SOON_DAYS)))

    def counts(self, today: dt.date) -> dict[str, int]:
        """How many are `open`, of these `overdue` and `due_soon`, and how many `resolved`. One
        query."""
        opened = Q(state=FindingState.OPEN)
        soon = Q(due_on__range=(today, today + dt.timedelta(days=SOON_DAYS)))
        return self.order_by().aggregate(
            open=models.Count("pk", filter=opened),
            overdue=models.Count("pk", filter=opened & Q(due_on__lt=today)),
            due_soon=models.Count("pk", filter=opened & soon),
            resolved=models.Count("pk", filter=Q(state=FindingState.RESOLVED)),
        )

    def with_subject(self) -> FindingQuerySet:
        """Each with what it is about and whose it is, in one query."""
        return self.select_related(
            "organization",
            "assessment__workload",
            "workload",
            "question__section",
            "section",
            "choice__question__section",
            "probe",
            "owner",
        )

    def urgent_first(self) -> FindingQuerySet:
        """The open ones first, by the day they are due; then the resolved ones, newest first."""
        resolved = Q(state=FindingState.RESOLVED)
        return self.order_by(
            models.Case(models.When(resolved, then=1), default=0),
            models.Case(models.When(resolved, then=None), default=F("due_on")).asc(nulls_last=True),
            F("resolved_at").desc(nulls_last=True),
            "-opened_at",
            "-pk",
        )


class Finding(models.Model):
    """A gap of one assessment: behind a section, a question or a choice of it.

    A failing signal opens one for each thing that its probe stands behind, and resolves it when it
    no longer fails; a person opens one without a probe. `seen_…` is what there was to see when it
    was opened, or opened again: `seen_reading` is the id of the reading, which may be gone, and
    `resolved_reading` that of the newest one when it was resolved. `opened_by` and `resolved_by`
    are empty where Plumbline did it.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="findings"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="findings")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="findings")
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    choice = models.ForeignKey(
        Choice, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    probe = models.ForeignKey(
        Probe, on_delete=models.SET_NULL, null=True, blank=True, related_name="findings"
    )
    title = models.CharField("finding", max_length=200)
    seen_state = models.CharField(
        "state of the signal", max_length=7, choices=SignalState.choices, blank=True
    )
    seen_value = models.FloatField("value", null=True, blank=True)
    seen_unit = models.CharField("unit", max_length=20, blank=True)
    seen = models.TextField("what was seen", max_length=2000)
    seen_at = models.DateTimeField("seen", null=True, blank=True)
    seen_reading = models.BigIntegerField("reading", null=True, blank=True)
    state = models.CharField(
        "state", max_length=8, choices=FindingState.choices, default=FindingState.OPEN
    )
    opened_at = models.DateTimeField("opened", default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reopened_at = models.DateTimeField("reopened", null=True, blank=True)
    resolved_at = models.DateTimeField("resolved", null=True, blank=True)
    resolved_how = models.CharField(
        "how it was resolved", max_length=8, choices=Resolution.choices, blank=True
    )
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    resolved_reading = models.BigIntegerField("reading then", null=True, blank=True)
    resolution = models.TextField("why it is resolved", blank=True, max_length=2000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
    )
    due_on = models.DateField("due", null=True, blank=True)
    ticket = models.CharField("address of the ticket", max_length=2000, blank=True)
    note = models.TextField("note", blank=True, max_length=4000)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(section__isnull=False, question__isnull=True, choice__isnull=True)
                | Q(section__isnull=True, question__isnull=False, choice__isnull=True)
                | Q(section__isnull=True, question__isnull=True, choice__isnull=False),
                name="finding_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.OPEN, resolved_at__isnull=True, resolved_how="")
                | (Q(state=FindingState.RESOLVED, resolved_at__isnull=False) & ~Q(resolved_how="")),
                name="finding_resolution_whole",
            ),
            models.CheckConstraint(
                condition=~Q(resolved_how=Resolution.PERSON)
                | (Q(resolved_by__isnull=False) & ~Q(resolution="")),
                name="finding_person_says_why",
            ),
            # A finding without a probe equals no other: people open as many as they see.
            *(
                models.UniqueConstraint(
                    fields=["assessment", "probe", about],
                    condition=Q(state=FindingState.OPEN),
                    name=f"finding_open_{about}_once",
                )
                for about in ("section", "question", "choice")
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "state", "due_on"], name="finding_due"),
            models.Index(fields=["assessment", "state"], name="finding_of_assessment"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:finding", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether the gap is still there, as far as anybody knows."""
        return self.state == FindingState.OPEN

    @property
    def about(self) -> Section | Question | Choice | None:
        """What it stands on."""
        return self.choice or self.question or self.section

    @property
    def asked(self) -> Question | None:
        """The question it is about, also where it stands on one of its choices."""
        return self.choice.question if self.choice else self.question

    def urgency(self, today: dt.date) -> str:
        """`overdue`, `due_soon`, `open` or `resolved` as of a day."""
        if not self.is_open:
            return "resolved"
        if self.due_on is None or self.due_on > today + dt.timedelta(days=SOON_DAYS):
            return "open"
        return "overdue" if self.due_on < today else "due_soon"
