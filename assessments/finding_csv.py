"""Findings as a table that a spreadsheet opens."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from assessments.iso import day_text, moment_text
from assessments.models import Finding

COLUMNS = (
    "Finding",
    "State",
    "Workload",
    "Assessment",
    "About",
    "Signal",
    "What was seen",
    "Owner",
    "Due",
    "Opened",
    "Reopened",
    "Resolved",
    "Why resolved",
    "Ticket",
    "Note",
    "Address",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet compute a cell."""


def table(findings: Iterable[Finding], today: dt.date, site: str) -> str:
    """A row for each finding under a row of names; `site` begins the addresses.

    A text that a spreadsheet would take for a formula is quoted, so that it only reads it.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for finding in findings:
        writer.writerow(_plain(cell) for cell in _cells(finding, today, site))
    return written.getvalue()


def _cells(finding: Finding, today: dt.date, site: str) -> Iterable[str | None]:
    yield finding.title
    yield finding.urgency(today).replace("_", " ")
    yield finding.workload.name
    yield finding.assessment.title
    yield str(finding.about)
    yield finding.probe.name if finding.probe else None
    yield finding.seen
    yield finding.owner.email if finding.owner else None
    yield day_text(finding.due_on)
    for moment in (finding.opened_at, finding.reopened_at, finding.resolved_at):
        yield moment_text(moment)
    yield finding.resolution
    yield finding.ticket
    yield finding.note
    yield f"{site}{finding.get_absolute_url()}"


def _plain(cell: str | None) -> str:
    text = cell or ""
    return f"'{text}" if text.startswith(FORMULA) else text
