"""What stands behind an answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.assessment import Assessment
from assessments.models.framework import Section
from assessments.models.question import Choice, Question
from evidence.models import Artifact, Probe
from organizations.models import Organization, User


class EvidenceLinkQuerySet(models.QuerySet["EvidenceLink"]):
    def visible_to(self, user: User) -> EvidenceLinkQuerySet:
        """Links in assessments of the organizations this user belongs to."""
        return self.filter(assessment__organization__in=Organization.objects.visible_to(user))

    def current(self) -> EvidenceLinkQuerySet:
        """Those to the framework version that their assessment stands on."""
        now = models.F("assessment__framework")
        return self.filter(
            models.Q(section__framework=now)
            | models.Q(question__framework=now)
            | models.Q(choice__question__framework=now)
        )


class EvidenceLink(models.Model):
    """An artifact or a probe, put behind a section, a question or a choice of one assessment.

    An objection is a reviewer's word that the evidence speaks against the claim: it is
    counter-evidence until it is lifted.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="links")
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )
    choice = models.ForeignKey(
        Choice, on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )
    artifact = models.ForeignKey(
        Artifact, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    probe = models.ForeignKey(
        Probe, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    linked_at = models.DateTimeField("linked", default=timezone.now, editable=False)
    objection = models.TextField("objection", blank=True, max_length=2000)
    objected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    objected_at = models.DateTimeField("objected", null=True, blank=True)

    objects = EvidenceLinkQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    section__isnull=False, question__isnull=True, choice__isnull=True
                )
                | models.Q(section__isnull=True, question__isnull=False, choice__isnull=True)
                | models.Q(section__isnull=True, question__isnull=True, choice__isnull=False),
                name="link_to_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(artifact__isnull=True, probe__isnull=False)
                | models.Q(artifact__isnull=False, probe__isnull=True),
                name="link_from_artifact_or_probe",
            ),
            models.UniqueConstraint(
                fields=["assessment", "artifact", "question"], name="link_artifact_question_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "artifact", "section"], name="link_artifact_section_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "artifact", "choice"], name="link_artifact_choice_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "probe", "choice"], name="link_probe_choice_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "probe", "question"], name="link_probe_question_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "probe", "section"], name="link_probe_section_once"
            ),
            models.CheckConstraint(
                condition=models.Q(objection="", objected_at__isnull=True)
                | (~models.Q(objection="") & models.Q(objected_at__isnull=False)),
                name="link_objection_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.artifact or self.probe} for {self.question or self.choice or self.section}"
