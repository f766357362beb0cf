"""The improvement plan: findings opened by hand, planned, resolved and reopened.

What failing signals open and resolve by themselves is in `assessments.actions.following`. Both hold
the organization's row before they look at its findings, so that each sees what the other did.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions import states
from assessments.models import (
    Assessment,
    Choice,
    EvidenceLink,
    Finding,
    FindingState,
    Question,
    Resolution,
    Section,
)
from assessments.models.finding import DUE_DAYS, LIVE
from evidence import addresses
from evidence.models import Reading
from organizations import audit
from organizations.models import Membership, Organization, User
from organizations.policies import Verb, require, to_plan_finding
from organizations.refusals import Conflict, Invalid

About = Section | Question | Choice
WORDS = 2000
"""Characters that what was seen, and why it is resolved, may have."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who deals with a finding, by when, and where it is worked on."""

    owner: User | None = None
    due_on: dt.date | None = None
    ticket: str = ""
    note: str = ""

    @classmethod
    def of(cls, finding: Finding) -> Plan:
        """The plan of a finding as it is."""
        return cls(*(getattr(finding, one.name) for one in fields(cls)))

    def fields(self) -> dict[str, Any]:
        """By the names that a finding's fields have."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def told(self) -> dict[str, str]:
        """As the audit log keeps it."""
        said = self.fields() | {"owner": self.owner.email if self.owner else ""}
        return {name: str(value or "") for name, value in said.items()}


def due_by_default(today: dt.date) -> dt.date:
    """The day a finding of today is due, unless somebody says otherwise."""
    return today + dt.timedelta(days=DUE_DAYS)


def open_by_hand(
    *,
    assessment: Assessment,
    about: About,
    title: str,
    seen: str,
    by: User,
    plan: Plan | None = None,
) -> Finding:
    """A finding that no signal saw, on a section, a question or a choice of the assessment.

    Without a plan it is nobody's, and due after the days that findings have.
    """
    require(by, Verb.KEEP_FINDINGS, assessment.organization)
    asked = about.question if isinstance(about, Choice) else about
    if asked.framework_id != assessment.framework_id:
        raise Invalid("That question or practice is not one of this assessment's.", "about")
    if not title.strip():
        raise Invalid("Say in a few words what is wrong.", "title")
    wanted = plan or Plan(due_on=due_by_default(timezone.localdate()))
    with transaction.atomic():
        states.hold(assessment, LIVE, "Findings can be opened once the assessment is open.")
        finding = Finding.objects.create(
            organization=assessment.organization,
            workload=assessment.workload,
            assessment=assessment,
            section=about if isinstance(about, Section) else None,
            question=about if isinstance(about, Question) else None,
            choice=about if isinstance(about, Choice) else None,
            title=title.strip()[:200],
            seen=_short(seen, "seen"),
            seen_at=timezone.now(),
            opened_by=by,
            **_checked(wanted, assessment.organization),
        )
        _record(finding, by, "opened a finding", seen=finding.seen, plan=wanted.told())
    return finding


def plan(*, finding: Finding, to: Plan, by: User) -> Finding:
    """Say whose it is, when it is due, and where it is worked on. Its owner may do that too.

    Nothing is recorded where nothing changes. Raises Conflict for a resolved finding.
    """
    require(by, to_plan_finding(own=finding.owner_id == by.pk), finding.organization)
    with transaction.atomic():
        current = hold(finding)
        if not current.is_open:
            raise Conflict("The finding is resolved. Reopen it to plan it anew.")
        before = Plan.of(current)
        given = _checked(to, current.organization, before)
        after = Plan(**given)
        if after == before:
            return current
        for name, value in given.items():
            setattr(current, name, value)
        current.save(update_fields=list(given))
        verb = "planned a finding" if after.owner == before.owner else "assigned a finding"
        told, was = after.told(), before.told()
        changed = {name: [was[name], told[name]] for name in told if was[name] != told[name]}
        _record(current, by, verb, changed=changed)
    return current


def assign(*, finding: Finding, owner: User | None, by: User) -> Finding:
    """Make it somebody's, or nobody's, and leave the rest of its plan."""
    return plan(finding=finding, to=replace(Plan.of(finding), owner=owner), by=by)


def set_due(*, finding: Finding, due_on: dt.date | None, by: User) -> Finding:
    """Say when it is due, and leave the rest of its plan."""
    return plan(finding=finding, to=replace(Plan.of(finding), due_on=due_on), by=by)


def resolve(*, finding: Finding, reason: str, by: User) -> Finding:
    """Say that the gap is closed, and why.

    Where a signal opened it, its next reading has the last word: if that still fails, the finding
    is open again.
    """
    require(by, Verb.KEEP_FINDINGS, finding.organization)
    if not reason.strip():
        raise Invalid("Say why, so that others can follow it.", "reason")
    with transaction.atomic():
        current = hold(finding)
        if not current.is_open:
            raise Conflict("The finding is resolved already.")
        current.state, current.resolved_at = FindingState.RESOLVED, timezone.now()
        current.resolved_how, current.resolved_by = Resolution.PERSON, by
        current.resolution = _short(reason, "reason")
        current.resolved_reading = current.probe.latest_id if current.probe else None
        current.save(update_fields=RESOLVING)
        _record(current, by, "resolved a finding", reason=current.resolution)
    return current


def reopen(*, finding: Finding, reason: str, by: User) -> Finding:
    """Say that the gap is there again, or still. A day that is over becomes one to come.

    Where it has a signal, its next reading has the last word: if that no longer fails, the finding
    is resolved.
    """
    require(by, Verb.KEEP_FINDINGS, finding.organization)
    if not reason.strip():
        raise Invalid("Say what speaks for it, so that its owner knows.", "reason")
    with transaction.atomic():
        current = hold(finding)
        if current.is_open:
            raise Conflict("The finding is open already.")
        if _open_beside(current):
            raise Conflict("Another finding on the same signal is open there. See that one.")
        open_again(current, timezone.now())
        said = _short(reason, "reason")
        if current.probe is not None and current.probe.latest is not None:
            see(current, current.probe.latest, said)
        current.save(update_fields=[*REOPENING, *SEEN])
        _record(current, by, "reopened a finding", reason=said)
    return current


RESOLVING = [
    "state",
    "resolved_at",
    "resolved_how",
    "resolved_by",
    "resolved_reading",
    "resolution",
]
REOPENING = [*RESOLVING, "reopened_at", "due_on"]
SEEN = ["seen", "seen_state", "seen_value", "seen_unit", "seen_at", "seen_reading"]


def open_again(finding: Finding, now: dt.datetime) -> None:
    """Set the fields of a finding that is open again; nothing is saved."""
    finding.state, finding.reopened_at = FindingState.OPEN, now
    finding.resolved_at = finding.resolved_by = finding.resolved_reading = None
    finding.resolved_how = finding.resolution = ""
    today = timezone.localdate(now)
    if finding.due_on is not None and finding.due_on < today:
        finding.due_on = due_by_default(today)


def see(finding: Finding, reading: Reading, words: str) -> Finding:
    """Set what there is to see: a reading of its signal, with these words. Nothing is saved."""
    finding.seen, finding.seen_at, finding.seen_reading = words, reading.at, reading.pk
    finding.seen_state, finding.seen_value = reading.state, reading.value
    finding.seen_unit = reading.unit
    return finding


def hold(finding: Finding) -> Finding:
    """The finding as it is now, kept so to the end of the caller's transaction. Two queries."""
    hold_all(finding.organization_id)
    return Finding.objects.with_subject().get(pk=finding.pk)


