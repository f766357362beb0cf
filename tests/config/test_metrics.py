"""`/metrics`: who may read it, and that Prometheus can."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as read_openmetrics,
)
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries

from evidence.models import Source
from jobs import tally
from jobs.models import JobState, Queue
from organizations.models import Organization, User, Workload
from tests.factories import ProbeFactory, ReadingFactory, SourceFactory
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db

TOKEN = "a-token-for-prometheus"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
QUERIES = 8


@pytest.fixture
def open_door(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def lines(client: Client) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every line by its name and the values of its labels."""
    response = client.get("/metrics", headers=BEARER)
    assert response.status_code == 200
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_nobody_reads_it_unless_somebody_says_so(client: Client, alice: User) -> None:
    refused = client.get("/metrics")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert "PLUMBLINE_METRICS_TOKEN" in refused.content.decode()
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/metrics").status_code == 401


def test_an_operator_looks_with_their_own_eyes(client: Client, operator: User) -> None:
    client.force_login(operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/metrics").status_code == 200


@pytest.mark.usefixtures("open_door")
@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"]
)
def test_another_token_opens_nothing(client: Client, sent: str) -> None:
    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 401


def test_an_empty_token_is_no_token(client: Client) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401


@pytest.mark.parametrize(
    ("address", "passed_on", "proxies", "status"),
    [
        ("127.0.0.1", "", 0, 200),
        ("::ffff:127.0.0.1", "", 0, 200),
        ("10.1.2.3", "", 0, 200),
        ("192.0.2.1", "", 0, 401),
        ("", "", 0, 401),
        # A proxy on this machine does not make the world local.
        ("127.0.0.1", "192.0.2.1", 0, 401),
        ("127.0.0.1", "127.0.0.1", 0, 401),
        ("127.0.0.1", "192.0.2.1", 1, 401),
        ("127.0.0.1", "10.1.2.3", 1, 200),
        # Only the last address is the proxy's word; those before are the caller's.
        ("127.0.0.1", "10.1.2.3, 192.0.2.1", 1, 401),
        ("127.0.0.1", "10.1.2.3", 2, 401),
    ],
)
def test_a_network_is_trusted_by_the_callers_own_address(
    client: Client, settings: Any, *, address: str, passed_on: str, proxies: int, status: int
) -> None:
    settings.METRICS_NETWORKS = ["127.0.0.0/8", "10.0.0.0/8"]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": passed_on} if passed_on else {}
    response = client.get("/metrics", headers=headers, REMOTE_ADDR=address)
    assert response.status_code == status


@pytest.mark.usefixtures("open_door")
def test_the_queues_are_told_in_figures(client: Client, acme: Organization) -> None:
    now = timezone.now()
    JobFactory.create(organization=acme, run_after=now - dt.timedelta(seconds=90))
    JobFactory.create(run_after=now + dt.timedelta(hours=1), queue=Queue.BULK)
    JobFactory.create(state=JobState.RUNNING, queue=Queue.COLLECT)
    for seconds in (1, 2, 3):
        JobFactory.create(
            queue=Queue.COLLECT, state=JobState.DONE, finished_at=now, run_seconds=seconds,
            wait_seconds=0.5, peak_memory=4096,
        )  # fmt: skip
    JobFactory.create(
        queue=Queue.COLLECT, state=JobState.FAILED, finished_at=now - dt.timedelta(minutes=61)
    )
    tally.add(Queue.COLLECT, JobState.FAILED, {"run_seconds": 7.5, "cpu_seconds": 2})
    found = lines(client)
    name = "plumbline_jobs_"
    assert found[name + "waiting", ("interactive",)] == 1
    assert 90 <= found[name + "oldest_waiting_seconds", ("interactive",)] < 150
    assert found[name + "oldest_waiting_seconds", ("bulk",)] == 0
    assert found[name + "scheduled", ("bulk",)] == 1
    assert found[name + "running", ("collect",)] == 1
    assert found[name + "recent_duration_seconds", ("0.5", "collect")] == 2
    assert found[name + "recent_duration_seconds", ("0.95", "collect")] == 3
    assert found[name + "recent_wait_seconds", ("0.95", "collect")] == 0.5
    assert (name + "recent_duration_seconds", ("0.5", "bulk")) not in found
    assert found[name + "recent_finished", ("collect", "done")] == 3
    assert found[name + "recent_finished", ("collect", "failed")] == 0
    assert found[name + "recent_peak_memory_bytes", ("collect",)] == 4096
    assert found[name + "finished_total", ("collect", "failed")] == 1
    assert found[name + "run_seconds_total", ("collect", "failed")] == 7.5
    assert found[name + "cpu_seconds_total", ("collect", "failed")] == 2
    assert found[name + "finished_total", ("checks", "done")] == 0
    assert ("process_cpu_seconds_total", ()) in found


