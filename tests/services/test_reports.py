"""Reports made by real worker processes."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pikepdf

from assessments.actions import milestones
from assessments.models import AssessmentState, Milestone
from jobs import nudge
from jobs.models import JobState
from organizations.models import AuditEvent, Rights
from reports.actions import orders
from reports.models import Report
from tests.factories import AssessmentFactory, MembershipFactory, framework_with
from tests.stack import Stack, wait_for


def published() -> Milestone:
    """A milestone with so many questions that printing it takes some seconds."""
    review = AssessmentFactory.create(
        state=AssessmentState.APPROVED, framework=framework_with(practices=4, questions=8)
    )
    lead = MembershipFactory.create(organization=review.organization, rights=Rights.LEAD).user
    return milestones.publish(assessment=review, title="Autumn", by=lead)


def again(report: Report) -> Report:
    return Report.objects.select_related("job").get(pk=report.pk)


def test_a_worker_killed_in_the_middle_of_a_report_leaves_it_to_another(stack: Stack) -> None:
    milestone = published()
    report = orders.order(
        assessment=milestone.assessment, milestone=milestone, by=milestone.published_by
    )
    nudge.send(report.job)
    stack.start_worker("one")
    wait_for(lambda: again(report).job.percent >= 5, "the report is begun")
    stack.kill("one")
    cut_short = again(report).job
    assert (cut_short.state, cut_short.attempts) == (JobState.RUNNING, 1)

    stack.start_beat()
    stack.start_worker("two")
    wait_for(lambda: again(report).job.state == JobState.DONE, "another worker makes it", 60)
    made = again(report)
    assert (made.job.attempts, made.job.claim != cut_short.claim) == (2, True)
    content = made.file.read()
    assert hashlib.sha256(content).hexdigest() == made.sha256
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == made.pages
    assert AuditEvent.objects.filter(verb="made a report").count() == 1
