"""What a framework asks: questions, their choices, and the groups they belong to."""

from __future__ import annotations

from django.db import models
from django.utils.functional import cached_property

from assessments.models.framework import Framework, Role, Section


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    LEVEL = "level", "Level"
    SINGLE = "single", "One of several choices"
    MULTIPLE = "multiple", "Any of several choices"
    BOOLEAN = "boolean", "Yes or no"
    NUMBER = "number", "Number"
    TEXT = "text", "Text"


class ImplementationGroup(models.Model):
    """A part of the framework that an assessment can be limited to."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="groups")
    key = models.CharField("key", max_length=120)
    name = models.CharField("name", max_length=120)
    description = models.TextField("description", blank=True)
    default = models.BooleanField("selected unless one says otherwise", default=False)
    position = models.PositiveIntegerField("position")

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "key"], name="implementation_group_key_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


def asked_in(assessment: int | str, question: str = "pk") -> models.Q:
    """The condition that a question is asked in an assessment, as far as groups go: the assessment
    is limited to none, the question belongs to none, or they have one in common.

    `assessment` is an id or, for a subquery, the name of the field of the outer row that holds it;
    `question` the name of the field that holds the question's id. For questions and assessments of
    one framework version.
    """
    belonging = Question.groups.through._default_manager.filter(
        question_id=models.OuterRef(question)
    )
    common = belonging.filter(
        implementationgroup__in=_chosen(assessment, 3).values("implementationgroup")
    )
    unlimited = ~models.Q(models.Exists(_chosen(assessment, 2)))
    return unlimited | ~models.Q(models.Exists(belonging)) | models.Q(models.Exists(common))


def _chosen(assessment: int | str, depth: int) -> models.QuerySet[models.Model]:
    """The groups that an assessment, `depth` queries further out, is limited to."""
    at: int | str | models.OuterRef = assessment
    if isinstance(at, str):
        for _ in range(depth):
            at = models.OuterRef(at)
    through = ImplementationGroup.assessments.through
    chosen: models.QuerySet[models.Model] = through._default_manager.filter(assessment_id=at)
    return chosen


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions."""

    def whole(self) -> QuestionQuerySet:
        """In order, with their roles and choices, in three queries."""
        roles = models.Prefetch("roles", Role.objects.order_by("position"), to_attr="all_roles")
        choices = models.Prefetch(
            "choices", Choice.objects.order_by("position"), to_attr="all_choices"
        )
        rows = self.order_by("position")
        return rows.prefetch_related(roles, choices)  # type: ignore[no-redef]  # fills them


class Question(models.Model):
    """Asked of one or more roles.

    `level_descriptions` says what each level of the framework's scale looks like here, lowest
    first; empty where the framework gives none. `rules` are the risk rules of a `multiple`
    question, first true one first: `[{"condition": "a && b", "risk": "none"}…]`. `bands` say what
    a number claims: `[{"at_least": null, "score": 0.0}…]`. `tier` is the level of its practice
    that it stands on, where the framework rolls up as OWASP SAMM does.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField("key", max_length=120)
    kind = models.CharField(
        "kind", max_length=10, choices=QuestionKind.choices, default=QuestionKind.LEVEL
    )
    text = models.CharField("question", max_length=1000)
    help = models.TextField("help", blank=True, help_text="Markdown.")
    weight = models.FloatField("weight", default=1)
    level_descriptions = models.JSONField("what each level looks like", default=list, blank=True)
    rules = models.JSONField("risk rules", default=list, blank=True)
    bands = models.JSONField("what a number claims", default=list, blank=True)
    unit = models.CharField("unit", max_length=40, blank=True)
    tier = models.PositiveSmallIntegerField("level of its practice", null=True, blank=True)
    resources = models.JSONField("to read", default=list, blank=True)
    ref = models.CharField("reference", max_length=60, blank=True)
    source_id = models.CharField("id in its format", max_length=250, blank=True)
    extra = models.JSONField("kept for its format", default=dict, blank=True)
    roles = models.ManyToManyField(Role, related_name="questions", verbose_name="asked of")
    groups = models.ManyToManyField(
        ImplementationGroup, related_name="questions", blank=True, verbose_name="in groups"
    )
    position = models.PositiveIntegerField("position")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "key"], name="question_key_once"),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0), name="question_weight_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @cached_property
    def all_roles(self) -> list[Role]:
        """The roles it is asked of, in the framework's order; read once."""
        return sorted(self.roles.all(), key=lambda role: role.position)

    @cached_property
    def all_choices(self) -> list[Choice]:
        """Its choices in order; read once."""
        return sorted(self.choices.all(), key=lambda choice: choice.position)


class Choice(models.Model):
    """An option of a `single` or `multiple` question. Its key is unique in the question only.

    `score`, 0..1 of the highest level, is what it claims in a `single` question and what it weighs
    in a `multiple` one without rules. `help` leads on, `improvement` says what to do where it is
    not ticked: `[{"text": "", "url": ""}…]`.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    key = models.CharField("key", max_length=250)
    text = models.CharField("choice", max_length=1000)
    description = models.TextField("description", blank=True, help_text="Markdown.")
    score = models.FloatField("score", null=True, blank=True)
    none_of_these = models.BooleanField("stands for none of the others", default=False)
    help = models.JSONField("helpful resources", default=list, blank=True)
    improvement = models.JSONField("improvement plan", default=list, blank=True)
    extra = models.JSONField("kept for its format", default=dict, blank=True)
    position = models.PositiveIntegerField("position")

    class Meta:
        ordering = ["question", "position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "key"], name="choice_key_once"),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__gte=0, score__lte=1),
                name="choice_score_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.text