@pytest.mark.usefixtures("open_door")
def test_sources_and_probes_are_told_by_their_health(
    client: Client, acme: Organization, shop: Workload
) -> None:
    now = timezone.now()
    ago = now - dt.timedelta(hours=2)
    later = {"organization": acme, "connector": "jobs", "next_due_at": now + dt.timedelta(hours=1)}
    well = SourceFactory.create(**later, last_collected_at=ago)
    SourceFactory.create(**later, last_collected_at=now, last_error="Refused.")
    SourceFactory.create(**later)
    SourceFactory.create(**later, is_enabled=False)
    SourceFactory.create(organization=acme, connector="push", next_due_at=ago, last_error="No.")
    probe = ProbeFactory.create(source=well, workload=shop)
    probe.latest = ReadingFactory.create(probe=probe, state="fail", value=1)
    probe.save()
    ProbeFactory.create(source=well, workload=shop)
    found = lines(client)
    for health in ("ok", "failing", "new", "off"):
        assert found["plumbline_sources", ("jobs", health)] == 1
    assert found["plumbline_sources_overdue_seconds", ("jobs",)] == 0
    assert 7200 <= found["plumbline_sources_overdue_seconds", ("push",)] < 7260
    assert 7200 <= found["plumbline_sources_oldest_collection_seconds", ("jobs",)] < 7260
    assert ("plumbline_sources_oldest_collection_seconds", ("push",)) not in found
    assert found["plumbline_probes", ("fail",)] == 1
    assert found["plumbline_probes", ("never_read",)] == 1
    assert found["plumbline_probes", ("pass",)] == 0


@pytest.mark.usefixtures("open_door")
def test_no_name_of_anybody_is_in_it(client: Client, acme: Organization, shop: Workload) -> None:
    source = SourceFactory.create(organization=acme, name="Hush")
    ProbeFactory.create(source=source, workload=shop, name="Whisper")
    JobFactory.create(organization=acme, subject_id="secretive", key="secretive", step="Hush")
    said = client.get("/metrics", headers=BEARER).content.decode().lower()
    for name in ("acme", "hush", "whisper", "shop", "secretive"):
        assert name not in said
    assert Source.objects.count() == 1


@pytest.mark.usefixtures("open_door")
def test_it_speaks_openmetrics_to_those_who_ask(client: Client) -> None:
    accept = "application/openmetrics-text;version=1.0.0"
    response = client.get("/metrics", headers=BEARER | {"Accept": accept})
    assert response.headers["Content-Type"].startswith("application/openmetrics-text")
    read = read_openmetrics(response.content.decode())  # type: ignore[no-untyped-call]  # no types
    names = {family.name for family in read}
    assert {"plumbline_jobs_waiting", "plumbline_jobs_finished", "plumbline_sources"} <= names


@pytest.mark.usefixtures("open_door")
@pytest.mark.parametrize("count", [3, 10])
def test_queries_do_not_grow_with_the_rows(
    client: Client,
    acme: Organization,
    shop: Workload,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        source = SourceFactory.create(organization=acme)
        ProbeFactory.create(source=source, workload=shop)
        JobFactory.create(state=JobState.DONE, finished_at=timezone.now(), run_seconds=1)
        JobFactory.create()
    with django_assert_num_queries(QUERIES):
        client.get("/metrics", headers=BEARER)


def test_a_refusal_asks_the_database_for_nothing(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get("/metrics")
    assert len(asked) == 0
