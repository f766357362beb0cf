"""Reports on the web, for the cast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Milestone
from jobs import nudge
from jobs.models import Job, JobState
from organizations.models import User
from reports.actions import orders
from reports.models import Report
from tests.factories import AssessmentFactory
from tests.reports.conftest import PDF, finish

SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs a worker was told of, instead of telling a broker."""
    told: list[Job] = []
    monkeypatch.setattr(nudge, "after_commit", told.append)
    return told


def test_without_reports_the_list_says_what_to_do(signed_in: SignedIn, ruth: User) -> None:
    page = signed_in(ruth).get(reverse("reports:list"))
    assert "No report yet" in page.text
    assert reverse("reports:order") in page.text


def test_list_shows_state_pages_size_and_who(
    signed_in: SignedIn, ruth: User, finished: Report
) -> None:
    page = signed_in(ruth).get(reverse("reports:list")).text
    assert "Milestone 2, Autumn review" in page
    assert "Done" in page
    assert "12" in page
    assert "by Bob" in page
    assert reverse("reports:download", args=[finished.pk]) in page


def test_list_shows_progress_of_what_runs(signed_in: SignedIn, ruth: User, waiting: Report) -> None:
    Job.objects.update(state=JobState.RUNNING, percent=30)
    page = signed_in(ruth).get(reverse("reports:list")).text
    assert "Running" in page
    assert "30 %" in page
    assert reverse("reports:download", args=[waiting.pk]) not in page


def test_list_of_one_assessment_leaves_out_the_others(
    signed_in: SignedIn, ruth: User, bob: User, finished: Report
) -> None:
    other = AssessmentFactory.create(workload=finished.assessment.workload, title="Spring")
    orders.order(assessment=other, milestone=None, by=bob)
    client = signed_in(ruth)
    page = client.get(reverse("reports:list"), {"assessment": other.pk})
    assert [report.assessment for report in page.context["page"]] == [other]
    assert f"?assessment={other.pk}" in page.text
    assert client.get(reverse("reports:list"), {"assessment": "x"}).status_code == 404


def test_a_stranger_sees_no_report(signed_in: SignedIn, charlie: User, finished: Report) -> None:
    client = signed_in(charlie)
    assert "No report yet" in client.get(reverse("reports:list")).text
    for name in ("report", "progress", "download", "view"):
        assert client.get(reverse(f"reports:{name}", args=[finished.pk])).status_code == 404
    assert client.post(reverse("reports:retry", args=[finished.pk])).status_code == 404
    asked = {"assessment": finished.assessment_id}
    assert client.get(reverse("reports:order"), asked).status_code == 404
    assert client.post(reverse("reports:order"), asked).status_code == 404


def test_everyone_else_is_asked_to_sign_in(client: Client, finished: Report) -> None:
    answer = client.get(reverse("reports:download", args=[finished.pk]))
    assert answer.status_code == 302
    assert reverse("account_login") in answer.headers["Location"]


def test_order_begins_with_the_assessment(
    signed_in: SignedIn, ruth: User, assessment: Assessment
) -> None:
    page = signed_in(ruth).get(reverse("reports:order")).text
    assert f"{reverse('reports:order')}?assessment={assessment.pk}" in page


def test_order_without_any_assessment_says_so(signed_in: SignedIn, ruth: User) -> None:
    assert "No assessment to report on" in signed_in(ruth).get(reverse("reports:order")).text


def test_order_form_proposes_the_newest_milestone(
    signed_in: SignedIn, ruth: User, publish: Callable[..., Milestone]
) -> None:
    publish(1)
    newest = publish(2)
    page = signed_in(ruth).get(reverse("reports:order"), {"assessment": newest.assessment_id})
    assert page.context["form"]["milestone"].value() == str(newest.pk)
    assert "Milestone 2, Autumn review, published" in page.text
    assert "The state as it is now, marked as a draft" in page.text


def test_ordering_a_milestone_tells_a_worker(
    signed_in: SignedIn, ruth: User, milestone: Milestone, nudged: list[Job]
) -> None:
    sent = {"assessment": milestone.assessment_id, "milestone": milestone.pk}
    answer = signed_in(ruth).post(reverse("reports:order"), sent)
    report = Report.objects.get()
    assert answer.headers["Location"] == report.get_absolute_url()
    assert (report.milestone, report.ordered_by) == (milestone, ruth)
    assert nudged == [report.job]


def test_the_live_state_can_be_ordered(
    signed_in: SignedIn, ruth: User, assessment: Assessment
) -> None:
    client = signed_in(ruth)
    page = client.get(reverse("reports:order"), {"assessment": assessment.pk})
    assert page.context["form"]["milestone"].value() == "live"
    client.post(reverse("reports:order"), {"assessment": assessment.pk, "milestone": "live"})
    assert Report.objects.get().milestone is None


def test_ordering_nothing_in_particular_asks_again(
    signed_in: SignedIn, ruth: User, assessment: Assessment
) -> None:
    page = signed_in(ruth).post(reverse("reports:order"), {"assessment": assessment.pk})
    assert "This field is required." in page.text
    assert not Report.objects.exists()


