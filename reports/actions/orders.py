"""Ordering a report, and trying again where one failed."""

from __future__ import annotations

from django.db import transaction

from assessments.models import Assessment, Milestone
from jobs import actions as jobs
from jobs.models import Job, JobState, Queue
from organizations import audit
from organizations.models import User
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid
from reports.models import Report

TASK = "reports.render"


def order(*, assessment: Assessment, milestone: Milestone | None, by: User) -> Report:
    """A report on the milestone, or on the live state where there is none, waiting to be made.

    While one is waiting or running, ordering the same again gives that one. The caller nudges
    a worker (`jobs.nudge.after_commit`).
    """
    require(by, Verb.ORDER_REPORT, assessment.organization)
    if milestone is not None and milestone.assessment_id != assessment.pk:
        raise Invalid("This milestone belongs to another assessment.", "milestone")
    with transaction.atomic():
        job = _requested(assessment, milestone, by)
        report, is_new = Report.objects.get_or_create(
            job=job,
            defaults={"assessment": assessment, "milestone": milestone, "ordered_by": by},
        )
        if is_new:
            _record(report, "ordered a report", by)
    return report


def retry(*, report: Report, by: User) -> Report:
    """Put a failed report in line again. Raises Conflict where it has not failed, or where the
    same report is under way already."""
    require(by, Verb.ORDER_REPORT, report.assessment.organization)
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report.pk)
        if locked.job.state != JobState.FAILED:
            raise Conflict("Only a failed report can be tried again; this one has moved on.")
        job = _requested(report.assessment, report.milestone, by)
        if Report.objects.filter(job=job).exists():
            raise Conflict("The same report is already being made.")
        report.job = job
        report.save(update_fields=["job"])
        _record(report, "tried a report again", by)
    return report


def _requested(assessment: Assessment, milestone: Milestone | None, by: User) -> Job:
    subject = f"milestone:{milestone.pk}" if milestone else f"assessment:{assessment.pk}"
    return jobs.request(
        task=TASK,
        queue=Queue.INTERACTIVE,
        key=f"report:{subject}",
        organization=assessment.organization,
        by=by,
        subject_id=subject,
    )


def _record(report: Report, verb: str, by: User) -> None:
    audit.record(
        organization=report.assessment.organization,
        by=by,
        verb=verb,
        subject=report,
        detail={"assessment": report.assessment_id, "milestone": report.milestone_id},
    )
