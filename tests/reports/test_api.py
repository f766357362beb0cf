"""Reports over REST."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Milestone
from jobs import nudge
from jobs.models import Job, JobState
from organizations.models import User
from reports.actions import orders
from reports.models import Report
from tests.factories import AssessmentFactory
from tests.reports.conftest import PDF, finish

SignedIn = Callable[[User], Client]
LIST = "/api/v1/reports/"


@pytest.fixture(autouse=True)
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs a worker was told of, instead of telling a broker."""
    told: list[Job] = []
    monkeypatch.setattr(nudge, "after_commit", told.append)
    return told


def post(client: Client, **body: Any) -> Any:
    return client.post(LIST, json.dumps(body), content_type="application/json")


def test_an_order_is_accepted_and_says_where_to_ask(
    signed_in: SignedIn, ruth: User, milestone: Milestone, nudged: list[Job]
) -> None:
    client = signed_in(ruth)
    answer = post(client, assessment=milestone.assessment_id, milestone=milestone.pk)
    assert answer.status_code == 202
    report = Report.objects.get()
    assert answer.headers["Location"] == f"http://testserver{LIST}{report.pk}/"
    assert answer.json()["state"] == "queued"
    assert nudged == [report.job]
    assert client.get(answer.headers["Location"]).json() == answer.json()


def test_an_order_without_a_milestone_is_of_the_live_state(
    signed_in: SignedIn, ruth: User, milestone: Milestone
) -> None:
    assert post(signed_in(ruth), assessment=milestone.assessment_id).json()["milestone"] is None


def test_the_same_order_twice_gives_one_report(
    signed_in: SignedIn, ruth: User, milestone: Milestone
) -> None:
    client = signed_in(ruth)
    body = {"assessment": milestone.assessment_id, "milestone": milestone.pk}
    assert post(client, **body).json()["id"] == post(client, **body).json()["id"]


def test_status_follows_the_job(signed_in: SignedIn, ruth: User, waiting: Report) -> None:
    Job.objects.update(state=JobState.RUNNING, percent=30, step="Laying out the pages")
    told = signed_in(ruth).get(f"{LIST}{waiting.pk}/").json()
    assert (told["state"], told["percent"]) == ("running", 30)
    assert told["step"] == "Laying out the pages"
    assert told["download"] is None


def test_a_finished_report_is_fetched_from_where_its_status_says(
    signed_in: SignedIn, ruth: User, finished: Report
) -> None:
    client = signed_in(ruth)
    told = client.get(f"{LIST}{finished.pk}/").json()
    assert (told["state"], told["pages"], told["size"]) == ("done", 12, len(PDF))
    for accept in ("*/*", "application/pdf", "application/json"):
        answer = client.get(told["download"], headers={"accept": accept})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/pdf"
        assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a stream


def test_a_report_that_is_not_made_has_no_file(
    signed_in: SignedIn, ruth: User, waiting: Report
) -> None:
    answer = signed_in(ruth).get(
        f"{LIST}{waiting.pk}/download/", headers={"accept": "application/pdf"}
    )
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "not made yet" in answer.json()["detail"]


def test_a_failed_report_says_why(signed_in: SignedIn, ruth: User, failed: Report) -> None:
    told = signed_in(ruth).get(f"{LIST}{failed.pk}/").json()
    assert told["state"] == "failed"
    assert told["error"].startswith("The worker vanished")


def test_a_milestone_of_another_assessment_is_a_problem(
    signed_in: SignedIn, ruth: User, milestone: Milestone
) -> None:
    other = AssessmentFactory.create(workload=milestone.assessment.workload)
    answer = post(signed_in(ruth), assessment=other.pk, milestone=milestone.pk)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/milestone"


def test_a_stranger_finds_nothing(signed_in: SignedIn, charlie: User, finished: Report) -> None:
    client = signed_in(charlie)
    assert client.get(LIST).json()["results"] == []
    assert client.get(f"{LIST}{finished.pk}/").status_code == 404
    assert client.get(f"{LIST}{finished.pk}/download/").status_code == 404
    answer = post(client, assessment=finished.assessment_id, milestone=finished.milestone_id)
    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "#/assessment",
        "#/milestone",
    }


def test_nobody_orders_without_signing_in(client: Client, milestone: Milestone) -> None:
    assert post(client, assessment=milestone.assessment_id).status_code == 401


def test_list_is_filtered_by_assessment_and_milestone(
    signed_in: SignedIn, ruth: User, bob: User, finished: Report
) -> None:
    live = orders.order(assessment=finished.assessment, milestone=None, by=bob)
    client = signed_in(ruth)
    found = client.get(LIST, {"milestone": str(finished.milestone_id)}).json()["results"]
    assert [one["id"] for one in found] == [finished.pk]
    found = client.get(LIST, {"assessment": finished.assessment_id}).json()["results"]
    assert [one["id"] for one in found] == [finished.pk, live.pk]


def test_list_takes_the_same_queries_for_three_and_ten_reports(
    signed_in: SignedIn, bob: User, publish: Callable[..., Milestone]
) -> None:
    client = signed_in(bob)

    def queries(upto: int) -> int:
        for number in range(Report.objects.count() + 1, upto + 1):
            made = publish(number)
            finish(orders.order(assessment=made.assessment, milestone=made, by=bob))
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(LIST)
        assert len(answer.json()["results"]) == upto
        return len(captured)

    queries(1)
    assert queries(3) == queries(10) <= 5


def test_web_processes_do_without_the_renderer() -> None:
    script = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test';"
        "django.setup(); import config.urls, reports.admin; from django.urls import reverse;"
        "reverse('reports:list'); sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
