"""Findings that follow the signals."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions import findings, following, links
from assessments.actions.following import Followed, follow_signals
from assessments.models import (
    Assessment,
    AssessmentState,
    EvidenceLink,
    Finding,
    ImplementationGroup,
    Question,
    Resolution,
)
from evidence.models import Probe
from organizations import audit
from organizations.models import Membership, Organization, User, Workload
from tests.assessments.signals import WORDS, read, watched
from tests.at_once import at_once
from tests.factories import AssessmentFactory, framework_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def probe(review: Assessment, question: Question, bob: User) -> Probe:
    return watched(review, question, owner=bob, name="Oldest message")


def follow() -> Followed:
    return follow_signals(now=timezone.now())


def test_a_failing_signal_opens_a_finding_that_says_what_was_seen(
    review: Assessment, question: Question, probe: Probe, bob: User
) -> None:
    reading = read(probe, "fail")
    assert follow() == Followed(opened=1)
    finding = Finding.objects.get()
    assert (finding.title, finding.state) == ("“Oldest message” fails", "open")
    assert (finding.assessment, finding.question, finding.probe) == (review, question, probe)
    assert (finding.seen_state, finding.seen_value, finding.seen) == ("fail", 412, WORDS["fail"])
    assert (finding.seen_reading, finding.seen_at) == (reading.pk, reading.at)
    assert (finding.owner, finding.opened_by) == (bob, None)
    assert finding.due_on == timezone.localdate() + dt.timedelta(days=14)


def test_looking_again_changes_nothing(probe: Probe, acme: Organization) -> None:
    read(probe, "fail")
    follow()
    read(probe, "fail")
    events = acme.audit_events.count()
    with CaptureQueriesContext(connection) as captured:
        assert follow() == Followed()
    assert len(captured) == 2
    assert (Finding.objects.count(), acme.audit_events.count()) == (1, events)


@pytest.mark.parametrize("state", ["pass", "warn"])
def test_the_finding_is_resolved_when_the_signal_passes_or_warns(probe: Probe, state: str) -> None:
    read(probe, "fail")
    follow()
    reading = read(probe, state)
    assert follow() == Followed(resolved=1)
    finding = Finding.objects.get()
    assert (finding.state, finding.resolved_how) == ("resolved", Resolution.SIGNAL)
    assert (finding.resolution, finding.resolved_by) == (WORDS[state], None)
    assert finding.resolved_reading == reading.pk


@pytest.mark.parametrize("state", ["no_data", "stale", "error"])
def test_no_data_stale_data_and_errors_change_nothing(probe: Probe, state: str) -> None:
    read(probe, state)
    assert follow() == Followed()
    read(probe, "fail")
    follow()
    read(probe, state)
    assert follow() == Followed()
    assert Finding.objects.get().is_open


def test_a_judgement_that_went_stale_neither_opens_nor_resolves(probe: Probe) -> None:
    old = timezone.now() - dt.timedelta(days=3)
    read(probe, "fail", at=old)
    assert follow() == Followed()
    read(probe, "fail")
    follow()
    read(probe, "pass", at=old)
    assert follow() == Followed()


@pytest.mark.parametrize("state", list(AssessmentState))
def test_drafts_have_no_findings(review: Assessment, probe: Probe, *, state: str) -> None:
    Assessment.objects.filter(pk=review.pk).update(state=state)
    read(probe, "fail")
    assert follow() == Followed(opened=0 if state == AssessmentState.DRAFT else 1)


def test_each_thing_that_it_stands_behind_has_a_finding_of_its_own(
    kinds: Assessment, bob: User
) -> None:
    asked = kinds.framework.questions.get(key="multiple")
    choice = asked.choices.all()[0]
    probe = watched(kinds, asked, asked.section, choice, owner=bob)
    read(probe, "fail")
    assert follow() == Followed(opened=3)
    about = {finding.about for finding in Finding.objects.all()}
    assert about == {asked, asked.section, choice}


def test_what_an_assessment_does_not_ask_has_no_finding(shop: Workload, lena: User) -> None:
    framework = framework_with(practices=1, questions=2)
    asked, other = (
        ImplementationGroup.objects.create(framework=framework, key=key, name=key, position=place)
        for place, key in enumerate(("asked", "other"))
    )
    for question, group in zip(framework.questions.all(), (asked, other), strict=True):
        question.groups.add(group)
    made = AssessmentFactory.create(workload=shop, framework=framework, created_by=lena)
    read(watched(made, *framework.questions.all(), owner=lena), "fail")
    made.groups.set([asked])
    assert follow() == Followed(opened=1)
    made.groups.set([other])
    assert follow() == Followed(opened=1, resolved=1)


def test_the_owner_of_the_probe_owns_it_while_they_are_a_member(
    review: Assessment, probe: Probe, bob: User
) -> None:
    Membership.objects.filter(user=bob).delete()
    read(probe, "fail")
    follow()
    assert Finding.objects.get().owner is None


def test_a_signal_that_fails_again_soon_takes_up_the_finding_it_had(
    probe: Probe, lena: User
) -> None:
    now = timezone.now()
    read(probe, "fail")
    follow_signals(now=now)
    finding = findings.assign(finding=Finding.objects.get(), owner=lena, by=lena)
    Finding.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    read(probe, "pass")
    follow_signals(now=now)
    again = read(probe, "fail")
    assert follow_signals(now=now + dt.timedelta(minutes=1)) == Followed(reopened=1)
    finding = Finding.objects.get()
    assert (finding.state, finding.owner, finding.seen_reading) == ("open", lena, again.pk)
    assert (finding.resolved_at, finding.resolution, finding.resolved_how) == (None, "", "")
    assert finding.reopened_at is not None
    assert finding.due_on == timezone.localdate() + dt.timedelta(days=14)


def test_a_signal_that_fails_again_much_later_opens_another(probe: Probe) -> None:
    read(probe, "fail")
    follow()
    read(probe, "pass")
    follow()
    Finding.objects.update(resolved_at=timezone.now() - dt.timedelta(days=8))
    read(probe, "fail")
    assert follow() == Followed(opened=1)
    assert sorted(Finding.objects.values_list("state", flat=True)) == ["open", "resolved"]


def test_what_a_person_resolved_stays_so_until_the_next_reading(probe: Probe, lena: User) -> None:
    read(probe, "fail")
    follow()
    findings.resolve(finding=Finding.objects.get(), reason="Deployed a fix.", by=lena)
    assert follow() == Followed()
    read(probe, "fail")
    assert follow() == Followed(reopened=1)


def test_what_a_person_reopened_stays_so_until_the_next_reading(probe: Probe, lena: User) -> None:
    read(probe, "fail")
    follow()
    seen = read(probe, "pass")
    follow()
    finding = findings.reopen(finding=Finding.objects.get(), reason="It is not mended.", by=lena)
    assert (finding.seen, finding.seen_state) == ("It is not mended.", "pass")
    assert finding.seen_reading == seen.pk
    assert follow() == Followed()
    read(probe, "pass")
    assert follow() == Followed(resolved=1)


def test_a_signal_taken_away_takes_its_finding_along(probe: Probe, lena: User) -> None:
    read(probe, "fail")
    follow()
    links.unlink(link=EvidenceLink.objects.get(), by=lena)
    assert follow() == Followed(resolved=1)
    finding = Finding.objects.get()
    assert finding.resolved_how == Resolution.UNLINKED
    assert finding.resolution == following.UNLINKED


def test_a_finding_moves_with_its_assessment_to_another_version(
    review: Assessment, question: Question, probe: Probe, bob: User
) -> None:
    read(probe, "fail")
    follow()
    newer = framework_with()
    Assessment.objects.filter(pk=review.pk).update(framework=newer)
    same = newer.questions.get(key=question.key)
    EvidenceLink.objects.create(assessment=review, probe=probe, question=same, linked_by=bob)
    assert follow() == Followed()
    finding = Finding.objects.get()
    assert (finding.question, finding.state) == (same, "open")


def test_all_of_it_is_recorded_as_done_by_plumbline(probe: Probe, acme: Organization) -> None:
    read(probe, "fail")
    follow()
    read(probe, "pass")
    follow()
    events = acme.audit_events.filter(subject_type="finding").order_by("sequence")
    assert [event.verb for event in events] == ["opened a finding", "resolved a finding"]
    assert events[0].detail["seen"] == WORDS["fail"]
    assert events[1].detail["reason"] == WORDS["pass"]
    assert {event.actor_email for event in events} == {""}
    assert audit.verify(Organization.objects.get(pk=acme.pk)) is None


def failing(number: int, owner: User, organization: Organization) -> Assessment:
    framework = framework_with(practices=1, questions=number)
    made: Assessment = AssessmentFactory.create(
        framework=framework, workload__organization=organization, created_by=owner
    )
    for question in framework.questions.all():
        read(watched(made, question, owner=owner), "fail")
    return made


def counted() -> int:
    with CaptureQueriesContext(connection) as captured:
        follow()
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_signals(lena: User, acme: Organization) -> None:
    seen = []
    for number in (3, 10):
        made = failing(number, lena, acme)
        opening = counted()
        for probe in Probe.objects.filter(links__assessment=made):
            read(probe, "pass")
        resolving = counted()
        for probe in Probe.objects.filter(links__assessment=made):
            read(probe, "fail")
        seen.append((opening, resolving, counted()))
    assert seen[0] == seen[1]
    assert max(seen[0]) <= 14


def test_two_open_findings_of_one_signal_cannot_be_stored(probe: Probe) -> None:
    read(probe, "fail")
    follow()
    finding = Finding.objects.get()
    finding.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        finding.save(force_insert=True)


@pytest.fixture
def crowd(transactional_db: None, review: Assessment, lena: User) -> list[Probe]:
    """Eight failing signals."""
    asked = review.framework.questions.all()
    probes = [watched(review, one, owner=lena) for one in asked for _ in range(2)]
    for probe in probes:
        read(probe, "fail")
    return probes


@pytest.mark.usefixtures("crowd", "many_connections")
def test_workers_at_once_open_each_finding_once(acme: Organization) -> None:
    def both() -> tuple[int, int, object]:
        events = acme.audit_events.filter(verb="opened a finding").count()
        flaw = audit.verify(Organization.objects.get(pk=acme.pk))
        return Finding.objects.open().count(), events, flaw

    results = at_once(follow, follow, follow)
    assert sorted(one.opened for one in results if isinstance(one, Followed)) == [0, 0, 8]
    assert at_once(both) == [(8, 8, None)]


@pytest.mark.usefixtures("crowd", "many_connections")
def test_people_and_the_worker_never_wait_for_each_other_forever(lena: User) -> None:
    at_once(follow)

    def plan() -> None:
        for finding in Finding.objects.with_subject():
            findings.set_due(finding=finding, due_on=timezone.localdate(), by=lena)

    def flip() -> None:
        for probe in Probe.objects.all():
            read(probe, "pass")
            follow()

    results = at_once(plan, flip)
    assert results[1] is None
    assert results[0] is None or "resolved" in str(results[0])
