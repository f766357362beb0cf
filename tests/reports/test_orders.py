"""Ordering a report and trying again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessments.models import Assessment, Milestone
from jobs.models import Job, JobState, Queue
from organizations.models import AuditEvent, User
from organizations.refusals import Conflict, Forbidden, Invalid
from reports.actions import orders
from reports.models import Report
from tests.factories import AssessmentFactory


def test_order_puts_a_job_in_line(milestone: Milestone, bob: User) -> None:
    report = orders.order(assessment=milestone.assessment, milestone=milestone, by=bob)
    assert (report.milestone, report.ordered_by) == (milestone, bob)
    assert (report.job.task, report.job.queue) == ("reports.render", Queue.INTERACTIVE)
    assert report.job.organization == milestone.assessment.organization
    assert report.job.state == JobState.QUEUED
    assert (report.sha256, report.size, report.pages, bool(report.file)) == ("", None, None, False)


def test_order_is_in_the_audit_log(milestone: Milestone, bob: User) -> None:
    report = orders.order(assessment=milestone.assessment, milestone=milestone, by=bob)
    event = AuditEvent.objects.get(verb="ordered a report")
    assert (event.actor, event.subject_id) == (bob, str(report.pk))
    assert event.detail == {"assessment": milestone.assessment_id, "milestone": milestone.pk}


def test_the_same_report_is_made_once_at_a_time(
    milestone: Milestone, bob: User, ruth: User
) -> None:
    first = orders.order(assessment=milestone.assessment, milestone=milestone, by=bob)
    second = orders.order(assessment=milestone.assessment, milestone=milestone, by=ruth)
    assert first == second
    assert Job.objects.count() == 1
    assert AuditEvent.objects.filter(verb="ordered a report").count() == 1


def test_a_milestone_and_the_live_state_are_different_reports(
    milestone: Milestone, bob: User
) -> None:
    frozen = orders.order(assessment=milestone.assessment, milestone=milestone, by=bob)
    live = orders.order(assessment=milestone.assessment, milestone=None, by=bob)
    assert frozen.job != live.job
    assert live.milestone is None


def test_a_report_that_is_made_can_be_ordered_again(finished: Report, bob: User) -> None:
    again = orders.order(assessment=finished.assessment, milestone=finished.milestone, by=bob)
    assert again != finished


def test_a_milestone_of_another_assessment_is_refused(milestone: Milestone, bob: User) -> None:
    other = AssessmentFactory.create(workload=milestone.assessment.workload)
    with pytest.raises(Invalid, match="another assessment"):
        orders.order(assessment=other, milestone=milestone, by=bob)


def test_a_stranger_orders_nothing(assessment: Assessment, charlie: User) -> None:
    with pytest.raises(Forbidden):
        orders.order(assessment=assessment, milestone=None, by=charlie)
    assert not Report.objects.exists()


def test_a_failed_report_is_tried_again_with_a_new_job(failed: Report, ruth: User) -> None:
    before = failed.job
    report = orders.retry(report=failed, by=ruth)
    assert report.job != before
    assert report.job.state == JobState.QUEUED
    assert Report.objects.get(pk=report.pk).job == report.job
    assert AuditEvent.objects.filter(verb="tried a report again", actor=ruth).exists()


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_only_a_failed_report_is_tried_again(waiting: Report, bob: User, state: str) -> None:
    Job.objects.update(state=state)
    with pytest.raises(Conflict, match="moved on"):
        orders.retry(report=waiting, by=bob)


def test_a_failed_report_is_not_tried_again_while_the_same_is_under_way(
    failed: Report, bob: User
) -> None:
    orders.order(assessment=failed.assessment, milestone=failed.milestone, by=bob)
    with pytest.raises(Conflict, match="already being made"):
        orders.retry(report=failed, by=bob)


def test_a_stranger_tries_nothing_again(failed: Report, charlie: User) -> None:
    with pytest.raises(Forbidden):
        orders.retry(report=failed, by=charlie)


def test_reports_are_seen_by_members_only(
    waiting: Report, ruth: User, charlie: User, publish: Callable[..., Milestone]
) -> None:
    assert list(Report.objects.visible_to(ruth)) == [waiting]
    assert not Report.objects.visible_to(charlie).exists()


def test_a_report_is_named_for_what_it_is_on(waiting: Report, bob: User) -> None:
    assert str(waiting) == "Report on Shop, Autumn review, milestone 2"
    assert waiting.download_name == f"plumbline-{waiting.assessment_id}-milestone-2.pdf"
    live = orders.order(assessment=waiting.assessment, milestone=None, by=bob)
    assert str(live) == "Report on Shop, Autumn review, as it stands"
    assert live.download_name == f"plumbline-{waiting.assessment_id}-draft.pdf"
