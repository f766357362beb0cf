"""An assessment on a framework of the size of NIST SP 800-53: its pages, and saving an answer.

Through the web as somebody does who leads it and answers in its only role. One question in four is
answered, one in twenty has a runbook behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import answers, frameworks
from assessments.actions.answers import Said
from assessments.actions.frameworks import How
from assessments.models import Assessment, EvidenceLink, Participant, Question
from organizations.models import Membership, Rights
from tests.benchmarks.frame import Figure, report, seconds
from tests.benchmarks.frameworks import library
from tests.benchmarks.pages import Place, queries
from tests.factories import AssessmentFactory, ParticipantFactory, RevisionFactory

TIMES = 21
LIMIT = 800
"""Milliseconds that a page may take."""
SIZE = "1,189 questions"


def measure() -> list[Figure]:
    call_command("migrate", verbosity=0)
    place = Place()
    Membership.objects.filter(user=place.user).update(rights=Rights.LEAD)
    assessment = _assessment(place)
    me = assessment.participants.select_related("role").get()
    asked = list(Question.objects.filter(framework=assessment.framework).select_related("section"))
    middle = asked[len(asked) // 2]
    seen = count(1)
    answers.save(participant=me, question=middle, said=Said("answered", 1), seen=0, by=place.user)
    pages = {
        "questionnaire": ("questionnaire", assessment.pk, middle.section.key),
        "assessment page": ("assessment", assessment.pk),
        "below a question, after a save": ("state", assessment.pk, middle.key, me.role.key),
        "every number explained": ("trace", assessment.pk),
    }
    found = _figures("save an answer", lambda: place.save(me, middle, next(seen)))
    for name, (address, *parts) in pages.items():
        found += _figures(name, _opening(place, reverse(f"assessments:{address}", args=parts)))
    return found


def _opening(place: Place, address: str) -> Callable[[], None]:
    def look() -> None:
        assert place.client.get(address).status_code == 200

    return look


def _assessment(place: Place) -> Assessment:
    """Open, a quarter answered, with evidence."""
    framework = frameworks.import_framework(
        data=library(), filename="library.yaml", organization=place.organization, by=None, how=How()
    ).framework
    made: Assessment = AssessmentFactory.create(
        workload=place.workload, framework=framework, created_by=place.user
    )
    me: Participant = ParticipantFactory.create(
        assessment=made, user=place.user, role=framework.roles.get()
    )
    for number, question in enumerate(framework.questions.order_by("position")):
        if number % 4 == 0:
            said = Said("answered", number % 6)
            answers.save(participant=me, question=question, said=said, seen=0, by=place.user)
        if number % 20 == 0:
            revision = RevisionFactory.create(
                artifact__organization=place.organization, artifact__owner=place.user
            )
            EvidenceLink.objects.create(
                assessment=made, question=question, artifact=revision.artifact, linked_by=place.user
            )
    return made


def _figures(what: str, work: Callable[[], None]) -> list[Figure]:
    work()
    with CaptureQueriesContext(connection) as captured:
        work()
    return [
        Figure(f"{what}, queries", SIZE, [queries(captured)], "queries"),
        Figure(what, SIZE, [1000 * taken for taken in seconds(work, TIMES)], "ms", LIMIT),
    ]


if __name__ == "__main__":
    report(measure)
