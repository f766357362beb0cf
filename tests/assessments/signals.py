"""Signals behind questions, read as a test says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from assessments.actions import links
from assessments.models import Assessment, Choice, Question, Section
from evidence.models import Probe, Reading, Source
from organizations.models import User
from tests.factories import ProbeFactory, ReadingFactory, SourceFactory

VALUES = {"pass": 12.0, "warn": 200.0, "fail": 412.0}
WORDS = {
    "pass": "12 s, and good is at most 60 s.",
    "warn": "200 s, and good is at most 60 s; it fails unless at most 300 s.",
    "fail": "412 s, and even the warning bound is at most 300 s.",
}


def watched(
    assessment: Assessment, *behind: Question | Section | Choice, owner: User, **fields: Any
) -> Probe:
    """A probe of the assessment's workload, behind these."""
    source = Source.objects.filter(organization=assessment.organization).first()
    source = source or SourceFactory.create(organization=assessment.organization)
    probe: Probe = ProbeFactory.create(
        source=source, workload=assessment.workload, owner=owner, **fields
    )
    for subject in behind:
        links.link(assessment=assessment, evidence=probe, to=subject, by=assessment.created_by)
    return probe


def read(probe: Probe, state: str, *, at: dt.datetime | None = None) -> Reading:
    """The probe's newest reading, in this state."""
    end = at or timezone.now()
    reading: Reading = ReadingFactory.create(
        probe=probe,
        state=state,
        value=VALUES.get(state),
        message=WORDS.get(state, "Nothing came back."),
        at=end,
        window_start=end - dt.timedelta(days=1),
        window_end=end,
    )
    Probe.objects.filter(pk=probe.pk).update(latest=reading)
    probe.refresh_from_db()
    return reading
