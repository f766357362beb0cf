"""The improvement plan, and one finding of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.forms.findings import URGENCIES, FindingsForm
from assessments.models import Finding
from assessments.picture import take
from charts.series import Series
from evidence.models import Probe, Reading
from evidence.views.watched import recent_values, series_of
from organizations.models import AuditEvent

CHANGED = {"owner": "Owner", "due_on": "Due", "ticket": "Ticket", "note": "Note"}


@dataclass(frozen=True, slots=True)
class Facet:
    """An urgency to narrow the list to, as a link with a count."""

    name: str
    count: int
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in a list, with its urgency on the day."""

    finding: Finding
    urgency: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a finding: what, who, when, and what was said."""

    event: AuditEvent
    said: str
    changes: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Signal:
    """What the signal of a finding says now: its state, the newest reading and those before.

    `opened` is the reading that opened the finding, as long as it is kept.
    """

    state: str | None
    latest: Reading | None
    chart: Series | None
    values: Sequence[float | None]
    opened: Reading | None


@dataclass(frozen=True, slots=True)
class Gain:
    """The proven level of the whole, now and once the signal passes, of `maximum`."""

    before: float
    after: float
    maximum: int


@dataclass(frozen=True, slots=True)
class Page:
    """One finding as its page shows it."""

    finding: Finding
    urgency: str
    signal: Signal | None
    gain: Gain | None
    history: Sequence[Event]


def rows(findings: Iterable[Finding], today: dt.date) -> list[Row]:
    """Findings for a list."""
    return [Row(one, one.urgency(today)) for one in findings]


def facets(form: FindingsForm, counts: Mapping[str, int]) -> Iterator[Facet]:
    """The urgencies, with what leads to each."""
    for value, name in URGENCIES.items():
        chosen = "" if value == "open" else value
        yield Facet(name, counts[value], form.query(state=chosen), value == form.urgency)


def page(finding: Finding, now: dt.datetime, today: dt.date) -> Page:
    """Everything on the page of one finding, in a constant number of queries."""
    return Page(
        finding=finding,
        urgency=finding.urgency(today),
        signal=_signal(finding, now),
        gain=_gain(finding, now),
        history=_history(finding),
    )


def _signal(finding: Finding, now: dt.datetime) -> Signal | None:
    probe = finding.probe
    if probe is None:
        return None
    latest = probe.latest
    if latest is not None:
        latest.probe = probe
    return Signal(
        state=probe.state_at(now),
        latest=latest,
        chart=series_of(latest) if latest else None,
        values=recent_values(probe),
        opened=_opened(finding, probe),
    )


def _opened(finding: Finding, probe: Probe) -> Reading | None:
    if finding.seen_reading is None:
        return None
    return probe.readings.filter(pk=finding.seen_reading).defer("series").first()


def _gain(finding: Finding, now: dt.datetime) -> Gain | None:
    """None where it is resolved, has no signal, or something else holds the level down too."""
    if not finding.is_open or finding.probe_id is None:
        return None
    picture = take(finding.assessment, now)
    gain = picture.gains.get(f"probe-{finding.probe_id}")
    if gain is None:
        return None
    before = picture.level(picture.score.overall.proven) or 0.0
    return Gain(before, before + gain, picture.maximum)


def _history(finding: Finding) -> list[Event]:
    events = AuditEvent.objects.filter(
        organization=finding.organization_id,
        subject_type="finding",
        subject_id=str(finding.pk),
    )
    return [_event(event) for event in events.order_by("-sequence")]


def _event(event: AuditEvent) -> Event:
    detail = event.detail
    changes = [
        (CHANGED[name], before, after)
        for name, (before, after) in detail.get("changed", {}).items()
    ]
    return Event(event, detail.get("reason") or detail.get("seen") or "", changes)
