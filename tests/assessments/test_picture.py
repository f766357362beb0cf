"""An assessment read whole: a constant number of queries, and everything that follows from it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import snapshot
from assessments.actions import answers, links
from assessments.actions.answers import Said
from assessments.models import Assessment, Participant
from assessments.picture import Picture, take
from evidence.models import Probe, RevisionState
from organizations.models import Membership, User
from tests.factories import (
    ArtifactFactory,
    AssessmentFactory,
    ParticipantFactory,
    ProbeFactory,
    ReadingFactory,
    RevisionFactory,
    SourceFactory,
    UserFactory,
    framework_with,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 16


def assessment_with(number: int) -> Assessment:
    """So many questions, people, artifacts and probes, every question answered."""
    roles = tuple(f"role-{place}" for place in range(number))
    framework = framework_with(practices=1, questions=number, roles=roles)
    made = AssessmentFactory.create(framework=framework)
    source = SourceFactory.create(organization=made.organization)
    for role, question in zip(framework.roles.all(), framework.questions.all(), strict=True):
        me = _participant(made, role_id=role.pk)
        said = Said("answered", 3)
        answers.save(participant=me, question=question, said=said, seen=0, by=me.user)
        artifact = ArtifactFactory.create(organization=made.organization)
        RevisionFactory.create(
            artifact=artifact,
            state=RevisionState.ACCEPTED,
            valid_until=timezone.localdate() + dt.timedelta(days=30),
        )
        probe = ProbeFactory.create(source=source, workload=made.workload)
        Probe.objects.filter(pk=probe.pk).update(latest=ReadingFactory.create(probe=probe))
        for evidence in (artifact, probe):
            links.link(assessment=made, evidence=evidence, to=question, by=me.user)
    return Assessment.objects.with_subject().get(pk=made.pk)


def _participant(assessment: Assessment, role_id: int) -> Participant:
    user: User = UserFactory.create()
    Membership.objects.create(organization=assessment.organization, user=user, rights="member")
    return ParticipantFactory.create(assessment=assessment, user=user, role_id=role_id)


def queries_of(assessment: Assessment) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read_all(take(assessment))
    return len(captured)


def read_all(picture: Picture) -> None:
    """Everything that pages, milestones and reports read of it."""
    assert picture.steps is not None
    assert picture.drops is not None
    assert picture.numbers
    snapshot.canonical(snapshot.document(picture, milestone=None))


def test_the_number_of_queries_does_not_grow_with_questions_people_or_links() -> None:
    small, large = queries_of(assessment_with(3)), queries_of(assessment_with(10))
    assert small == large
    assert large <= MOST_QUERIES


def test_questions_are_numbered_by_their_place_in_sections_that_have_some() -> None:
    framework = framework_with(practices=3, questions=2)
    second = framework.sections.get(key="practice-1")
    second.questions.all().delete()
    picture = take(AssessmentFactory.create(framework=framework))
    numbers = [picture.numbers[question.pk] for question in picture.questions]
    assert numbers == ["1.1", "1.2", "2.1", "2.2"]


def test_levels_are_in_units_of_the_scale(review: Assessment) -> None:
    picture = take(review)
    assert picture.maximum == 5
    assert picture.level(0.42) == pytest.approx(2.1)
    assert picture.level(None) is None


def test_it_is_taken_at_the_moment_that_is_given() -> None:
    made = assessment_with(1)
    now = timezone.now()
    today, later = take(made, now), take(made, now + dt.timedelta(days=31))
    assert later.day == today.day + dt.timedelta(days=31)
    assert today.score.overall.proven == pytest.approx(0.6)
    assert later.score.overall.proven == pytest.approx(0.2)


def test_it_foresees_the_fall_when_evidence_expires() -> None:
    picture = take(assessment_with(1))
    (drop,) = picture.drops
    assert drop.on == picture.day + dt.timedelta(days=31)
    assert drop.after == pytest.approx(0.2)


def test_a_refused_not_applicable_is_no_answer(bobs: Participant, rita: User) -> None:
    question = bobs.assessment.framework.questions.all()[0]
    said = Said("not_applicable", reason="No queue.")
    answer = answers.save(participant=bobs, question=question, said=said, seen=0, by=bobs.user)
    assert take(bobs.assessment).answered(question.pk, bobs.role_id)
    answers.refuse(answer=answer, reason="You do.", by=rita)
    picture = take(bobs.assessment)
    assert not picture.answered(question.pk, bobs.role_id)
    assert not picture.answered(question.pk, -1)


def test_an_empty_framework_makes_an_empty_picture() -> None:
    picture = take(AssessmentFactory.create(framework=framework_with(practices=0)))
    assert picture.score.overall.asked == 0
    assert (picture.steps, picture.drops, picture.numbers) == ((), (), {})
