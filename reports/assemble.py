"""The report document from the database: from a milestone's frozen JSON, or the live state."""

from __future__ import annotations

import datetime as dt
import json

from assessments import snapshot
from assessments.models import Assessment, Milestone
from reports.document import ReportDocument
from reports.models import Report
from reports.parts import whole


def of_report(report: Report, moment: dt.datetime) -> ReportDocument:
    """What an ordered report says: of its milestone, else of the live state at `moment`."""
    if report.milestone is not None:
        return of_milestone(report.milestone)
    return of_live(report.assessment, moment)


def of_milestone(milestone: Milestone) -> ReportDocument:
    """The document of a milestone, made from its JSON and from nothing that may change.

    The hash is taken of the JSON anew, so that the report never repeats a wrong one.
    """
    return whole.document(
        json.loads(milestone.document),
        milestone_id=milestone.pk,
        sha256=snapshot.digest(milestone.document),
    )


def of_live(assessment: Assessment, moment: dt.datetime) -> ReportDocument:
    """The document of an assessment as it stands at `moment`, marked as a draft."""
    values = snapshot.live(assessment, moment)
    return whole.document(values, milestone_id=None, sha256="")