def hold_all(organization: int) -> Organization:
    """Keep the findings of an organization as they are, to the end of the caller's transaction. One
    query.

    That row is locked before any finding is, as by the audit event that follows: nobody waits for
    two that wait for each other.
    """
    return Organization.objects.select_for_update(no_key=True).get(pk=organization)


def key_of(of: Finding | EvidenceLink) -> str:
    """The key of what it stands on, `question/choice` for a choice."""
    if of.choice is not None:
        return f"{of.choice.question.key}/{of.choice.key}"
    about = of.question or of.section
    return about.key if about else ""


def _open_beside(finding: Finding) -> bool:
    if finding.probe_id is None:
        return False
    about = {name: getattr(finding, name) for name in ("section_id", "question_id", "choice_id")}
    rows = Finding.objects.open().filter(assessment=finding.assessment, probe=finding.probe)
    return rows.filter(**about).exists()


def _checked(to: Plan, organization: Organization, before: Plan | None = None) -> dict[str, Any]:
    """The plan as fields of a finding. Raises Invalid for one of them."""
    if to.owner is not None and (before is None or to.owner != before.owner):
        members = Membership.objects.filter(organization=organization, user=to.owner)
        if not members.filter(user__is_active=True).exists():
            raise Invalid(f"{to.owner} is not a member of {organization}.", "owner")
    if len(to.note) > 2 * WORDS:
        raise Invalid("A note holds up to 4,000 characters.", "note")
    return to.fields() | {"ticket": _address(to.ticket), "note": to.note.strip()}


def _address(ticket: str) -> str:
    try:
        return addresses.checked(ticket) if ticket.strip() else ""
    except Invalid as refusal:
        raise Invalid(refusal.message, "ticket") from refusal


def _short(words: str, field: str) -> str:
    if len(words.strip()) > WORDS:
        raise Invalid(f"That holds up to {WORDS:,} characters.", field)
    return words.strip()


def _record(finding: Finding, by: User, verb: str, **detail: Any) -> None:
    about = {"assessment": finding.assessment_id, "to": key_of(finding)}
    audit.record(
        organization=finding.organization,
        by=by,
        verb=verb,
        subject=finding,
        detail=about | detail,
    )
