"""An assessment with a question of every kind, for the browser to answer."""

from __future__ import annotations

from assessments.actions import assessments, participants
from assessments.models import Section
from organizations.models import Organization, User
from tests.factories import ask, every_kind


def open_assessment(company: str) -> int:
    """The id of one in that company, led by lena; dora answers. After a practice with a question
    of every kind comes a long one of thirty."""
    lena, dora = (User.objects.get(email=f"{who}@{company}.example") for who in ("lena", "dora"))
    organization = Organization.objects.get(memberships__user=dora)
    framework = every_kind(organization)
    long = Section.objects.create(
        framework=framework, key="long", kind="practice", title="A long practice", position=1
    )
    for number in range(30):
        ask(long, "boolean", key=f"long-{number}", text=f"Is number {number} in place?")
    made = assessments.create(
        workload=organization.workloads.get(), framework=framework, title="Every kind", by=lena
    )
    participants.add(assessment=made, user=dora, role=framework.roles.all()[0], by=lena)
    assessments.open_for_answers(assessment=made, by=lena)
    return made.pk
