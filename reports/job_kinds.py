"""The background work of reports, as the Jobs page tells of it."""

from __future__ import annotations

from collections.abc import Collection

from assessments.models import Assessment, Milestone
from jobs.kinds import Kind, Subject
from reports.actions.orders import TASK


def _assessments(ids: Collection[str]) -> dict[str, Subject]:
    """A report is ordered on `milestone:<id>` or, of the live state, on `assessment:<id>`."""
    milestones = Milestone.objects.filter(pk__in=_numbers(ids, "milestone"))
    live = Assessment.objects.filter(pk__in=_numbers(ids, "assessment"))
    of_milestones = {
        f"milestone:{one.pk}": Subject(
            f"{one.assessment}, milestone {one.number}",
            one.get_absolute_url(),
            one.assessment.organization_id,
        )
        for one in milestones.select_related("assessment__workload").defer("document")
    }
    as_they_stand = {
        f"assessment:{one.pk}": Subject(str(one), one.get_absolute_url(), one.organization_id)
        for one in live.select_related("workload")
    }
    return of_milestones | as_they_stand


def _numbers(ids: Collection[str], kind: str) -> list[int]:
    parts = (one.partition(":") for one in ids)
    return [int(number) for what, _, number in parts if what == kind and number.isdecimal()]


KINDS = (Kind(TASK, "Make a report", subjects=_assessments),)
