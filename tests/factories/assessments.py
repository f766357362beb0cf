"""A small framework and assessments against it."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from assessments.models import (
    Assessment,
    AssessmentState,
    ExpectedEvidence,
    Framework,
    Participant,
    Question,
    Responsibility,
    Role,
    Section,
    SectionKind,
)
from organizations.models import Organization
from tests.factories.organizations import UserFactory, WorkloadFactory

LEVELS = ["Absent", "Initial", "Repeatable", "Defined", "Measured", "Optimizing"]


class FrameworkFactory(DjangoModelFactory[Framework]):
    """An empty framework; `framework_with` makes one to answer."""

    class Meta:
        model = Framework

    organization = None
    key = factory.Sequence(lambda n: f"framework-{n}")
    version = "1.0"
    name = factory.Sequence(lambda n: f"Framework {n}")
    levels = factory.LazyFunction(
        lambda: [{"value": v, "name": n, "description": ""} for v, n in enumerate(LEVELS)]
    )
    ladder = factory.LazyFunction(lambda: [0.2, 0.4, 0.6, 0.8, 1.0])
    source_format = "practice-markdown"
    source_sha256 = factory.Sequence(lambda n: f"{n:064x}")


def framework_with(
    *,
    practices: int = 2,
    questions: int = 2,
    roles: tuple[str, ...] = ("devops-engineer", "developer"),
    organization: Organization | None = None,
    nested: bool = False,
) -> Framework:
    """A framework of so many practices with so many questions each, all asked of all roles.

    `nested`: each practice stands below the one before it.
    """
    framework = FrameworkFactory.create(organization=organization)
    made = [
        Role.objects.create(framework=framework, key=key, name=key.title(), position=place)
        for place, key in enumerate(roles)
    ]
    place = 0
    section = None
    for number in range(practices):
        section = Section.objects.create(
            framework=framework,
            parent=section if nested else None,
            key=f"practice-{number}",
            kind=SectionKind.PRACTICE,
            title=f"Practice {number}",
            guidance="Put a queue *between* them.",
            position=number,
        )
        ExpectedEvidence.objects.create(
            section=section, key="runbook", title="Queue runbook", kind="runbook", position=0
        )
        for role in made:
            Responsibility.objects.create(section=section, role=role, text="Keep up", position=0)
        for _ in range(questions):
            question = Question.objects.create(
                framework=framework,
                section=section,
                key=f"question-{place}",
                text=f"How do you do thing {place}?",
                level_descriptions=[f"{name} looks like this" for name in LEVELS],
                position=place,
            )
            question.roles.set(made)
            place += 1
    return framework


class AssessmentFactory(DjangoModelFactory[Assessment]):
    class Meta:
        model = Assessment

    workload = factory.SubFactory(WorkloadFactory)
    organization = factory.SelfAttribute("workload.organization")
    framework = factory.LazyFunction(framework_with)
    title = factory.Sequence(lambda n: f"Review {n}")
    state = AssessmentState.OPEN
    created_by = factory.SubFactory(UserFactory)


class ParticipantFactory(DjangoModelFactory[Participant]):
    class Meta:
        model = Participant

    assessment = factory.SubFactory(AssessmentFactory)
    user = factory.SubFactory(UserFactory)
    role = factory.LazyAttribute(lambda o: o.assessment.framework.roles.first())
