"""Findings that follow the signals: opened where one fails, resolved where it no longer does.

Evidence knows no findings, so it cannot say when a reading came in: this looks, three times a
minute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from assessments.actions.findings import (
    REOPENING,
    SEEN,
    due_by_default,
    hold_all,
    key_of,
    open_again,
    see,
)
from assessments.models import EvidenceLink, Finding, FindingState, Resolution
from assessments.models.finding import LIVE
from assessments.models.link import EvidenceLinkQuerySet
from assessments.models.question import asked_in
from evidence.models import Probe, SignalState
from organizations import audit
from organizations.models import Membership, Organization

AGAIN = dt.timedelta(days=7)
"""A signal that fails again within this time takes up the finding it had."""

GOOD = (SignalState.PASS, SignalState.WARN)
ABOUT = ("section", "question", "choice")
UNLINKED = "The signal no longer stands behind it."

Place = tuple[int | None, ...]
"""The assessment, the probe, and what it stands behind, by id."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How many findings were opened, opened again and resolved."""

    opened: int = 0
    reopened: int = 0
    resolved: int = 0

    def __add__(self, other: Followed) -> Followed:
        return Followed(
            self.opened + other.opened,
            self.reopened + other.reopened,
            self.resolved + other.resolved,
        )


def follow_signals(*, now: dt.datetime) -> Followed:
    """Open a finding for each thing behind which a signal fails and none is open, and resolve those
    whose signal passes or warns, or stands there no longer. No data, stale data and errors change
    nothing. Doing it twice, or in two workers at once, is doing it once.

    Two queries where nothing changed; where something did, a constant number for each organization
    that it concerns. Drafts have no findings.
    """
    changes = _Changes.at(now)
    done = Followed()
    for organization in sorted(changes.organizations):
        with transaction.atomic():
            done += _Following(hold_all(organization), now).all()
    return done


@dataclass(frozen=True, slots=True)
class _Changes:
    """Links to failing signals of which no finding knows, open findings of signals that no longer
    fail, and open findings of signals that no longer stand there."""

    failing: Sequence[EvidenceLink]
    good: Sequence[Finding]
    loose: Sequence[Finding]

    @classmethod
    def at(cls, now: dt.datetime, organization: Organization | None = None) -> _Changes:
        """Those of one organization, or of all. Two queries."""
        links, findings = _unfound(), _ending()
        if organization is not None:
            links = links.filter(assessment__organization=organization)
            findings = findings.filter(organization=organization)
        ending = [(one, bool(one.linked)) for one in findings]  # type: ignore[attr-defined]  # annotated
        return cls(
            failing=[one for one in links if _says(one.probe, now) == SignalState.FAIL],
            good=[one for one, linked in ending if linked and _says(one.probe, now) in GOOD],
            loose=[one for one, linked in ending if not linked],
        )

    @property
    def organizations(self) -> set[int]:
        """Whose they are, by id."""
        links = {one.assessment.organization_id for one in self.failing}
        return links | {one.organization_id for one in (*self.good, *self.loose)}


class _Following:
    """One organization's findings, which the transaction holds still, while they follow."""

    def __init__(self, organization: Organization, now: dt.datetime) -> None:
        self._organization, self._now = organization, now
        self._changes = _Changes.at(now, organization)
        self._entries: list[audit.Entry] = []

    def all(self) -> Followed:
        """Do it, in a constant number of queries."""
        moved = self._moved()
        links = [one for one in self._changes.failing if one.pk not in moved]
        before = _resolved_lately(links, self._now)
        again = [(one, before[_place(one)]) for one in links if _place(one) in before]
        opened = self._open([one for one in links if _place(one) not in before])
        kept = {one.pk for one in moved.values()}
        loose = [one for one in self._changes.loose if one.pk not in kept]
        changed = [
            *moved.values(),
            *(self._reopen(link, finding) for link, finding in again),
            *(self._resolve(one, Resolution.SIGNAL) for one in self._changes.good),
            *(self._resolve(one, Resolution.UNLINKED) for one in loose),
        ]
        Finding.objects.bulk_update(changed, [*REOPENING, *SEEN, *ABOUT, "title"])
        audit.record_all(organization=self._organization, by=None, entries=self._entries)
        return Followed(len(opened), len(again), len(self._changes.good) + len(loose))

    def _moved(self) -> dict[int, Finding]:
        """Findings whose signal stands behind the same thing of another framework version now, by
        the id of the link there."""
        loose = {_named(one): one for one in self._changes.loose}
        moved = {}
        for link in self._changes.failing:
            found = loose.pop(_named(link), None)
            if found is not None:
                moved[link.pk] = _about(found, link)
                self._tell(found, "moved a finding")
        return moved

    def _open(self, links: Sequence[EvidenceLink]) -> list[Finding]:
        members = set(
            Membership.objects.filter(
                organization=self._organization, user__is_active=True
            ).values_list("user", flat=True)
        )
        made = Finding.objects.bulk_create([self._new(link, members) for link in links])
        for finding in made:
            self._tell(finding, "opened a finding", seen=finding.seen)
        return made

    def _new(self, link: EvidenceLink, members: set[int]) -> Finding:
        owner = link.probe.owner_id if link.probe else None
        finding = Finding(
            organization=self._organization,
            workload_id=link.assessment.workload_id,
            assessment=link.assessment,
            probe=link.probe,
            owner_id=owner if owner in members else None,
            due_on=due_by_default(timezone.localdate(self._now)),
            opened_at=self._now,
        )
        return _seen(_about(finding, link), link)

    def _reopen(self, link: EvidenceLink, finding: Finding) -> Finding:
        open_again(finding, self._now)
        self._tell(_seen(finding, link), "reopened a finding", seen=finding.seen)
        return finding

    def _resolve(self, finding: Finding, how: Resolution) -> Finding:
        reading = finding.probe.latest if finding.probe else None
        finding.state, finding.resolved_at = FindingState.RESOLVED, self._now
        finding.resolved_how, finding.resolved_reading = how, reading.pk if reading else None
        good = how == Resolution.SIGNAL and reading
        finding.resolution = reading.message if good and reading else UNLINKED
        self._tell(finding, "resolved a finding", reason=finding.resolution)
        return finding

    def _tell(self, finding: Finding, verb: str, **detail: str) -> None:
        about = {"assessment": finding.assessment_id, "to": key_of(finding)}
        self._entries.append(audit.Entry(verb, finding, about | detail))


