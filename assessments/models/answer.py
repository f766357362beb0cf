"""What a role says to a question, every version of it, and the lead's settlement."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.assessment import Assessment
from assessments.models.framework import Framework, Role
from assessments.models.question import Question
from organizations.models import Organization, User


class Standing(models.TextChoices):
    """What kind of answer it is.

    `open` is an answer taken back: nothing is ticked any more and nothing is marked as not
    applicable. Its notes and its history stay; it counts as unanswered.
    """

    OPEN = "open", "Not answered"
    ANSWERED = "answered", "Answered"
    DONT_KNOW = "dont_know", "Don't know"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


SOMETHING_SAID = (
    models.Q(value__isnull=False)
    | models.Q(number__isnull=False)
    | ~models.Q(text="")
    | ~models.Q(picks=[])
)
"""What an answer or a settlement needs to hold, of whatever kind the question is."""


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: User) -> AnswerQuerySet:
        """Answers in assessments of the organizations this user belongs to."""
        return self.filter(assessment__organization__in=Organization.objects.visible_to(user))

    def current(self) -> AnswerQuerySet:
        """Those to the framework version that their assessment stands on: not those that a move
        to another version left where they were."""
        return self.filter(question__framework=models.F("assessment__framework"))

    def given(self) -> AnswerQuerySet:
        """Those that count as answers: not taken back, not refused, and confirmed where they were
        carried over from another framework version."""
        said = self.exclude(standing=Standing.OPEN)
        return said.filter(refused_at__isnull=True, carried_from__isnull=True)


class Saying(models.Model):
    """What was said: shared by an answer and each of its versions.

    By the question's kind: `value` is a level, or 1 for yes and 0 for no; `picks` are choices, in
    the question's order: `[{"choice": "a", "state": "ticked", "note": ""}…]`, a state being
    `ticked`, `not_applicable` or `open` (not ticked, noted all the same); `number` and `text` are
    what their names say. Picks stay with an answer “not applicable”, to come back when it applies.
    """

    standing = models.CharField("standing", max_length=14, choices=Standing.choices)
    value = models.PositiveSmallIntegerField("level", null=True, blank=True)
    picks = models.JSONField("choices", default=list, blank=True)
    number = models.FloatField("number", null=True, blank=True)
    text = models.TextField("answer in words", blank=True, max_length=4000)
    note = models.TextField("note", blank=True, max_length=4000)
    reason = models.TextField("why it does not apply", blank=True, max_length=2000)
    said_at = models.DateTimeField("said", default=timezone.now)

    class Meta:
        abstract = True


class Answer(Saying):
    """What one role says to one question now: the newest version stands, the history keeps all.

    `version` counts the saves; a save names the version it was made from and is refused if
    another came between. A refused "not applicable" counts as unanswered until it is answered, and
    so does an answer carried over from another framework version (`carried_from`) to a question
    that has changed, until it is confirmed. Under the strict reading a "not applicable" counts once
    it is approved.
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
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField("approved", null=True, blank=True)
    carried_from = models.ForeignKey(
        Framework,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="to confirm: said to",
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "question__position", "role__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "role"], name="answer_once_per_role"
            ),
            models.CheckConstraint(
                condition=(models.Q(standing=Standing.ANSWERED) & SOMETHING_SAID)
                | (
                    ~models.Q(standing=Standing.ANSWERED)
                    & models.Q(value__isnull=True, number__isnull=True, text="")
                ),
                name="answer_says_something_where_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True)
                | models.Q(standing=Standing.NOT_APPLICABLE, refused_at__isnull=True),
                name="answer_approved_is_not_applicable",
            ),
            models.CheckConstraint(
                condition=~models.Q(standing=Standing.NOT_APPLICABLE) | ~models.Q(reason=""),
                name="answer_not_applicable_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.get_standing_display()}"

    @property
    def counts(self) -> bool:
        """Whether it is an answer by now, as `AnswerQuerySet.given` has it."""
        waits = self.refused_at is not None or self.carried_from_id is not None
        return self.standing != Standing.OPEN and not waits

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


class SettlementQuerySet(models.QuerySet["Settlement"]):
    def current(self) -> SettlementQuerySet:
        """Those of the framework version that their assessment stands on."""
        return self.filter(question__framework=models.F("assessment__framework"))


class Settlement(models.Model):
    """The lead's decision where roles disagree, with its reason, in the form of an answer to the
    question. A new one replaces the old; the audit log keeps both."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="settlements")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="settlements")
    value = models.PositiveSmallIntegerField("level", null=True, blank=True)
    picks = models.JSONField("choices", default=list, blank=True)
    number = models.FloatField("number", null=True, blank=True)
    reason = models.TextField("reason", max_length=2000)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField("settled", default=timezone.now)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "question__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="settlement_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="settlement_has_reason"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False)
                | models.Q(number__isnull=False)
                | ~models.Q(picks=[]),
                name="settlement_decides",
            ),
        ]

    def __str__(self) -> str:
        return f"Settled: {self.reason}"
