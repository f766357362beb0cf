"""Background work over REST."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from jobs.models import JobState, Queue
from organizations.actions import tokens
from organizations.models import Organization, Scope, User
from tests.factories.jobs import JobFactory


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> Iterator[None]:
    settings.BROKER_URL = "redis://127.0.0.1:1/0"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def api(client: Client) -> Callable[..., Any]:
    def ask(user: User, address: str, method: str = "get", scope: Scope = Scope.WRITE) -> Any:
        text = tokens.create(name="CI", scope=scope, by=user).text
        address = f"/api/v1/jobs/{address}"
        return getattr(client, method)(address, headers={"Authorization": f"Bearer {text}"})

    return ask


def test_jobs_are_narrowed_by_state_queue_task_and_time(
    api: Any, acme: Organization, bob: User
) -> None:
    now = timezone.now()
    old = JobFactory.create(
        organization=acme, created_at=now - dt.timedelta(days=2), task="reports.render"
    )
    new = JobFactory.create(organization=acme, queue=Queue.COLLECT, state=JobState.DONE)
    yesterday = (now - dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for query, expected in (
        ("", [new, old]),
        (f"?since={yesterday}", [new]),
        (f"?until={yesterday}", [old]),
        ("?queue=collect", [new]),
        ("?task=reports.render", [old]),
        ("?state=done", [new]),
        ("?organization=nobody", []),
    ):
        found = [one["id"] for one in api(bob, query).json()["results"]]
        assert found == [str(job.pk) for job in expected], query


def test_figures_are_those_of_the_page(
    api: Any, acme: Organization, bob: User, charlie: User
) -> None:
    now = timezone.now()
    for hours, seconds in ((1, 2.0), (30, 9.0)):
        JobFactory.create(
            organization=acme,
            queue=Queue.COLLECT,
            state=JobState.DONE,
            finished_at=now - dt.timedelta(hours=hours),
            run_seconds=seconds,
        )
    of_day, of_days, of_stranger, of_nobody = (
        api(who, f"figures/{query}").json()["queues"][1]
        for who, query in (
            (bob, ""),
            (bob, "?hours=48&organization=acme"),
            (charlie, ""),
            (bob, "?organization=nobody"),
        )
    )
    assert (of_day["queue"], of_day["done"], of_day["ran"]) == ("collect", 1, {"p50": 2, "p95": 2})
    assert (of_days["done"], of_days["ran"]) == (2, {"p50": 2, "p95": 9})
    assert of_stranger["done"] == of_nobody["done"] == 0
    assert api(bob, "figures/?hours=0").status_code == 400


def test_an_owner_puts_a_failed_job_back_in_line(
    api: Any, acme: Organization, alice: User, bob: User, charlie: User
) -> None:
    job = JobFactory.create(organization=acme, state=JobState.FAILED, attempts=3)
    address = f"{job.pk}/retry/"
    assert api(charlie, address, "post").status_code == 404
    assert api(bob, address, "post").status_code == 403
    assert api(alice, address, "post", Scope.READ).status_code == 403
    done = api(alice, address, "post")
    assert (done.status_code, done.json()["state"]) == (202, "queued")
    assert done.headers["Location"].endswith(f"/api/v1/jobs/{job.pk}/")
    assert api(alice, address, "post").status_code == 409


def test_an_operator_sees_the_jobs_of_the_installation(
    api: Any, acme: Organization, bob: User, operator: User
) -> None:
    JobFactory.create()
    assert len(api(operator, "").json()["results"]) == 1
    assert len(api(bob, "").json()["results"]) == 0
