"""The sample while it is being made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.models import Assessment, Framework, Question, Section
from organizations.models import Organization, User, Workload

SLUG = "plumbline-sample"


def found() -> Organization | None:
    """The sample's organization, if it is loaded."""
    return Organization.objects.filter(slug=SLUG, is_sample=True).first()


@dataclass(frozen=True, slots=True)
class Workspace:
    """The organization, its one workload and assessment, and its people by address."""

    organization: Organization
    workload: Workload
    assessment: Assessment
    people: Mapping[str, User]

    @property
    def framework(self) -> Framework:
        """What the workload is assessed against."""
        return self.assessment.framework

    def question(self, key: str) -> Question:
        """The question with this key."""
        return self.framework.questions.get(key=key)

    def subject(self, key: str) -> Question | Section:
        """The question or the section with this key."""
        question = self.framework.questions.filter(key=key).first()
        return question or self.framework.sections.get(key=key)
