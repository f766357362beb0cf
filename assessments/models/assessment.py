"""An assessment and the people who take part in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from assessments.models.framework import Framework, Reading, Role
from assessments.models.question import ImplementationGroup
from organizations.models import Organization, User, Workload


class AssessmentState(models.TextChoices):
    """Where an assessment stands. Answers can be changed while it is open, and only then."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"


class Policy(models.TextChoices):
    """How several roles' claims become the question's claim."""

    LOWEST = "lowest", "The lowest answer stands"
    MEDIAN = "median", "The median answer stands"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User) -> AssessmentQuerySet:
        """Assessments of the organizations this user belongs to."""
        return self.filter(organization__in=Organization.objects.visible_to(user))

    def with_subject(self) -> AssessmentQuerySet:
        """Each assessment with its workload, framework and organization, in one query."""
        return self.select_related("workload", "framework", "organization")

    def open_for(self, user: User) -> AssessmentQuerySet:
        """Open assessments in which this user has a role."""
        return self.filter(state=AssessmentState.OPEN, participants__user=user).distinct()


class Assessment(models.Model):
    """One workload, one framework version, one period; has participants, a state, answers."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="assessments"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="assessments")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField("title", max_length=160)
    due_on = models.DateField("due", null=True, blank=True)
    policy = models.CharField(
        "when roles differ", max_length=8, choices=Policy.choices, default=Policy.LOWEST
    )
    reading = models.CharField(
        "how answers are read", max_length=10, choices=Reading.choices, default=Reading.AWS
    )
    groups = models.ManyToManyField(
        ImplementationGroup,
        related_name="assessments",
        blank=True,
        verbose_name="limited to",
    )
    state = models.CharField(
        "state", max_length=9, choices=AssessmentState.choices, default=AssessmentState.DRAFT
    )
    state_comment = models.TextField("comment on the state", blank=True, max_length=4000)
    state_since = models.DateTimeField("in this state since", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workload", "title"],
                name="assessment_title_once",
                violation_error_message="This workload has an assessment of that title.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=AssessmentState.values),
                name="assessment_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workload}, {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:assessment", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether answers and evidence links can be changed."""
        return self.state == AssessmentState.OPEN


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def current(self) -> ParticipantQuerySet:
        """Those in roles of the framework version that their assessment stands on."""
        return self.filter(role__framework=models.F("assessment__framework"))


class Participant(models.Model):
    """A person who answers in a role."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="participants"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations"
    )
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="participants")
    created_at = models.DateTimeField("since", default=timezone.now, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["role__position", "user__email"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "user", "role"], name="participant_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role}"
