"""From rows to the plain values that are scored."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from assessments import facts, scoring
from assessments.actions import answers, links, settlements
from assessments.actions.answers import Said
from assessments.models import (
    Assessment,
    EvidenceLink,
    ExpectedEvidence,
    Participant,
    Question,
    Section,
)
from assessments.picture import take
from evidence.models import Artifact, Probe, Reading, RevisionState
from organizations.models import User, Workload
from tests.factories import (
    ArtifactFactory,
    AssessmentFactory,
    FrameworkFactory,
    ProbeFactory,
    ReadingFactory,
    RevisionFactory,
    SourceFactory,
    framework_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def runbook(review: Assessment) -> Artifact:
    return ArtifactFactory.create(organization=review.organization)


@pytest.fixture
def probe(review: Assessment) -> Probe:
    source = SourceFactory.create(organization=review.organization)
    return ProbeFactory.create(source=source, workload=review.workload, stale_after_seconds=3600)


def put_behind(assessment: Assessment, evidence: Artifact | Probe, to: Question | Section) -> None:
    links.link(assessment=assessment, evidence=evidence, to=to, by=assessment.created_by)


def facts_of(question: Question, assessment: Assessment) -> scoring.QuestionFacts:
    found = {one.id: one for one in take(assessment).question_facts}
    return found[question.key]


def revise(artifact: Artifact, number: int, state: str, **given: object) -> None:
    RevisionFactory.create(artifact=artifact, number=number, state=state, **given)


def test_levels_become_a_scale_and_the_ladder_keeps_its_name() -> None:
    framework = FrameworkFactory.create(
        name="Backups",
        version="2.0",
        levels=[{"value": 3, "name": "c"}, {"value": 0, "name": "a"}, {"value": 1, "name": "b"}],
        ladder=[0, 0, 0.5, 0.5, 1],
    )
    assert facts.scale_of(framework).values == (0, 1, 3)
    assert facts.ladder_of(framework) == scoring.Ladder((0, 0, 0.5, 0.5, 1), "Backups 2.0")
    assert framework.maximum == 3


def test_claims_are_shares_of_the_highest_level(
    bobs: Participant, lenas: Participant, question: Question
) -> None:
    for me, said in ((bobs, Said("answered", 4)), (lenas, Said("dont_know"))):
        answers.save(participant=me, question=question, said=said, seen=0, by=me.user)
    found = facts_of(question, bobs.assessment)
    assert found.roles_asked == ("devops-engineer", "developer")
    assert found.claims == (
        scoring.Claim("devops-engineer", scoring.Standing.ANSWERED, 0.8),
        scoring.Claim("developer", scoring.Standing.DONT_KNOW),
    )
    assert found.settlement is None


def test_a_refused_not_applicable_is_a_standing_of_its_own(
    bobs: Participant, question: Question, rita: User
) -> None:
    said = Said("not_applicable", reason="No queue.")
    answer = answers.save(participant=bobs, question=question, said=said, seen=0, by=bobs.user)
    (before,) = facts_of(question, bobs.assessment).claims
    answers.refuse(answer=answer, reason="You do.", by=rita)
    (after,) = facts_of(question, bobs.assessment).claims
    assert (before.standing, after.standing) == (
        scoring.Standing.NOT_APPLICABLE,
        scoring.Standing.NOT_APPLICABLE_REFUSED,
    )


def test_a_settlement_is_a_share_too(review: Assessment, question: Question, lena: User) -> None:
    settlements.settle(assessment=review, question=question, value=2, reason="So.", by=lena)
    assert facts_of(question, review).settlement == 0.4


def test_evidence_of_a_section_stands_behind_every_question_below_it(
    review: Assessment, question: Question, runbook: Artifact
) -> None:
    nested = AssessmentFactory.create(
        workload=review.workload,
        framework=framework_with(nested=True),
        created_by=review.created_by,
    )
    revise(runbook, 1, RevisionState.ACCEPTED)
    put_behind(nested, runbook, Section.objects.get(framework=nested.framework, parent=None))
    assert len(take(nested).question_facts) == 4
    for asked in take(nested).question_facts:
        assert [one.id for one in asked.artifacts] == [f"artifact-{runbook.pk}"]


def test_evidence_of_a_question_stands_behind_that_one_only(
    review: Assessment, question: Question, runbook: Artifact
) -> None:
    revise(runbook, 1, RevisionState.ACCEPTED)
    put_behind(review, runbook, question)
    held = [one.id for one in take(review).question_facts if one.artifacts]
    assert held == [question.key]


def test_evidence_linked_twice_counts_once(
    review: Assessment, question: Question, runbook: Artifact, probe: Probe
) -> None:
    revise(runbook, 1, RevisionState.ACCEPTED)
    for evidence in (runbook, probe):
        put_behind(review, evidence, question)
        put_behind(review, evidence, question.section)
    found = facts_of(question, review)
    assert (len(found.artifacts), len(found.signals)) == (1, 1)


@pytest.mark.parametrize(
    ("states", "counted"),
    [
        ([], []),
        (["submitted"], ["submitted"]),
        (["returned"], ["returned"]),
        (["accepted", "submitted"], ["accepted", "submitted"]),
        (["accepted", "returned"], ["accepted"]),
        (["accepted", "accepted"], ["accepted"]),
        (["withdrawn", "submitted"], ["submitted"]),
    ],
)
def test_the_accepted_revision_counts_and_beside_it_the_one_that_waits(
    review: Assessment,
    question: Question,
    runbook: Artifact,
    *,
    states: list[str],
    counted: list[str],
) -> None:
    for number, state in enumerate(states, 1):
        revise(runbook, number, state)
    put_behind(review, runbook, question)
    assert [one.state for one in facts_of(question, review).artifacts] == counted


def test_the_newest_accepted_revision_gives_the_date(
    review: Assessment, question: Question, runbook: Artifact
) -> None:
    revise(runbook, 1, RevisionState.ACCEPTED, valid_until=dt.date(2026, 1, 31))
    revise(runbook, 2, RevisionState.ACCEPTED, valid_until=dt.date(2027, 1, 31))
    put_behind(review, runbook, question)
    (artifact,) = facts_of(question, review).artifacts
    assert artifact.valid_until == dt.date(2027, 1, 31)


def test_a_kind_that_nobody_asked_for_is_told_apart(review: Assessment, question: Question) -> None:
    for kind in ("runbook", "policy"):
        artifact = ArtifactFactory.create(organization=review.organization, kind=kind)
        revise(artifact, 1, RevisionState.ACCEPTED)
        put_behind(review, artifact, question)
    expected = {one.kind: one.expected for one in facts_of(question, review).artifacts}
    assert expected == {"runbook": True, "policy": False}


def test_where_nothing_is_asked_for_every_kind_serves(shop: Workload, lena: User) -> None:
    framework = framework_with()
    ExpectedEvidence.objects.filter(section__framework=framework).delete()
    review = AssessmentFactory.create(workload=shop, framework=framework, created_by=lena)
    question = framework.questions.get(key="question-0")
    artifact = ArtifactFactory.create(organization=review.organization, kind="policy")
    revise(artifact, 1, RevisionState.ACCEPTED)
    put_behind(review, artifact, question)
    assert [one.expected for one in facts_of(question, review).artifacts] == [True]


def test_an_objection_counts_wherever_the_evidence_is_linked(
    question: Question, runbook: Artifact, probe: Probe, review: Assessment, rita: User
) -> None:
    revise(runbook, 1, RevisionState.ACCEPTED)
    for evidence in (runbook, probe):
        put_behind(review, evidence, question)
        put_behind(review, evidence, question.section)
    for link in EvidenceLink.objects.filter(section__isnull=False):
        links.object_to(link=link, objection="No.", by=rita)
    found = facts_of(question, review)
    assert found.artifacts[0].objected
    assert found.signals[0].objected


@pytest.mark.parametrize(
    ("state", "age", "seen"),
    [
        ("pass", 0, "pass"),
        ("warn", 0, "warn"),
        ("fail", 0, "fail"),
        ("pass", 3601, "stale"),
        ("fail", 3601, "stale"),
        ("error", 3601, "error"),
        ("no_data", 3601, "no_data"),
    ],
)
def test_a_signal_says_what_its_last_reading_says_while_that_is_fresh(
    review: Assessment, question: Question, probe: Probe, *, state: str, age: int, seen: str
) -> None:
    end = timezone.now() - dt.timedelta(seconds=age)
    reading: Reading = ReadingFactory.create(probe=probe, state=state, window_end=end)
    Probe.objects.filter(pk=probe.pk).update(latest=reading)
    put_behind(review, probe, question)
    (signal,) = facts_of(question, review).signals
    assert (signal.id, signal.state) == (f"probe-{probe.pk}", seen)


def test_a_probe_without_a_reading_has_no_data(
    review: Assessment, question: Question, probe: Probe
) -> None:
    put_behind(review, probe, question)
    (signal,) = facts_of(question, review).signals
    assert signal.state == scoring.SignalState.NO_DATA
