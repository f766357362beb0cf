"""Reports in the admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from jobs import nudge
from jobs.models import Job, JobState
from organizations.models import User
from reports.actions import orders
from reports.models import Report

SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs a worker was told of, instead of telling a broker."""
    told: list[Job] = []
    monkeypatch.setattr(nudge, "after_commit", told.append)
    return told


def test_reports_are_read_only(signed_in: SignedIn, operator: User, finished: Report) -> None:
    client = signed_in(operator)
    assert "Done" in client.get(reverse("admin:reports_report_changelist")).text
    page = client.get(reverse("admin:reports_report_change", args=[finished.pk]))
    assert finished.sha256 in page.text
    assert 'name="_save"' not in page.text
    assert client.get(reverse("admin:reports_report_add")).status_code == 403
    assert (
        client.post(reverse("admin:reports_report_delete", args=[finished.pk])).status_code == 403
    )


def test_failed_reports_are_tried_again_and_others_say_why_not(
    signed_in: SignedIn, operator: User, bob: User, failed: Report, nudged: list[Job]
) -> None:
    live = orders.order(assessment=failed.assessment, milestone=None, by=bob)
    answer = signed_in(operator).post(
        reverse("admin:reports_report_changelist"),
        {"action": "try_again", "_selected_action": [failed.pk, live.pk]},
        follow=True,
    )
    assert f"{failed} is in line again." in answer.text
    assert "Only a failed report can be tried again" in answer.text
    again = Report.objects.get(pk=failed.pk).job
    assert again.state == JobState.QUEUED
    assert nudged == [again]
