"""The REST face against its own description: it is valid, and nothing sent to it breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, settings
from schemathesis import checks

from assessments.actions import answers, links
from assessments.actions.answers import Said
from assessments.models import Assessment, Milestone
from jobs.models import JobState
from organizations.actions import tokens
from organizations.models import Membership, Organization, Scope, User, Workload
from tests.factories import (
    ArtifactFactory,
    AssessmentFactory,
    MembershipFactory,
    ParticipantFactory,
    ProbeFactory,
    ReadingFactory,
    RevisionFactory,
    SourceFactory,
    framework_with,
)
from tests.factories.jobs import JobFactory

EXAMPLES = 5
"""Requests made up for each operation."""

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]


def description() -> dict[str, Any]:
    """What `/api/v1/schema/` serves."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # ships no types
    return made


api = schemathesis.openapi.from_dict(description())
api.app = get_wsgi_application()
api.location = "/api/v1/schema/"
# Every corner of every parameter would take minutes.
api.config.phases.coverage.enabled = False


@pytest.fixture
def rows(acme: Organization, shop: Workload, alice: User) -> dict[str, Any]:
    """One of each thing an address may name, by the word before its id."""
    framework = framework_with(practices=1, questions=1, organization=acme)
    found: Assessment = AssessmentFactory.create(workload=shop, framework=framework)
    me = ParticipantFactory.create(assessment=found, user=alice)
    question = framework.questions.all()[0]
    said = Said("answered", 3)
    answers.save(participant=me, question=question, said=said, seen=0, by=alice)
    artifact = ArtifactFactory.create(organization=acme, owner=alice)
    source = SourceFactory.create(organization=acme)
    probe = ProbeFactory.create(source=source, workload=shop)
    colleague: Membership = MembershipFactory.create(organization=acme)
    return {
        "assessments": found.pk,
        "frameworks": framework.pk,
        "participants": me.pk,
        "evidence-links": links.link(assessment=found, evidence=artifact, to=question, by=alice).pk,
        "milestones": _milestone(found, alice).pk,
        "artifacts": artifact.pk,
        # An address that the network guard refuses: nothing outside is asked by these tests.
        "revisions": RevisionFactory.create(artifact=artifact, url="http://127.0.0.1:9/").pk,
        "sources": source.pk,
        "probes": probe.pk,
        "readings": ReadingFactory.create(probe=probe).pk,
        "workloads": shop.pk,
        "members": colleague.pk,
        "jobs": str(JobFactory.create(organization=acme, state=JobState.FAILED).pk),
        "tokens": tokens.create(name="Another", scope=Scope.READ, by=alice).token.pk,
    }


def _milestone(assessment: Assessment, by: User) -> Milestone:
    return Milestone.objects.create(
        assessment=assessment,
        number=1,
        title="Autumn",
        document="{}",
        sha256="0" * 64,
        audit_head="",
        proven=1.0,
        published_by=by,
    )


@pytest.fixture
def bearer(alice: User) -> Iterator[dict[str, str]]:
    """The headers of alice's script, which may ask as often as it likes."""
    text = tokens.create(name="CI", scope=Scope.WRITE, by=alice).text
    cache.clear()
    yield {"Authorization": f"Bearer {text}"}
    cache.clear()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's connection open, and with it the transaction it works in."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def point_at(case: schemathesis.Case[Any], rows: dict[str, Any]) -> None:
    """Let the address name rows that are there, so that requests get past the 404."""
    steps = case.path.strip("/").split("/")
    known: dict[str, Any] = {"question": "question-0", "role": "devops-engineer", "slug": "acme"}
    for before, step in pairwise(steps):
        if step.startswith("{") and before in rows:
            known[step.strip("{}")] = rows[before]
    case.path_parameters = {
        name: known.get(name, value) for name, value in (case.path_parameters or {}).items()
    }


def test_the_description_is_valid_openapi_without_a_warning() -> None:
    GENERATOR_STATS.reset()
    validate_schema(description())  # type: ignore[no-untyped-call]  # ships no types
    said = [
        str(message) for message in (*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache)
    ]
    assert said == []


@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_it_and_every_answer_is_as_described(
    case: schemathesis.Case[Any], rows: dict[str, Any], bearer: dict[str, str]
) -> None:
    cache.clear()
    point_at(case, rows)
    case.call_and_validate(headers=bearer, checks=CHECKS)
