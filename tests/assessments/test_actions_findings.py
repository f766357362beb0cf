"""Findings opened by hand, planned, resolved and reopened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.actions import findings
from assessments.actions.findings import Plan
from assessments.models import Assessment, AssessmentState, Finding, Question
from evidence.models import Probe
from organizations.models import User
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.assessments.signals import read, watched
from tests.at_once import at_once
from tests.factories import framework_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding(review: Assessment, question: Question, rita: User) -> Finding:
    return findings.open_by_hand(
        assessment=review,
        about=question,
        title=" Nobody reads the dead letters ",
        seen=" No consumer. ",
        by=rita,
    )


@pytest.mark.parametrize("who", ["alice", "lena", "rita"])
def test_those_who_lead_or_review_open_one_on_anything_asked(
    kinds: Assessment, cast: Mapping[str, User], who: str
) -> None:
    asked = kinds.framework.questions.get(key="multiple")
    for about in (asked, asked.section, asked.choices.all()[0]):
        made = findings.open_by_hand(
            assessment=kinds, about=about, title="So", seen="", by=cast[who]
        )
        assert (made.about, made.opened_by) == (about, cast[who])
    assert Finding.objects.open().count() == 3


@pytest.mark.parametrize("who", ["bob", "ruth", "charlie"])
def test_others_open_none(
    review: Assessment, question: Question, cast: Mapping[str, User], who: str
) -> None:
    with pytest.raises(Forbidden):
        findings.open_by_hand(assessment=review, about=question, title="So", seen="", by=cast[who])


def test_it_is_nobodys_and_due_in_two_weeks_unless_one_says_otherwise(
    finding: Finding, review: Assessment, question: Question, lena: User, bob: User
) -> None:
    assert (finding.title, finding.seen) == ("Nobody reads the dead letters", "No consumer.")
    assert finding.owner is None
    assert finding.due_on == timezone.localdate() + dt.timedelta(days=14)
    other = findings.open_by_hand(
        assessment=review,
        about=question,
        title="Another",
        seen="",
        plan=Plan(owner=bob, ticket=" https://tickets.example.org/1 ", note=" Soon. "),
        by=lena,
    )
    assert (other.owner, other.due_on) == (bob, None)
    assert (other.ticket, other.note) == ("https://tickets.example.org/1", "Soon.")


@pytest.mark.parametrize("state", list(AssessmentState))
def test_drafts_take_none(
    review: Assessment, question: Question, lena: User, *, state: AssessmentState
) -> None:
    Assessment.objects.filter(pk=review.pk).update(state=state)
    if state != AssessmentState.DRAFT:
        findings.open_by_hand(assessment=review, about=question, title="So", seen="", by=lena)
        return
    with pytest.raises(Conflict, match="once the assessment is open"):
        findings.open_by_hand(assessment=review, about=question, title="So", seen="", by=lena)


def test_what_makes_no_finding_is_refused(
    review: Assessment, question: Question, lena: User
) -> None:
    elsewhere = framework_with().questions.all()[0]
    with pytest.raises(Invalid, match="not one of this assessment's"):
        findings.open_by_hand(assessment=review, about=elsewhere, title="So", seen="", by=lena)
    with pytest.raises(Invalid, match="in a few words"):
        findings.open_by_hand(assessment=review, about=question, title=" ", seen="", by=lena)
    with pytest.raises(Invalid, match="2,000"):
        findings.open_by_hand(
            assessment=review, about=question, title="So", seen="x" * 2001, by=lena
        )
    assert not Finding.objects.exists()


def test_planning_is_recorded_with_what_changed(finding: Finding, lena: User, bob: User) -> None:
    due = timezone.localdate()
    planned = findings.plan(
        finding=finding, to=replace(Plan.of(finding), owner=bob, due_on=due), by=lena
    )
    assert (planned.owner, planned.due_on) == (bob, due)
    event = finding.organization.audit_events.order_by("-sequence")[0]
    assert event.verb == "assigned a finding"
    assert event.detail["changed"]["owner"] == ["", "bob@example.org"]
    findings.set_due(finding=planned, due_on=None, by=bob)
    event = finding.organization.audit_events.order_by("-sequence")[0]
    assert (event.verb, event.actor) == ("planned a finding", bob)
    assert event.detail["changed"] == {"due_on": [due.isoformat(), ""]}


def test_the_same_plan_again_is_not_recorded(finding: Finding, lena: User) -> None:
    before = finding.organization.audit_events.count()
    findings.plan(finding=finding, to=Plan.of(finding), by=lena)
    assert finding.organization.audit_events.count() == before


@pytest.mark.parametrize(
    ("to", "field"),
    [
        (Plan(ticket="javascript:alert(1)"), "ticket"),
        (Plan(ticket="https://me:secret@example.org/"), "ticket"),
        (Plan(note="x" * 4001), "note"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(
    finding: Finding, lena: User, to: Plan, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        findings.plan(finding=finding, to=to, by=lena)
    assert refused.value.field == field


def test_only_a_member_can_own_it(finding: Finding, lena: User, charlie: User) -> None:
    with pytest.raises(Invalid, match="not a member") as refused:
        findings.assign(finding=finding, owner=charlie, by=lena)
    assert refused.value.field == "owner"


def test_who_left_keeps_what_was_theirs(finding: Finding, lena: User, bob: User) -> None:
    findings.assign(finding=finding, owner=bob, by=lena)
    bob.memberships.all().delete()
    finding.refresh_from_db()
    assert findings.set_due(finding=finding, due_on=None, by=lena).owner == bob


@pytest.mark.parametrize("who", ["bob", "ruth", "charlie"])
def test_others_than_its_owner_do_not_plan_it(
    finding: Finding, cast: Mapping[str, User], who: str
) -> None:
    with pytest.raises(Forbidden):
        findings.set_due(finding=finding, due_on=None, by=cast[who])
    for decide in (findings.resolve, findings.reopen):
        with pytest.raises(Forbidden):
            decide(finding=finding, reason="So.", by=cast[who])


def test_its_owner_does_not_resolve_it(finding: Finding, lena: User, bob: User) -> None:
    mine = findings.assign(finding=finding, owner=bob, by=lena)
    with pytest.raises(Forbidden):
        findings.resolve(finding=mine, reason="Done.", by=bob)


def test_resolving_and_reopening_take_a_reason(finding: Finding, lena: User) -> None:
    with pytest.raises(Invalid, match="Say why"):
        findings.resolve(finding=finding, reason=" ", by=lena)
    done = findings.resolve(finding=finding, reason=" Done. ", by=lena)
    assert (done.state, done.resolution, done.resolved_by) == ("resolved", "Done.", lena)
    with pytest.raises(Conflict, match="already"):
        findings.resolve(finding=done, reason="Done.", by=lena)
    with pytest.raises(Conflict, match="Reopen it"):
        findings.set_due(finding=done, due_on=timezone.localdate(), by=lena)
    with pytest.raises(Invalid, match="what speaks for it"):
        findings.reopen(finding=done, reason="", by=lena)
    again = findings.reopen(finding=done, reason="It is not.", by=lena)
    assert (again.state, again.resolution, again.resolved_by) == ("open", "", None)
    assert again.reopened_at is not None
    with pytest.raises(Conflict, match="open already"):
        findings.reopen(finding=again, reason="So.", by=lena)
    verbs = finding.organization.audit_events.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["opened a finding", "resolved a finding", "reopened a finding"]


def test_a_day_that_is_over_becomes_one_to_come(finding: Finding, lena: User) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    late = findings.set_due(finding=finding, due_on=yesterday, by=lena)
    assert late.urgency(timezone.localdate()) == "overdue"
    done = findings.resolve(finding=late, reason="Done.", by=lena)
    again = findings.reopen(finding=done, reason="No.", by=lena)
    assert again.due_on == timezone.localdate() + dt.timedelta(days=14)


@pytest.fixture
def probe(review: Assessment, question: Question, bob: User) -> Probe:
    return watched(review, question, owner=bob)


def test_two_of_one_signal_are_not_open_at_once(
    review: Assessment, question: Question, probe: Probe, lena: User
) -> None:
    read(probe, "fail")
    about = {"question": question, "probe": probe, "assessment": review}
    both = {"organization": review.organization, "workload": review.workload, "title": "So"}
    first = Finding.objects.create(**about, **both)
    done = findings.resolve(finding=first, reason="Done.", by=lena)
    Finding.objects.create(**about, **both)
    with pytest.raises(Conflict, match="Another finding on the same signal"):
        findings.reopen(finding=done, reason="So.", by=lena)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(**about, **both)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "resolved"},
        {"resolved_how": "person"},
        {"state": "resolved", "resolved_at": timezone.now(), "resolved_how": "person"},
        {"question": None},
    ],
)
def test_the_database_keeps_findings_whole(finding: Finding, broken: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(**broken)


@pytest.mark.usefixtures("transactional_db", "finding", "many_connections")
def test_of_people_who_resolve_at_once_one_does(lena: User) -> None:
    def resolve() -> Finding:
        row = Finding.objects.with_subject().get()
        return findings.resolve(finding=row, reason="Done.", by=lena)

    results = at_once(resolve, resolve, resolve)
    assert [type(one) for one in results].count(Finding) == 1
    assert [type(one) for one in results].count(Conflict) == 2