def _standing() -> EvidenceLinkQuerySet:
    """Links to what is asked in assessments that findings are opened in."""
    question = Q(question__isnull=False) & asked_in("assessment_id", "question_id")
    choice = Q(choice__isnull=False) & asked_in("assessment_id", "choice__question_id")
    live = EvidenceLink.objects.current().filter(assessment__state__in=LIVE)
    return live.filter(Q(section__isnull=False) | question | choice)


def _same() -> Q:
    """Of an inner row, that it stands on the same signal and thing as the outer one."""
    about = Q()
    for name in ABOUT:
        about |= Q(**{name: OuterRef(name)})
    return Q(assessment=OuterRef("assessment"), probe=OuterRef("probe")) & about


def _unfound() -> EvidenceLinkQuerySet:
    """Links to failing signals of which no finding knows: none is open, and nobody resolved one
    after this very reading."""
    decided = Q(resolved_how=Resolution.PERSON, resolved_reading=OuterRef("probe__latest"))
    known = Finding.objects.filter(_same()).filter(Q(state=FindingState.OPEN) | decided)
    failing = _standing().filter(~Exists(known), probe__latest__state=SignalState.FAIL)
    related = "probe__latest", "assessment", "section", "question", "choice__question"
    return failing.select_related(*related).defer("probe__latest__series").order_by("pk")


def _ending() -> QuerySet[Finding]:
    """Open findings of signals that no longer fail by a reading that nobody has seen, or that stand
    there no longer; `linked` says whether they do."""
    linked = Exists(_standing().filter(_same()))
    found = Finding.objects.open().filter(probe__isnull=False).annotate(linked=linked)
    # Somebody who opened it again has seen the reading that there was.
    new = Q(seen_reading__isnull=True) | ~Q(seen_reading=F("probe__latest"))
    ending = found.filter(Q(linked=False) | (new & Q(probe__latest__state__in=GOOD)))
    related = "probe__latest", "section", "question", "choice__question"
    return ending.select_related(*related).defer("probe__latest__series").order_by("pk")


def _resolved_lately(links: Sequence[EvidenceLink], now: dt.datetime) -> dict[Place, Finding]:
    """The newest finding that was resolved not long ago, by where it was. One query."""
    lately = Finding.objects.filter(
        state=FindingState.RESOLVED,
        resolved_at__gt=now - AGAIN,
        assessment__in={one.assessment_id for one in links},
        probe__in={one.probe_id for one in links},
    )
    related = "section", "question", "choice__question"
    return {_place(one): one for one in lately.select_related(*related).order_by("resolved_at")}


def _place(of: EvidenceLink | Finding) -> Place:
    return of.assessment_id, of.probe_id, of.section_id, of.question_id, of.choice_id


def _named(of: EvidenceLink | Finding) -> tuple[object, ...]:
    """As `_place`, but the same in every version of a framework."""
    return of.assessment_id, of.probe_id, of.section_id is None, key_of(of)


def _says(probe: Probe | None, now: dt.datetime) -> str | None:
    return probe.state_at(now) if probe else None


def _about(finding: Finding, link: EvidenceLink) -> Finding:
    """The finding on what the link's evidence stands behind."""
    finding.section, finding.question, finding.choice = link.section, link.question, link.choice
    return finding


def _seen(finding: Finding, link: EvidenceLink) -> Finding:
    """The finding with what the link's signal says now."""
    probe = link.probe
    if probe is None or probe.latest is None:
        raise ValueError(f"Link {link.pk} has no signal that was read.")
    finding.title = f"“{probe.name}” fails"
    return see(finding, probe.latest, probe.latest.message)
