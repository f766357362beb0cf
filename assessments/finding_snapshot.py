"""The findings in an assessment's frozen form."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from assessments.iso import day_text, moment_text
from assessments.models import Finding, FindingState, Milestone
from assessments.picture import Picture

Values = dict[str, Any]


def findings(picture: Picture) -> list[Values]:
    """Every open finding, the most urgent first, then those that were resolved since the last
    milestone. One query."""
    assessment = picture.assessment
    since = Milestone.objects.filter(
        assessment=assessment, published_at__gte=OuterRef("resolved_at")
    )
    told = Finding.objects.filter(Q(state=FindingState.OPEN) | ~Exists(since))
    rows = told.filter(assessment=assessment).with_subject().urgent_first()
    return [_finding(picture, one) for one in rows.select_related("opened_by", "resolved_by")]


def _finding(picture: Picture, finding: Finding) -> Values:
    return {
        "id": f"finding-{finding.pk}",
        "title": finding.title,
        "state": finding.state,
        **_place(picture, finding),
        "evidence": _signal(picture, finding),
        "seen": finding.seen,
        "seen_state": finding.seen_state,
        "seen_value": finding.seen_value,
        "seen_unit": finding.seen_unit,
        "seen_at": moment_text(finding.seen_at),
        "opened_at": moment_text(finding.opened_at),
        "opened_by": _name(finding.opened_by),
        "reopened_at": moment_text(finding.reopened_at),
        "owner": _name(finding.owner),
        "due_on": day_text(finding.due_on),
        "ticket": finding.ticket,
        "note": finding.note,
        "resolved_at": moment_text(finding.resolved_at),
        "resolved_how": finding.resolved_how,
        "resolved_by": _name(finding.resolved_by),
        "resolution": finding.resolution,
        "gain": _gain(picture, finding),
    }


def _place(picture: Picture, finding: Finding) -> Values:
    """What it is about: by key where the assessment asks it, and in words in any case."""
    asked, section = finding.asked, finding.section
    here = asked is not None and asked.pk in picture.questions_by_id
    return {
        "question": asked.key if asked and here else None,
        "choice": finding.choice.key if finding.choice and here else None,
        "section": picture.section_keys.get(section.pk) if section else None,
        "about": str(finding.about),
    }


def _signal(picture: Picture, finding: Finding) -> str | None:
    """The id of its signal among the evidence, while it is there."""
    linked = any(link.probe_id == finding.probe_id for link in picture.links)
    return f"probe-{finding.probe_id}" if finding.probe_id and linked else None


def _gain(picture: Picture, finding: Finding) -> float | None:
    """By how many levels the whole rises once its signal passes; None where no step does that."""
    if not finding.is_open or finding.probe_id is None:
        return None
    gain = picture.gains.get(f"probe-{finding.probe_id}")
    return None if gain is None else round(gain, 4)


def _name(person: object) -> str:
    return str(person) if person else ""