def test_a_milestone_of_elsewhere_is_no_choice(
    signed_in: SignedIn, ruth: User, milestone: Milestone
) -> None:
    other = AssessmentFactory.create(workload=milestone.assessment.workload)
    sent = {"assessment": other.pk, "milestone": milestone.pk}
    page = signed_in(ruth).post(reverse("reports:order"), sent)
    assert page.status_code == 200
    assert "One thing needs your attention" in page.text.replace("<b>", "")
    assert not Report.objects.exists()


def test_a_waiting_report_asks_for_itself_again(
    signed_in: SignedIn, ruth: User, waiting: Report
) -> None:
    client = signed_in(ruth)
    page = client.get(waiting.get_absolute_url()).text
    assert "Waiting for a worker" in page
    assert f'hx-get="{reverse("reports:progress", args=[waiting.pk])}"' in page
    assert 'hx-trigger="every 1s"' in page
    assert "Look again" in page


def test_a_running_report_says_what_it_does(
    signed_in: SignedIn, ruth: User, waiting: Report
) -> None:
    Job.objects.update(state=JobState.RUNNING, percent=75, step="Writing 12 pages")
    piece = signed_in(ruth).get(reverse("reports:progress", args=[waiting.pk])).text
    assert "Writing 12 pages" in piece
    assert "75 %" in piece
    assert "<html" not in piece


def test_a_report_between_attempts_says_what_went_wrong(
    signed_in: SignedIn, ruth: User, waiting: Report
) -> None:
    Job.objects.update(error="The worker vanished.")
    page = signed_in(ruth).get(waiting.get_absolute_url()).text
    assert "The last attempt failed: The worker vanished." in page


def test_a_finished_report_stops_asking_and_offers_its_file(
    signed_in: SignedIn, ruth: User, finished: Report
) -> None:
    page = signed_in(ruth).get(finished.get_absolute_url()).text
    assert "hx-trigger" not in page
    assert "12 pages" in page
    assert reverse("reports:download", args=[finished.pk]) in page
    assert reverse("reports:view", args=[finished.pk]) in page
    assert finished.sha256 in page


def test_a_failed_report_says_why_and_can_be_tried_again(
    signed_in: SignedIn, ruth: User, failed: Report, nudged: list[Job]
) -> None:
    client = signed_in(ruth)
    page = client.get(failed.get_absolute_url()).text
    assert "The worker vanished, as it did on every attempt before." in page
    answer = client.post(reverse("reports:retry", args=[failed.pk]), follow=True)
    assert "The report is in line again." in answer.text
    assert "Waiting for a worker" in answer.text
    assert nudged == [Report.objects.get().job]


def test_a_report_that_has_not_failed_is_not_tried_again(
    signed_in: SignedIn, ruth: User, finished: Report, nudged: list[Job]
) -> None:
    answer = signed_in(ruth).post(reverse("reports:retry", args=[finished.pk]), follow=True)
    assert "Only a failed report can be tried again" in answer.text
    assert nudged == []


def test_download_is_an_attachment_that_is_never_sniffed(
    signed_in: SignedIn, ruth: User, finished: Report
) -> None:
    answer = signed_in(ruth).get(reverse("reports:download", args=[finished.pk]))
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a stream
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="plumbline-{finished.assessment_id}-milestone-2.pdf"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["ETag"] == f'"{finished.sha256}"'


def test_view_shows_the_file_in_the_browser_and_lets_it_do_nothing(
    signed_in: SignedIn, ruth: User, finished: Report
) -> None:
    answer = signed_in(ruth).get(reverse("reports:view", args=[finished.pk]))
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_report_without_a_file_cannot_be_downloaded(
    signed_in: SignedIn, ruth: User, waiting: Report
) -> None:
    answer = signed_in(ruth).get(reverse("reports:download", args=[waiting.pk]))
    assert answer.status_code == 409
    assert "not made yet" in answer.text


def test_a_file_that_the_storage_lost_is_said_in_words(
    signed_in: SignedIn, ruth: User, finished: Report
) -> None:
    Path(finished.file.path).unlink()
    answer = signed_in(ruth).get(reverse("reports:download", args=[finished.pk]))
    assert answer.status_code == 409
    assert "Order the report again" in answer.text


def test_list_takes_the_same_queries_for_three_and_ten_reports(
    signed_in: SignedIn, bob: User, publish: Callable[..., Milestone]
) -> None:
    client = signed_in(bob)

    def queries(upto: int) -> int:
        for number in range(Report.objects.count() + 1, upto + 1):
            made = publish(number)
            finish(orders.order(assessment=made.assessment, milestone=made, by=bob))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = client.get(reverse("reports:list"))
        assert len(page.context["page"]) == upto
        return len(captured)

    queries(1)
    assert queries(3) == queries(10) <= 5


def test_choosing_takes_the_same_queries_for_three_and_ten_assessments(
    signed_in: SignedIn, bob: User, assessment: Assessment
) -> None:
    client = signed_in(bob)

    def queries(upto: int) -> int:
        for _ in range(upto - Assessment.objects.count()):
            AssessmentFactory.create(workload=assessment.workload)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("reports:order"))
        return len(captured)

    queries(1)
    assert queries(3) == queries(10) <= 5


def test_progress_is_cheap(signed_in: SignedIn, bob: User, waiting: Report) -> None:
    client = signed_in(bob)
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("reports:progress", args=[waiting.pk]))
    assert len(captured) <= 4
