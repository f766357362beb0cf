"""Making a report that was ordered."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone

from jobs import actions as jobs
from jobs.models import Job
from organizations import audit
from reports import assemble, pdf
from reports.models import Report, report_path


def render(*, report: Report, job: Job) -> Report:
    """Make the file of an ordered report and keep it, saying on the job how far it is.

    Raises LeaseLost, with nothing kept, where this run no longer holds the job: another makes
    the report then.
    """

    def tell(percent: int, step: str) -> None:
        if not jobs.advance(job=job, percent=percent, step=step):
            raise jobs.LeaseLost

    tell(5, "Reading the milestone" if report.milestone else "Reading the live state")
    document = assemble.of_report(report, timezone.now())
    made = pdf.render(document, tell)
    tell(95, "Putting the file away")
    with jobs.completing(job=job):
        _keep(report, made)
        audit.record(
            organization=report.assessment.organization,
            by=None,
            verb="made a report",
            subject=report,
            detail={"sha256": report.sha256, "pages": report.pages},
        )
    return report


def _keep(report: Report, made: pdf.Pdf) -> None:
    """Store the file under the name of its content, once, and note what it is."""
    report.sha256 = hashlib.sha256(made.content).hexdigest()
    report.size = len(made.content)
    report.pages = made.pages
    path, storage = report_path(report, ""), report.file.storage
    # What a worker left behind that was killed in the middle of writing is not the file.
    if not storage.exists(path) or storage.size(path) != report.size:
        path = storage.save(path, ContentFile(made.content))
    report.file.name = path
    report.save(update_fields=["file", "sha256", "size", "pages"])
