"""An assessment of acme's shop, a milestone of it, and a report on that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile

from assessments import snapshot as frozen
from assessments.models import Assessment, Milestone
from jobs.models import Job, JobState
from organizations.models import User, Workload
from reports.actions import orders
from reports.models import Report
from tests.factories import AssessmentFactory
from tests.reports.snapshots import snapshot

PDF = b"%PDF-1.7 a small one"


@pytest.fixture
def assessment(shop: Workload, lena: User) -> Assessment:
    return AssessmentFactory.create(workload=shop, title="Autumn review", created_by=lena)


@pytest.fixture
def publish(assessment: Assessment, lena: User) -> Callable[..., Milestone]:
    """`publish(number=2, **changes)` gives a milestone that holds the changed snapshot."""

    def make(number: int = 2, **changes: Any) -> Milestone:
        values = snapshot(**changes)
        text = frozen.canonical(values)
        return Milestone.objects.create(
            assessment=assessment,
            number=number,
            title="Autumn review",
            document=text,
            sha256=frozen.digest(text),
            audit_head=values["audit_head"],
            proven=values["overall"]["proven"],
            claimed=values["overall"]["claimed"],
            published_by=lena,
        )

    return make


@pytest.fixture
def milestone(publish: Callable[..., Milestone]) -> Milestone:
    return publish()


@pytest.fixture
def waiting(milestone: Milestone, bob: User) -> Report:
    """A report that nobody has begun to make."""
    return orders.order(assessment=milestone.assessment, milestone=milestone, by=bob)


@pytest.fixture
def finished(waiting: Report) -> Report:
    """The same report, made."""
    return finish(waiting)


@pytest.fixture
def failed(waiting: Report) -> Report:
    """The same report, failed for good."""
    Job.objects.filter(pk=waiting.job.pk).update(
        state=JobState.FAILED, error="The worker vanished, as it did on every attempt before."
    )
    waiting.job.refresh_from_db()
    return waiting


def finish(report: Report) -> Report:
    """Give a report a small file, as its job would."""
    report.sha256 = "c" * 64
    report.size, report.pages = len(PDF), 12
    report.file.save("any", ContentFile(PDF), save=False)
    report.save()
    Job.objects.filter(pk=report.job.pk).update(
        state=JobState.DONE, percent=100, finished_at=report.ordered_at
    )
    report.job.refresh_from_db()
    return report
