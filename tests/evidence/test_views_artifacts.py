"""The page of an artifact, for each of the cast."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import EvidenceLink
from evidence.actions import artifacts, reviews
from evidence.models import Artifact, Revision, RevisionState
from organizations.models import User, Workload
from tests.evidence import samples
from tests.evidence.pages import SignedIn, text_of, upload
from tests.factories import (
    ArtifactFactory,
    AssessmentFactory,
    RevisionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

LIBRARY = "/evidence/"
QUERIES = 6


@pytest.mark.parametrize("who", ["alice", "lena", "bob", "rita", "ruth"])
def test_members_see_the_library_and_the_artifact(
    who: str, runbook: Artifact, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert "Queue runbook" in text_of(client.get(LIBRARY))
    page = client.get(runbook.get_absolute_url())
    assert runbook.revisions.get().sha256 in text_of(page)


def test_a_stranger_sees_nothing_of_it(
    runbook: Artifact, waiting: Revision, signed_in: SignedIn, charlie: User
) -> None:
    client = signed_in(charlie)
    assert "Queue runbook" not in text_of(client.get(LIBRARY))
    for address in (
        runbook.get_absolute_url(),
        reverse("evidence:change", args=[runbook.pk]),
        reverse("evidence:revise", args=[runbook.pk]),
        reverse("evidence:download", args=[waiting.pk]),
    ):
        assert client.get(address).status_code == 404
    for name in ("accept", "give_back", "withdraw"):
        assert client.post(reverse(f"evidence:{name}", args=[waiting.pk])).status_code == 404


def test_who_is_not_signed_in_is_asked_to(runbook: Artifact, client: Client) -> None:
    for address in (LIBRARY, "/evidence/add/", runbook.get_absolute_url()):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_a_reader_looks_and_adds_nothing(
    runbook: Artifact, signed_in: SignedIn, ruth: User
) -> None:
    client = signed_in(ruth)
    assert "Add evidence" not in text_of(client.get(LIBRARY))
    page = text_of(client.get(runbook.get_absolute_url()))
    assert "Add a revision" not in page
    assert "Withdraw" not in page
    for address in (
        "/evidence/add/",
        reverse("evidence:revise", args=[runbook.pk]),
        reverse("evidence:change", args=[runbook.pk]),
    ):
        assert client.get(address).status_code == 403


def used(artifact: Artifact, workload: Workload) -> None:
    assessment = AssessmentFactory.create(workload=workload)
    question = assessment.framework.questions.first()
    EvidenceLink.objects.create(
        assessment=assessment, question=question, artifact=artifact, linked_by=artifact.owner
    )


@pytest.mark.parametrize("count", [3, 10])
def test_an_artifact_asks_as_often_for_three_revisions_as_for_ten(
    count: int,
    shop: Workload,
    bob: User,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    artifact = ArtifactFactory.create(organization=shop.organization, owner=bob)
    for number in range(1, count + 1):
        RevisionFactory.create(artifact=artifact, number=number, state=RevisionState.RETURNED)
        used(artifact, shop)
    client = signed_in(bob)
    with django_assert_num_queries(QUERIES):
        client.get(artifact.get_absolute_url())


def test_the_page_tells_the_whole_story(
    runbook: Artifact, waiting: Revision, bob: User, rita: User, signed_in: SignedIn
) -> None:
    reviews.give_back(revision=waiting, comment="Page 3 <is> empty.", by=rita)
    second = artifacts.revise(
        artifact=runbook, url="https://wiki.example.org/r", note="Filled in", by=bob
    )
    reviews.accept(revision=second, valid_until=dt.date(2999, 3, 4), by=rita)
    artifacts.revise(artifact=runbook, file=upload("third.pdf"), by=bob)
    artifacts.withdraw(revision=runbook.revisions.get(number=3), reason="Too early", by=bob)
    page = text_of(signed_in(bob).get(runbook.get_absolute_url()))
    for words in (
        "Page 3 &lt;is&gt; empty.",
        "Filled in",
        "https://wiki.example.org/r",
        "Accepted to 4 March 2999",
        "this one counts",
        "by Rita, ",
        "Too early",
        f"PDF, {len(samples.PDF)} bytes",
    ):
        assert words in page


def test_where_it_is_used_is_linked(
    runbook: Artifact, shop: Workload, bob: User, signed_in: SignedIn
) -> None:
    assessment = AssessmentFactory.create(workload=shop, title="Autumn review")
    question = assessment.framework.questions.first()
    assert question is not None
    EvidenceLink.objects.create(
        assessment=assessment, question=question, artifact=runbook, linked_by=bob
    )
    page = text_of(signed_in(bob).get(runbook.get_absolute_url()))
    assert assessment.get_absolute_url() in page
    assert question.text in page


def test_a_revision_is_withdrawn_with_a_reason(
    runbook: Artifact, waiting: Revision, bob: User, signed_in: SignedIn
) -> None:
    client = signed_in(bob)
    address = reverse("evidence:withdraw", args=[waiting.pk])
    assert "Say why" in text_of(client.post(address, follow=True))
    answer = client.post(address, {"reason": "Wrong file"}, follow=True)
    assert "Revision 1 is withdrawn. It stays on record." in text_of(answer)
    assert "does not count any more" in text_of(
        client.post(address, {"reason": "Again"}, follow=True)
    )
    assert client.get(address).status_code == 405
