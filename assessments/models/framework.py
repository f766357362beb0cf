"""A framework: a versioned catalogue of what good looks like."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from evidence.models import ArtifactKind
from organizations.models import Organization, User


class RollUp(models.TextChoices):
    """How the levels of questions become those of sections and of the whole."""

    MEAN = "mean", "Weighted mean"
    GATED = "gated", "The weakest practice decides"
    SAMM = "samm", "OWASP SAMM"


class Reading(models.TextChoices):
    """How risk rules and “not applicable” are read."""

    AWS = "aws", "As the AWS Well-Architected Tool does"
    STRICT = "strict", "Strictly"


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def visible_to(self, user: User) -> FrameworkQuerySet:
        """The built-in frameworks, and those of the organizations this user belongs to."""
        mine = models.Q(organization__in=Organization.objects.visible_to(user))
        return self.filter(mine | models.Q(organization__isnull=True))

    def newer_than(self, framework: Framework) -> FrameworkQuerySet:
        """Versions of this framework that came in after it, in its language, the newest first."""
        later = self.filter(key=framework.key, language=framework.language)
        return later.filter(imported_at__gt=framework.imported_at).order_by("-imported_at")

    def with_counts(self) -> FrameworkQuerySet:
        """Each framework with `question_count` and `assessment_count`, in one query."""
        return self.annotate(
            question_count=models.Count("questions", distinct=True),
            assessment_count=models.Count("assessments", distinct=True),
        )


class Framework(models.Model):
    """A versioned catalogue of what good looks like. Immutable: a change is a new version.

    `levels` is the scale, lowest first: `[{"value": 0, "name": "Absent", "description": ""}…]`.
    `ladder` is the cap of each evidence rung, as a share 0..1 of the highest level. `warnings` are
    what was odd about its file (`place`, `message`, `hint`), `lint` what is wrong with its rules
    (the fields of `assessments.lint.Mark`); `lint_errors` and `lint_warnings` count the latter.
    One organization and one key are one framework; each version, and each language of it, is a
    row. Without an organization it is built in and visible to everyone.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="frameworks"
    )
    key = models.SlugField("key", max_length=120)
    version = models.CharField("version", max_length=40)
    name = models.CharField("name", max_length=250)
    description = models.TextField("description", blank=True)
    publisher = models.CharField("publisher", max_length=200, blank=True)
    licence = models.CharField("licence", max_length=120, blank=True)
    attribution = models.TextField("attribution", blank=True)
    homepage = models.CharField("homepage", max_length=2000, blank=True)
    language = models.CharField("language", max_length=20, default="en")
    levels = models.JSONField("levels")
    ladder = models.JSONField("ladder")
    roll_up = models.CharField(
        "how levels roll up", max_length=10, choices=RollUp.choices, default=RollUp.MEAN
    )
    reading = models.CharField(
        "how answers are read", max_length=10, choices=Reading.choices, default=Reading.AWS
    )
    source_id = models.CharField("id in its format", max_length=250, blank=True)
    extra = models.JSONField("kept for its format", default=dict, blank=True)
    warnings = models.JSONField("oddities of the file", default=list, blank=True)
    lint = models.JSONField("marks of the lint", default=list, blank=True)
    lint_errors = models.PositiveIntegerField("errors of the lint", default=0)
    lint_warnings = models.PositiveIntegerField("warnings of the lint", default=0)
    source_format = models.CharField("format", max_length=40)
    source_name = models.CharField("file", max_length=200, blank=True)
    source_sha256 = models.CharField("SHA-256 of the file", max_length=64)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    imported_at = models.DateTimeField("imported", default=timezone.now, editable=False)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-imported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key", "version", "language"],
                condition=models.Q(organization__isnull=False),
                name="framework_version_once",
            ),
            models.UniqueConstraint(
                fields=["key", "version", "language"],
                condition=models.Q(organization__isnull=True),
                name="framework_builtin_version_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "source_sha256", "key", "language"],
                condition=models.Q(organization__isnull=False),
                name="framework_bytes_once",
            ),
            models.UniqueConstraint(
                fields=["source_sha256", "key", "language"],
                condition=models.Q(organization__isnull=True),
                name="framework_builtin_bytes_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:framework", args=[self.pk])

    @property
    def maximum(self) -> int:
        """The highest level's value."""
        return max(int(level["value"]) for level in self.levels)


class SectionKind(models.TextChoices):
    """What a node of the framework's tree is."""

    PILLAR = "pillar", "Pillar"
    FUNCTION = "function", "Function"
    FOCUS_AREA = "focus_area", "Focus area"
    CATEGORY = "category", "Category"
    FAMILY = "family", "Family"
    PRACTICE = "practice", "Practice"
    BEST_PRACTICE = "best_practice", "Best practice"
    STREAM = "stream", "Stream"
    REQUIREMENT = "requirement", "Requirement"
    SECTION = "section", "Section"


class Section(models.Model):
    """A node of the framework's tree. A practice carries responsibilities and cloud services."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    key = models.SlugField("key", max_length=120)
    kind = models.CharField("kind", max_length=20, choices=SectionKind.choices)
    title = models.CharField("title", max_length=250)
    guidance = models.TextField("guidance", blank=True, help_text="Markdown.")
    points = models.JSONField("points of advice", default=list, blank=True)
    weight = models.FloatField("weight", default=1)
    resources = models.JSONField("to read", default=list, blank=True)
    ref = models.CharField("reference", max_length=60, blank=True)
    source_id = models.CharField("id in its format", max_length=250, blank=True)
    extra = models.JSONField("kept for its format", default=dict, blank=True)
    position = models.PositiveIntegerField("position")

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "key"], name="section_key_once"),
            models.UniqueConstraint(fields=["framework", "position"], name="section_in_order"),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0), name="section_weight_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Role(models.Model):
    """A job in the framework: Cloud Architect, DevOps Engineer… Not a permission."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="roles")
    key = models.SlugField("key", max_length=120)
    name = models.CharField("name", max_length=120)
    position = models.PositiveIntegerField("position")

    class Meta:
        ordering = ["framework", "position"]
        constraints = [models.UniqueConstraint(fields=["framework", "key"], name="role_key_once")]

    def __str__(self) -> str:
        return self.name


class Responsibility(models.Model):
    """What a role does for a practice."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="responsibilities")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="responsibilities")
    text = models.CharField("responsibility", max_length=500)
    position = models.PositiveIntegerField("position")

    class Meta:
        ordering = ["section", "role__position", "position"]
        verbose_name_plural = "responsibilities"

    def __str__(self) -> str:
        return self.text


class ExpectedEvidence(models.Model):
    """An artifact that a practice asks for."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="expected_evidence")
    key = models.SlugField("key", max_length=120)
    title = models.CharField("title", max_length=200)
    kind = models.CharField("kind", max_length=12, choices=ArtifactKind.choices)
    description = models.TextField("description", blank=True)
    position = models.PositiveIntegerField("position")

    class Meta:
        ordering = ["section", "position"]
        verbose_name_plural = "expected evidence"
        constraints = [
            models.UniqueConstraint(fields=["section", "key"], name="expected_evidence_key_once")
        ]

    def __str__(self) -> str:
        return self.title


class CloudService(models.Model):
    """A provider's service that a practice names."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="cloud_services")
    provider = models.CharField("provider", max_length=80)
    name = models.CharField("name", max_length=120)
    purpose = models.TextField("what for", blank=True)
    position = models.PositiveIntegerField("position")

    class Meta:
        ordering = ["section", "position"]

    def __str__(self) -> str:
        return self.name
