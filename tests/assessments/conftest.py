"""An open assessment of the shop: bob answers as DevOps engineer, lena as developer."""

from __future__ import annotations

import pytest

from assessments.models import Assessment, Participant, Question
from organizations.models import User, Workload
from tests.factories import AssessmentFactory, ParticipantFactory


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
