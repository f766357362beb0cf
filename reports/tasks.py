"""The task that makes reports."""

from __future__ import annotations

import structlog

from jobs.models import Job
from jobs.running import job_task
from reports.actions import orders, rendering
from reports.models import Report

log = structlog.get_logger(__name__)


@job_task(orders.TASK)
def render(job: Job) -> None:
    """Make the report that this job is for."""
    report = Report.objects.with_subject().filter(job=job).first()
    if report is None:
        log.info("report_gone", job=str(job.pk))
        return
    rendering.render(report=report, job=job)
