"""What a role says to a question, every version of it, and the lead's settlement."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.assessment import Assessment
from assessments.models.framework import Question, Role
from organizations.models import Organization, User


class Standing(models.TextChoices):
    """What kind of answer it is."""

    ANSWERED = "answered", "Answered"
    DONT_KNOW = "dont_know", "Don't know"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: User) -> AnswerQuerySet:
        """Answers in assessments of the organizations this user belongs to."""
        return self.filter(assessment__organization__in=Organization.objects.visible_to(user))


class Saying(models.Model):
    """What was said: shared by an answer and each of its versions."""

    standing = models.CharField("standing", max_length=14, choices=Standing.choices)
    value = models.PositiveSmallIntegerField("level", null=True, blank=True)
    note = models.TextField("note", blank=True, max_length=4000)
    reason = models.TextField("why it does not apply", blank=True, max_length=2000)
    said_at = models.DateTimeField("said", default=timezone.now)

    class Meta:
        abstract = True


class Answer(Saying):
    """What one role says to one question now: the newest version stands, the history keeps all.

    `version` counts the saves; a save names the version it was made from and is refused if
    another came between. A refused "not applicable" counts as unanswered until it is answered.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="answers")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="answers"
    )
    version = models.PositiveIntegerField("version", default=1)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    refused_at = models.DateTimeField("refused", null=True, blank=True)
    refusal = models.TextField("why it was refused", blank=True, max_length=2000)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "question__position", "role__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "role"], name="answer_once_per_role"
            ),
            models.CheckConstraint(
                condition=models.Q(standing=Standing.ANSWERED, value__isnull=False)
                | (~models.Q(standing=Standing.ANSWERED) & models.Q(value__isnull=True)),
                name="answer_level_where_answered",
            ),
            models.CheckConstraint(
                condition=~models.Q(standing=Standing.NOT_APPLICABLE) | ~models.Q(reason=""),
                name="answer_not_applicable_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.get_standing_display()}"

    @property
    def etag(self) -> str:
        """The entity tag under which the API serves this version."""
        return f'"{self.pk}-{self.version}"'


class AnswerVersion(Saying):
    """One save of an answer. Only ever added; the database refuses updates by trigger."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField("version")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["answer", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "version"], name="answer_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer}, version {self.version}"


class Settlement(models.Model):
    """The lead's decision where roles disagree, with its reason. A new one replaces the old;
    the audit log keeps both."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="settlements")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="settlements")
    value = models.PositiveSmallIntegerField("level")
    reason = models.TextField("reason", max_length=2000)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField("settled", default=timezone.now)

    class Meta:
        ordering = ["assessment", "question__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="settlement_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="settlement_has_reason"),
        ]

    def __str__(self) -> str:
        return f"Settled at {self.value}"
