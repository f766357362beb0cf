"""People who answer, attach and link in the same moment: they wait for each other, none fails."""

from __future__ import annotations

import pytest

from assessments.actions import answers, links, participants
from assessments.actions.answers import Said
from assessments.models import Assessment, EvidenceLink, Participant, Question
from evidence.models import Artifact
from organizations import audit
from organizations.models import Organization, User
from tests.at_once import at_once
from tests.factories import ArtifactFactory

EACH = 12


@pytest.fixture
def bobs_role(transactional_db: None, review: Assessment, lena: User, bob: User) -> Participant:
    role = review.framework.roles.get(key="devops-engineer")
    participants.add(assessment=review, user=bob, role=role, by=lena)
    return Participant.objects.select_related(
        "role", "user", "assessment__framework", "assessment__organization"
    ).get()


@pytest.fixture
def library(bobs_role: Participant, rita: User) -> list[Artifact]:
    organization = bobs_role.assessment.organization
    made = ArtifactFactory.create_batch(EACH, organization=organization, workload=None, owner=rita)
    return list(made)


def answer_often(me: Participant, question: Question) -> None:
    for seen in range(EACH):
        said = Said("answered", 1 + seen % 2)
        answers.save(participant=me, question=question, said=said, seen=seen, by=me.user)


@pytest.mark.usefixtures("question", "library", "many_connections")
def test_answers_and_links_at_once_all_come_through(
    acme: Organization,
    bobs_role: Participant,
    question: Question,
    library: list[Artifact],
    rita: User,
) -> None:
    def link_all() -> None:
        for artifact in library:
            links.link(assessment=bobs_role.assessment, evidence=artifact, to=question, by=rita)

    def add_and_link() -> None:
        for number in range(EACH):
            links.add_and_link(
                assessment=bobs_role.assessment,
                to=question,
                by=rita,
                title=f"Runbook {number}",
                kind="runbook",
                url=f"https://wiki.example.org/{number}",
            )

    def counted() -> tuple[int, audit.Flaw | None]:
        return EvidenceLink.objects.count(), audit.verify(Organization.objects.get(pk=acme.pk))

    results = at_once(lambda: answer_often(bobs_role, question), link_all, add_and_link)
    assert results == [None, None, None]
    assert at_once(counted) == [(2 * EACH, None)]
