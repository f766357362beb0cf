"""Signals that a practice suggests by the cloud services it names."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, CloudService
from assessments.pages.proposals import proposals
from organizations.models import Organization, User
from tests.factories import AssessmentFactory, SourceFactory
from tests.factories.assessments import framework_with

pytestmark = pytest.mark.django_db


def review_of(*names: str, organization: Organization | None = None) -> Assessment:
    """An assessment by a framework whose first section names these services."""
    framework = framework_with(practices=1, questions=1)
    section = framework.sections.get()
    for position, name in enumerate(names):
        CloudService.objects.create(section=section, provider="AWS", name=name, position=position)
    wanted = {"workload__organization": organization} if organization else {}
    return AssessmentFactory.create(framework=framework, **wanted)


def section_of(review: Assessment) -> list[int]:
    return list(review.framework.sections.values_list("pk", flat=True))


def test_presets_of_the_services_are_proposed_in_a_source_or_with_one_to_add() -> None:
    review = review_of("Amazon SQS", "Amazon SQS", "Google Pub/Sub", "A fax")
    queue, topic = proposals(section_of(review), review.organization)
    assert (queue.service, queue.connector, queue.source) == ("Amazon SQS", "cloudwatch", None)
    assert "sqs.backlog_age" in [preset.key for preset in queue.presets]
    assert {preset.service for preset in topic.presets} == {"Pub/Sub"}
    source = SourceFactory.create(organization=review.organization, connector="cloudwatch")
    assert proposals(section_of(review), review.organization)[0].source == source


@pytest.mark.parametrize("count", [3, 10])
def test_the_number_of_queries_does_not_depend_on_the_number_of_services(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    review = review_of(*[f"Service {n}" for n in range(count)])
    sections, organization = section_of(review), review.organization
    with django_assert_num_queries(2):
        assert proposals(sections, organization) == []


@pytest.mark.parametrize(("person", "seen"), [("lena", True), ("bob", False)])
def test_whoever_may_have_signals_watched_sees_them(
    person: str, *, seen: bool, client: Client, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)
    organization = request.getfixturevalue("acme")
    review = review_of("Amazon SQS", organization=organization)
    question = review.framework.questions.get()
    client.force_login(user)
    address = reverse("assessments:attach", args=[review.pk])
    answer = client.get(f"{address}?question={question.key}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert ("Signals for the services" in page) is seen
    assert ("add Amazon CloudWatch" in " ".join(page.split())) is seen
