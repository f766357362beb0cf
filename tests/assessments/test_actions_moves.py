"""Moving an assessment to another version of its framework loses nothing, and can be undone."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments import framework_rows
from assessments.actions import answers, links, moves, settlements
from assessments.actions.answers import Said
from assessments.framework_spec import spec_of
from assessments.models import (
    Answer,
    AnswerVersion,
    Assessment,
    AssessmentState,
    Framework,
    Move,
    Participant,
    Question,
)
from assessments.picture import take
from assessments.spec import FrameworkSpec, QuestionSpec
from organizations import audit
from organizations.models import Organization, User
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.factories import ArtifactFactory, FrameworkFactory, OrganizationFactory

pytestmark = pytest.mark.django_db

Edit = Callable[[QuestionSpec], QuestionSpec | None]


def version_of(framework: Framework, edit: Edit, version: str = "2.0") -> Framework:
    """The framework with each question edited, or left out where that gives None."""
    spec = spec_of(framework)
    sections = tuple(
        replace(
            section,
            questions=tuple(new for one in section.questions if (new := edit(one)) is not None),
        )
        for section in spec.sections
    )
    return stored(replace(spec, version=version, sections=sections), framework.organization)


def stored(spec: FrameworkSpec, organization: Organization | None) -> Framework:
    sha256 = hashlib.sha256(repr(spec).encode()).hexdigest()
    origin = framework_rows.Origin("test", "f.yaml", b"", sha256, (), (), None)
    return framework_rows.store(spec, organization=organization, origin=origin)


def rewritten(key: str) -> Edit:
    return lambda one: replace(one, text="Asked anew?") if one.key == key else one


def without(key: str) -> Edit:
    return lambda one: None if one.key == key else one


def say(me: Participant, question: Question, level: int, seen: int = 0) -> Answer:
    said = Said("answered", level, "So it is.")
    return answers.save(participant=me, question=question, said=said, seen=seen, by=me.user)


@pytest.fixture
def answered(bobs: Participant, lenas: Participant) -> Assessment:
    """Bob says 3 to everything; Lena says 1 to the first question."""
    asked = list(bobs.assessment.framework.questions.order_by("position"))
    for question in asked:
        say(bobs, question, 3)
    say(lenas, asked[0], 1)
    return bobs.assessment


def move(assessment: Assessment, target: Framework, by: User) -> Move:
    return moves.move(assessment=assessment, target=target, by=by)


def test_answers_to_the_same_questions_carry_over(answered: Assessment, lena: User) -> None:
    before = take(answered).score.overall
    target = version_of(answered.framework, lambda one: one)
    move(answered, target, lena)
    now = Assessment.objects.get(pk=answered.pk)
    assert now.framework == target
    after = take(now).score.overall
    assert (after.claimed, after.answered, after.asked) == (
        before.claimed,
        before.answered,
        before.asked,
    )
    carried = Answer.objects.current().filter(assessment=now)
    assert {str(one.said_by) for one in carried} == {"Bob", "Lena"}
    assert all(one.versions.count() == 1 for one in carried)


def test_an_answer_to_a_changed_question_counts_once_it_is_confirmed(
    answered: Assessment, bobs: Participant, lena: User
) -> None:
    target = version_of(answered.framework, rewritten("question-0"))
    made = move(answered, target, lena)
    assert made.counts == {"carries": 3, "confirm": 2, "left": 0}
    picture = take(Assessment.objects.get(pk=answered.pk))
    assert picture.score.overall.answered == 3
    asked = target.questions.get(key="question-0")
    me = Participant.objects.get(assessment=answered, user=bobs.user, role__framework=target)
    assert say(me, asked, 3, seen=1).carried_from is None
    picture = take(Assessment.objects.get(pk=answered.pk))
    assert picture.score.overall.answered == 4


def test_an_answer_to_a_question_that_is_gone_stays_with_the_older_version(
    answered: Assessment, lena: User
) -> None:
    before = Answer.objects.count()
    plan = moves.preview(
        assessment=answered,
        target=version_of(answered.framework, without("question-1")),
        by=lena,
    )
    assert plan.counts == {"carries": 4, "confirm": 0, "left": 1}
    assert [one.outcome.why for one in plan.answers if not one.question] == [
        "The question is gone."
    ]
    assert Answer.objects.count() == before
    move(answered, plan.target, lena)
    assert Answer.objects.filter(question__key="question-1").count() == 1
    assert Answer.objects.current().filter(question__key="question-1").count() == 0


def test_a_milestone_is_made_first(answered: Assessment, lena: User) -> None:
    made = move(answered, version_of(answered.framework, without("question-1")), lena)
    assert made.milestone.title == f"Before the move to {made.target}"
    assert "question-1" in made.milestone.document
    assert audit.verify(answered.organization) is None


def test_evidence_and_settlements_go_along(answered: Assessment, lena: User, rita: User) -> None:
    asked = list(answered.framework.questions.order_by("position"))
    workload = answered.workload
    artifact = ArtifactFactory.create(organization=workload.organization, owner=lena)
    for to in (asked[0], asked[1], asked[0].section):
        links.link(assessment=answered, evidence=artifact, to=to, by=lena)
    link = answered.links.get(question=asked[0])
    links.object_to(link=link, objection="It says otherwise.", by=rita)
    settlements.settle(assessment=answered, question=asked[0], value=2, reason="So.", by=lena)
    move(answered, version_of(answered.framework, without("question-1")), lena)
    picture = take(Assessment.objects.get(pk=answered.pk))
    assert {link.objection for link in picture.links} == {"", "It says otherwise."}
    assert len(picture.links) == 2
    assert [one.value for one in picture.settlements.values()] == [2]


def test_undoing_goes_back_to_what_was_there(answered: Assessment, lena: User) -> None:
    origin = answered.framework
    before = take(answered).score
    made = move(answered, version_of(origin, rewritten("question-0")), lena)
    moves.undo(moved=made, by=lena)
    now = Assessment.objects.get(pk=answered.pk)
    assert now.framework == origin
    assert take(now).score == before
    with pytest.raises(Conflict, match="undone already"):
        moves.undo(moved=made, by=lena)


def test_what_was_answered_after_a_move_comes_back_with_the_next_one(
    answered: Assessment, bobs: Participant, lena: User
) -> None:
    target = version_of(answered.framework, rewritten("question-0"))
    made = move(answered, target, lena)
    me = Participant.objects.get(assessment=answered, user=bobs.user, role__framework=target)
    say(me, target.questions.get(key="question-0"), 5, seen=1)
    moves.undo(moved=made, by=lena)
    again = Assessment.objects.get(pk=answered.pk)
    say(bobs, again.framework.questions.get(key="question-2"), 1, seen=1)
    move(again, target, lena)
    said = {
        one.question.key: one.value
        for one in Answer.objects.current().filter(assessment=again, role=me.role)
    }
    assert said == {"question-0": 5, "question-1": 3, "question-2": 1, "question-3": 3}
    newest = Answer.objects.get(assessment=again, role=me.role, question__key="question-2")
    assert [one.value for one in newest.versions.order_by("version")] == [3, 1]


def test_a_move_can_be_undone_for_thirty_days(answered: Assessment, lena: User) -> None:
    made = move(answered, version_of(answered.framework, lambda one: one), lena)
    assert made.undo_until == timezone.localdate() + dt.timedelta(days=30)
    made.undo_until = timezone.localdate() - dt.timedelta(days=1)
    made.save()
    with pytest.raises(Conflict, match="30 days"):
        moves.undo(moved=made, by=lena)


def test_only_another_version_of_the_same_framework_will_do(
    answered: Assessment, lena: User
) -> None:
    with pytest.raises(Invalid, match="stands on that version already"):
        move(answered, answered.framework, lena)
    with pytest.raises(Invalid, match="another version of"):
        move(answered, FrameworkFactory.create(), lena)


def test_a_framework_of_another_organization_will_not_do(answered: Assessment, lena: User) -> None:
    spec = replace(spec_of(answered.framework), version="2.0")
    with pytest.raises(Invalid, match="another organization"):
        move(answered, stored(spec, OrganizationFactory.create()), lena)


@pytest.mark.parametrize("state", ["in_review", "approved", "published"])
def test_answers_that_are_frozen_stay_where_they_are(
    answered: Assessment, lena: User, state: str
) -> None:
    target = version_of(answered.framework, lambda one: one)
    Assessment.objects.filter(pk=answered.pk).update(state=AssessmentState(state))
    with pytest.raises(Conflict, match="Nothing was changed"):
        move(answered, target, lena)
    assert not Move.objects.exists()
    assert not answered.milestones.exists()


def test_only_a_lead_moves_an_assessment(answered: Assessment, bob: User, rita: User) -> None:
    target = version_of(answered.framework, lambda one: one)
    for person in (bob, rita):
        with pytest.raises(Forbidden):
            move(answered, target, person)


def test_a_move_takes_the_same_queries_whatever_the_number_of_answers(
    bobs: Participant, lena: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    review = bobs.assessment
    say(bobs, review.framework.questions.get(key="question-0"), 3)
    move(review, version_of(review.framework, lambda one: one), lena)
    for version, answers_there in (("3.0", 1), ("4.0", 4)):
        review = Assessment.objects.get(pk=review.pk)
        target = version_of(review.framework, lambda one: one, version=version)
        assert Answer.objects.current().filter(assessment=review).count() == answers_there
        with django_assert_num_queries(QUERIES):
            move(review, target, lena)
        me = Participant.objects.get(assessment=review, role__framework=target)
        for question in target.questions.exclude(key="question-0"):
            if version == "3.0":
                say(me, question, 2)
    assert AnswerVersion.objects.filter(answer__question__framework=target).count() == 4


QUERIES = 67
