"""Saving one answer and opening the assessment page: queries and time, small and large.

On a database of its own, through the web as a member does it, with 2 assessments and with 200.
The queries are those of the request without BEGIN, COMMIT and savepoints.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import answers
from assessments.actions.answers import Said
from assessments.models import Assessment, Participant, Question
from organizations.models import Rights, User, Workload
from tests.benchmarks.frame import Figure, report, seconds
from tests.factories import (
    AssessmentFactory,
    MembershipFactory,
    OrganizationFactory,
    ParticipantFactory,
    UserFactory,
    WorkloadFactory,
    framework_with,
)

TIMES = 100
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


class Place:
    """One organization, and a member who answers as every role in each of its assessments."""

    def __init__(self) -> None:
        self.organization = OrganizationFactory.create()
        self.workload: Workload = WorkloadFactory.create(organization=self.organization)
        self.user: User = UserFactory.create()
        MembershipFactory.create(
            organization=self.organization, user=self.user, rights=Rights.MEMBER
        )
        self.framework = framework_with(practices=4, questions=10)
        self.client = Client(headers={"HX-Request": "true"})
        self.client.force_login(
            self.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        self.levels = count()

    def grow(self, size: int) -> Assessment:
        """Until there are `size` answered assessments; the newest of them."""
        made = Assessment.objects.filter(workload=self.workload).count()
        for _ in range(made, size):
            newest = self._assessment()
        return newest

    def _assessment(self) -> Assessment:
        made: Assessment = AssessmentFactory.create(
            workload=self.workload, framework=self.framework, created_by=self.user
        )
        for role in self.framework.roles.all():
            me = ParticipantFactory.create(assessment=made, user=self.user, role=role)
            for question in self.framework.questions.all():
                said = Said("answered", next(self.levels) % 6)
                answers.save(participant=me, question=question, said=said, seen=0, by=self.user)
        return made

    def save(self, me: Participant, question: Question, seen: int) -> None:
        """Change the answer once, as the page does."""
        names = [me.assessment_id, question.key, me.role.key]
        address = reverse("assessments:answer", args=names)
        level = (seen * 7 + 1) % 6
        sent = {"said": level, "seen": seen, "note": f"Changed {seen} times."}
        assert self.client.post(address, sent).status_code == 200

    def open(self, assessment: Assessment) -> None:
        """Look at the assessment."""
        address = reverse("assessments:assessment", args=[assessment.pk])
        assert self.client.get(address).status_code == 200


def queries(captured: CaptureQueriesContext) -> int:
    """How many queries there were, transaction control left out."""
    return sum(not query["sql"].startswith(CONTROL) for query in captured.captured_queries)


def figures(what: str, many: str, work: Callable[[], None], most: int) -> list[Figure]:
    """The queries and the milliseconds of one piece of work."""
    with CaptureQueriesContext(connection) as captured:
        work()
    asked = [queries(captured)]
    return [
        Figure(f"{what}, queries", many, asked, "queries", most),
        Figure(what, many, [1000 * taken for taken in seconds(work, TIMES)], "ms"),
    ]


def of_size(place: Place, size: int) -> list[Figure]:
    """Both pieces of work with so many assessments in the database."""
    assessment = place.grow(size)
    me = Participant.objects.select_related("role").filter(assessment=assessment)[0]
    question = place.framework.questions.all()[0]
    seen = count(1)
    many = f"{size} assessments of 40 questions, 2 roles"
    return [
        *figures("save an answer", many, lambda: place.save(me, question, next(seen)), 12),
        *figures("assessment page", many, lambda: place.open(assessment), 30),
    ]


def measure() -> list[Figure]:
    call_command("migrate", verbosity=0)
    place = Place()
    return [figure for size in (2, 200) for figure in of_size(place, size)]


if __name__ == "__main__":
    report(measure)
