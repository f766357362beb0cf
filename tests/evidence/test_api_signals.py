"""Signals and jobs over REST."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from evidence.models import Probe, Source
from jobs.models import Job, JobState
from organizations.actions import tokens
from organizations.models import Organization, Scope, User, Workload
from tests.factories import ProbeFactory, ReadingFactory, SourceFactory
from tests.factories.jobs import JobFactory

API = "/api/v1/"
QUERIES_OF_A_LIST = 3

Asks = Callable[..., Any]


@pytest.fixture(autouse=True)
def no_requests_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def api(client: Client) -> Asks:
    """`api(user, "get", "sources/")` asks with a token of that user."""

    def ask(user: User, method: str, address: str, scope: Scope = Scope.WRITE) -> Any:
        text = tokens.create(name="CI", scope=scope, by=user).text
        headers = {"Authorization": f"Bearer {text}"}
        return getattr(client, method)(f"{API}{address}", headers=headers)

    return ask


@pytest.fixture
def probe(acme: Organization, shop: Workload) -> Probe:
    source = SourceFactory.create(organization=acme, name="Our queue")
    probe: Probe = ProbeFactory.create(source=source, workload=shop)
    probe.latest = ReadingFactory.create(probe=probe)
    probe.save()
    return probe


def test_sources_probes_and_readings_are_listed_and_filtered(
    probe: Probe, ruth: User, api: Asks
) -> None:
    for address in (
        "sources/?organization=acme&connector=jobs",
        f"probes/?source={probe.source_id}&metric={probe.metric}",
        f"readings/?probe={probe.pk}&state=pass&since=2026-01-01T00:00:00Z",
    ):
        assert len(api(ruth, "get", address).json()["results"]) == 1, address
    for address in (
        "sources/?organization=other",
        "probes/?metric=depth",
        "readings/?state=fail",
        "readings/?until=2026-01-01T00:00:00Z",
    ):
        assert api(ruth, "get", address).json()["results"] == [], address


def test_a_probe_comes_with_its_newest_reading_and_its_state_as_of_now(
    probe: Probe, ruth: User, api: Asks
) -> None:
    got = api(ruth, "get", f"probes/{probe.pk}/").json()
    assert (got["state"], got["latest"]["value"], got["bound_pass"]) == ("pass", 12.0, 60.0)
    probe.latest = None
    probe.save()
    got = api(ruth, "get", f"probes/{probe.pk}/").json()
    assert (got["state"], got["latest"]) == (None, None)


def test_only_one_reading_alone_has_its_points(probe: Probe, ruth: User, api: Asks) -> None:
    [listed] = api(ruth, "get", "readings/").json()["results"]
    alone = api(ruth, "get", f"readings/{listed['id']}/").json()
    assert "series" not in listed
    assert alone["series"] == [[1, 10.0], [2, 12.0], [3, 11.0]]
    assert alone["response_hash"] == "0" * 64


def test_a_strangers_token_opens_nothing(probe: Probe, charlie: User, api: Asks) -> None:
    for name in ("sources", "probes", "readings", "jobs"):
        assert api(charlie, "get", f"{name}/").json()["results"] == []
    assert api(charlie, "get", f"probes/{probe.pk}/").status_code == 404
    assert api(charlie, "post", f"sources/{probe.source_id}/collect/").status_code == 404


@pytest.mark.parametrize("count", [3, 10])
@pytest.mark.parametrize("name", ["sources", "probes", "readings"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(
    *,
    count: int,
    name: str,
    probe: Probe,
    signed_in: Callable[[User], Client],
    ruth: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(count):
        source = SourceFactory.create(organization=probe.organization)
        more = ProbeFactory.create(source=source, workload=probe.workload, name=f"Probe {n}")
        more.latest = ReadingFactory.create(probe=more)
        more.save()
    client = signed_in(ruth)
    with django_assert_num_queries(QUERIES_OF_A_LIST):
        assert len(client.get(f"{API}{name}/").json()["results"]) == count + 1


def test_collecting_is_accepted_and_its_job_can_be_asked_after(
    probe: Probe,
    lena: User,
    api: Asks,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sent: list[Job] = []
    monkeypatch.setattr("jobs.nudge.send", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        answer = api(lena, "post", f"sources/{probe.source_id}/collect/")
    assert answer.status_code == 202
    assert answer.json()["state"] == "queued"
    assert sent == [Job.objects.get()]
    where = answer.headers["Location"]
    assert where == f"http://testserver{API}jobs/{sent[0].pk}/"
    Job.objects.update(state=JobState.DONE, percent=100)
    got = api(lena, "get", f"jobs/{sent[0].pk}/").json()
    assert (got["state"], got["percent"], got["organization"]) == ("done", 100, "acme")
    assert api(lena, "post", f"sources/{probe.source_id}/collect/").status_code == 202


def test_collecting_takes_the_right_and_the_scope(
    probe: Probe, lena: User, bob: User, api: Asks
) -> None:
    address = f"sources/{probe.source_id}/collect/"
    assert api(bob, "post", address).status_code == 403
    assert api(lena, "post", address, Scope.READ).status_code == 403
    Source.objects.update(is_enabled=False)
    refused = api(lena, "post", address)
    assert refused.status_code == 409
    assert "switched off" in refused.json()["detail"]


def test_jobs_of_no_organization_are_nobodys(ruth: User, api: Asks) -> None:
    job = JobFactory.create()
    assert api(ruth, "get", "jobs/").json()["results"] == []
    assert api(ruth, "get", f"jobs/{job.pk}/").status_code == 404
