"""The pages about background work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jobs.models import Job, JobState, Queue
from organizations.models import Organization, User
from tests.factories import SourceFactory
from tests.factories.jobs import JobFactory

SignedIn = Callable[[User], Client]
JOBS, ALL = "/jobs/", "/jobs/all/"
REASON = "The token has expired."


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture(autouse=True)
def nobody_listens(settings: Any) -> None:
    settings.BROKER_URL = "redis://127.0.0.1:1/0"


def failed(organization: Organization | None, **more: Any) -> Job:
    return JobFactory.create(
        organization=organization,
        task="evidence.collect",
        queue=Queue.COLLECT,
        state=JobState.FAILED,
        error=REASON,
        attempts=3,
        started_at=timezone.now(),
        finished_at=timezone.now(),
        **more,
    )


def test_without_a_job_the_page_says_what_will_be_there(signed_in: SignedIn, bob: User) -> None:
    page = text_of(signed_in(bob).get(JOBS))
    assert "Each piece of work is a job in one of four queues." in page
    assert "Nothing but the regular ticks is planned." in page
    assert "stays here for some weeks" in text_of(signed_in(bob).get(ALL))


def test_the_page_shows_what_runs_and_what_failed_and_why(
    signed_in: SignedIn, acme: Organization, alice: User
) -> None:
    source = SourceFactory.create(organization=acme, name="Orders")
    job = failed(acme, subject_id=source.pk)
    JobFactory.create(
        organization=acme,
        state=JobState.RUNNING,
        percent=40,
        step="Asking",
        started_at=job.started_at,
    )
    page = text_of(signed_in(alice).get(JOBS))
    assert "Collect a source: Orders" in page
    assert REASON in page
    assert "Asking" in page
    assert "0 done and 1 failed in 24 hours" in page
    assert f'action="/jobs/{job.pk}/retry/"' in page


def test_the_live_part_asks_again_and_is_only_that_part(
    signed_in: SignedIn, acme: Organization, bob: User
) -> None:
    JobFactory.create(organization=acme, run_after=timezone.now() - dt.timedelta(minutes=7))
    page = text_of(signed_in(bob).get("/jobs/live/"))
    assert 'hx-get="/jobs/live/" hx-trigger="every 5s"' in page
    assert "7 minutes" in page
    assert "<h1>" not in page


def test_a_member_cannot_try_again_and_is_not_offered_it(
    signed_in: SignedIn, acme: Organization, bob: User
) -> None:
    job = failed(acme)
    client = signed_in(bob)
    assert "Try again" not in text_of(client.get(JOBS))
    assert "An owner of the organization or an operator" in text_of(client.get(f"/jobs/{job.pk}/"))
    assert client.post(f"/jobs/{job.pk}/retry/").status_code == 403
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_an_owner_tries_again_and_comes_back_to_where_they_were(
    signed_in: SignedIn, acme: Organization, alice: User
) -> None:
    job = failed(acme)
    client = signed_in(alice)
    back = client.post(f"/jobs/{job.pk}/retry/", {"next": JOBS}, follow=True)
    assert back.redirect_chain == [(JOBS, 302)]
    assert "The job is back in line." in text_of(back)
    again = client.post(f"/jobs/{job.pk}/retry/", follow=True)
    assert "Only a failed job can be retried" in text_of(again)


def test_a_strangers_jobs_are_not_there(
    signed_in: SignedIn, acme: Organization, charlie: User
) -> None:
    job = failed(acme)
    client = signed_in(charlie)
    assert REASON not in text_of(client.get(JOBS)) + text_of(client.get(ALL))
    for address in ("", "progress/"):
        assert client.get(f"/jobs/{job.pk}/{address}").status_code == 404
    assert client.post(f"/jobs/{job.pk}/retry/").status_code == 404


def test_an_operator_sees_every_job_and_links_to_no_page_that_is_closed(
    signed_in: SignedIn, acme: Organization, operator: User
) -> None:
    source = SourceFactory.create(organization=acme, name="Orders")
    job = failed(acme, subject_id=source.pk)
    JobFactory.create(
        task="evidence.check_links", state=JobState.FAILED, finished_at=timezone.now()
    )
    client = signed_in(operator)
    page = text_of(client.get(JOBS))
    assert "Check links" in page
    assert "the whole installation" in page
    assert page.count("Try again") == 2
    one = text_of(client.get(f"/jobs/{job.pk}/"))
    assert "Orders" in one
    assert source.get_absolute_url() not in one


def test_the_list_is_narrowed_by_state_queue_work_and_organization(
    signed_in: SignedIn, acme: Organization, bob: User
) -> None:
    failed(acme)
    JobFactory.create(organization=acme, task="reports.render", state=JobState.DONE)
    client = signed_in(bob)
    for query, there, gone in (
        ("state=failed", "Collect a source", "Make a report"),
        ("queue=interactive", "Make a report", "Collect a source"),
        ("task=reports.render", "Make a report", "Collect a source"),
        ("state=sleeping&organization=acme", "Make a report", "Nothing matches"),
    ):
        rows = text_of(client.get(f"{ALL}?{query}")).partition("<tbody>")[2]
        assert there in rows, query
        assert gone not in rows, query
    assert "Nothing matches" in text_of(client.get(f"{ALL}?state=running"))


def test_one_job_tells_its_life(signed_in: SignedIn, acme: Organization, bob: User) -> None:
    now = timezone.now()
    job = JobFactory.create(
        organization=acme,
        requested_by=bob,
        attempts=1,
        error="It broke.",
        run_after=now + dt.timedelta(minutes=5),
        nudged_at=now,
        started_at=now,
        run_seconds=1.25,
        peak_memory=2048,
    )
    page = text_of(signed_in(bob).get(f"/jobs/{job.pk}/"))
    for words in ("Requested by Bob", "A message was sent", "Attempt 1 of 3 began"):
        assert words in page
    assert "Due for attempt 2 of 3" in page
    assert "The last attempt failed: It broke. It is tried again by itself." in page
    assert "2 kB" in page


def test_a_job_that_ended_asks_for_its_whole_page(
    signed_in: SignedIn, acme: Organization, bob: User
) -> None:
    job = JobFactory.create(organization=acme, state=JobState.RUNNING, percent=40, step="Half way")
    client = signed_in(bob)
    assert "Half way" in text_of(client.get(f"/jobs/{job.pk}/progress/"))
    Job.objects.update(state=JobState.DONE)
    assert client.get(f"/jobs/{job.pk}/progress/").headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("count", [3, 10])
def test_queries_do_not_grow_with_the_jobs(
    signed_in: SignedIn,
    acme: Organization,
    alice: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        source = SourceFactory.create(organization=acme)
        failed(acme, subject_id=source.pk, run_seconds=1, wait_seconds=1)
        JobFactory.create(organization=acme, state=JobState.RUNNING, started_at=timezone.now())
    client = signed_in(alice)
    with django_assert_num_queries(18):
        client.get(JOBS)
    with django_assert_num_queries(9):
        client.get("/jobs/live/")
    with django_assert_num_queries(8):
        client.get(ALL)
