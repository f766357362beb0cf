"""Making a report that was ordered, by its job, with the real renderer."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Milestone
from jobs import actions as jobs
from jobs.models import Job, JobState
from organizations.models import AuditEvent, User
from reports import assemble, tasks
from reports.actions import orders, rendering
from reports.models import Report


def claimed(report: Report) -> Job:
    job = jobs.claim(job_id=str(report.job.pk), worker="one", now=timezone.now())
    assert job is not None
    return job


def test_the_task_makes_the_report(waiting: Report) -> None:
    tasks.render(str(waiting.job.pk))
    made = Report.objects.with_subject().get()
    content = made.file.read()
    assert made.job.state == JobState.DONE
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    assert made.sha256 in str(made.file.name)
    assert made.size == len(content)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert made.pages == len(pdf.pages)
    event = AuditEvent.objects.get(verb="made a report")
    assert (event.actor, event.detail["sha256"]) == (None, made.sha256)


@pytest.mark.once
def test_progress_says_what_is_being_done(waiting: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[int, str]] = []

    def advance(*, job: Job, percent: int, step: str) -> bool:
        said.append((percent, step))
        return True

    monkeypatch.setattr(jobs, "advance", advance)
    rendering.render(report=waiting, job=claimed(waiting))
    percents = [percent for percent, _ in said]
    assert percents == sorted(percents)
    assert [step for _, step in said][:3] == [
        "Reading the milestone",
        "Writing the text",
        "Laying out the pages",
    ]


def test_a_run_that_lost_its_lease_keeps_nothing(waiting: Report) -> None:
    job = claimed(waiting)
    Job.objects.update(lease_until=timezone.now())
    jobs.sweep(now=timezone.now())
    other = jobs.claim(job_id=str(job.pk), worker="two", now=timezone.now())
    assert other is not None
    with pytest.raises(jobs.LeaseLost):
        rendering.render(report=waiting, job=job)
    assert not Report.objects.get().file
    assert not AuditEvent.objects.filter(verb="made a report").exists()


def test_a_run_that_loses_its_lease_at_the_last_moment_keeps_nothing(
    waiting: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = claimed(waiting)
    monkeypatch.setattr(jobs, "advance", lambda **said: True)
    Job.objects.update(state=JobState.QUEUED, claim=None)
    with pytest.raises(jobs.LeaseLost):
        rendering.render(report=waiting, job=job)
    report = Report.objects.get()
    assert (bool(report.file), report.sha256) == (False, "")


def test_a_report_made_twice_is_stored_once(waiting: Report, bob: User) -> None:
    rendering.render(report=waiting, job=claimed(waiting))
    again = orders.order(assessment=waiting.assessment, milestone=waiting.milestone, by=bob)
    rendering.render(report=again, job=claimed(again))
    assert again.pk != waiting.pk
    assert (again.file.name, again.sha256) == (waiting.file.name, waiting.sha256)


def test_what_a_killed_worker_left_behind_is_not_taken_for_the_file(
    waiting: Report, bob: User
) -> None:
    rendering.render(report=waiting, job=claimed(waiting))
    Path(waiting.file.path).write_bytes(b"%PDF-1.7 half of")
    again = orders.order(assessment=waiting.assessment, milestone=waiting.milestone, by=bob)
    rendering.render(report=again, job=claimed(again))
    assert again.file.name != waiting.file.name
    assert len(again.file.read()) == again.size


def test_a_job_whose_report_is_gone_ends_quietly(waiting: Report) -> None:
    job = waiting.job
    waiting.delete()
    tasks.render(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_the_live_state_is_made_from_the_database(assessment: Assessment, bob: User) -> None:
    report = orders.order(assessment=assessment, milestone=None, by=bob)
    document = assemble.of_report(report, timezone.now())
    assert document.is_draft
    assert document.cover.workload == "Shop"
    assert [section.name for section in document.sections] == ["Practice 0", "Practice 1"]
    assert document.summary.lead[0] == "Nothing has been claimed yet, so nothing is proven."
    rendering.render(report=report, job=claimed(report))
    assert report.pages


def test_a_milestone_is_read_from_its_json_alone(milestone: Milestone) -> None:
    milestone.assessment.workload.name = "Renamed since"
    milestone.assessment.workload.save()
    document = assemble.of_milestone(Milestone.objects.get())
    assert document.cover.workload == "Order platform"
    assert document.integrity.milestone_sha256 == milestone.sha256


def test_a_milestone_is_read_in_one_query(
    milestone: Milestone, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assemble.of_milestone(Milestone.objects.get())


@pytest.mark.once
def test_the_command_writes_the_same_bytes(
    waiting: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rendering.render(report=waiting, job=claimed(waiting))
    out = tmp_path / "report.pdf"
    call_command("render_report", milestone=waiting.milestone_id, out=out)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == waiting.sha256
    assert f"{waiting.pages} pages" in capsys.readouterr().out


@pytest.mark.once
def test_the_command_says_what_is_wrong(milestone: Milestone, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no milestone 4711"):
        call_command("render_report", milestone=4711, out=tmp_path / "a.pdf")
    with pytest.raises(CommandError, match="could not be written"):
        call_command("render_report", milestone=milestone.pk, out=tmp_path / "no" / "a.pdf")


def test_a_document_that_was_altered_shows_its_own_hash(milestone: Milestone) -> None:
    altered = Milestone.objects.get()
    altered.document = json.dumps(json.loads(altered.document))
    assert assemble.of_milestone(altered).integrity.milestone_sha256 != milestone.sha256
