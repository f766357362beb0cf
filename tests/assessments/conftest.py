"""An open assessment of the shop, and one of every kind of question: bob answers as DevOps
engineer, lena as developer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assessments.models import Assessment, AssessmentState, Participant, Question
from organizations.models import User, Workload
from tests.factories import AssessmentFactory, ParticipantFactory, every_kind, framework_with

EVERYBODY = ("alice", "lena", "bob", "rita", "ruth", "charlie", "operator")


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Mapping[str, User]:
    """Everybody by name: who may do a thing and who may not, in one test."""
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


@pytest.fixture
def draft(shop: Workload, lena: User) -> Assessment:
    """Nobody has a role in it yet."""
    return AssessmentFactory.create(
        workload=shop, title="Spring review", state=AssessmentState.DRAFT, created_by=lena
    )


@pytest.fixture
def review(shop: Workload, lena: User) -> Assessment:
    return AssessmentFactory.create(workload=shop, title="Autumn review", created_by=lena)


@pytest.fixture
def bobs(review: Assessment, bob: User) -> Participant:
    role = review.framework.roles.get(key="devops-engineer")
    return ParticipantFactory.create(assessment=review, user=bob, role=role)


@pytest.fixture
def lenas(review: Assessment, lena: User) -> Participant:
    role = review.framework.roles.get(key="developer")
    return ParticipantFactory.create(assessment=review, user=lena, role=role)


@pytest.fixture
def question(review: Assessment) -> Question:
    first = review.framework.questions.order_by("position").first()
    assert first is not None
    return first


@pytest.fixture
def unasked(shop: Workload, bob: User) -> Participant:
    """Bob as DevOps engineer, where the question “question-0” is asked of developers only."""
    framework = framework_with()
    role = framework.roles.get(key="devops-engineer")
    # Before anybody uses it: from then on the database holds the framework still.
    framework.questions.get(key="question-0").roles.remove(role)
    review = AssessmentFactory.create(workload=shop, framework=framework, title="Half asked")
    return ParticipantFactory.create(assessment=review, user=bob, role=role)


@pytest.fixture
def kinds(shop: Workload, lena: User) -> Assessment:
    """An open assessment with a question of every kind; the keys are the kinds."""
    return AssessmentFactory.create(
        workload=shop, framework=every_kind(), title="Every kind", created_by=lena
    )


@pytest.fixture
def me(kinds: Assessment, bob: User) -> Participant:
    """Bob, who answers every kind of question as DevOps engineer."""
    role = kinds.framework.roles.get(key="devops-engineer")
    return ParticipantFactory.create(assessment=kinds, user=bob, role=role)


@pytest.fixture
def developer(kinds: Assessment, lena: User) -> Participant:
    """Lena, who answers them as developer."""
    role = kinds.framework.roles.get(key="developer")
    return ParticipantFactory.create(assessment=kinds, user=lena, role=role)
