"""What Google's connector finds to watch in a project, and how it says that one is reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from google.cloud.scheduler_v1 import Job
from grpc import StatusCode  # type: ignore[import-untyped]  # no types

from evidence.connectors.base import Checks, Discovers, SourceFailed
from evidence.connectors.google_monitoring import GoogleMonitoringConnector, connection
from evidence.connectors.google_monitoring.discovery import LISTED, SEEN_BY
from evidence.presets import for_connector
from tests.evidence.connectors.google_asking import account
from tests.evidence.connectors.google_stand_in import Failure, GoogleStandIn

CONNECTOR = GoogleMonitoringConnector()
RUN = ("run.googleapis.com/request_count", "cloud_run_revision")


@pytest.fixture
def google() -> Iterator[GoogleStandIn]:
    """Knows subscriptions, services in two places, and jobs."""
    now = int(dt.datetime.now(dt.UTC).timestamp()) - 60
    with GoogleStandIn() as server:
        for name in ("orders", "mail"):
            server.add(
                "pubsub.googleapis.com/subscription/num_undelivered_messages",
                "pubsub_subscription",
                {now: 1},
                subscription_id=name,
            )
        for revision in ("web-1", "web-2"):
            server.add(
                *RUN,
                {now: 1},
                service_name="web",
                revision_name=revision,
                location="us-east1",
            )
        server.add(*RUN, {now: 1}, service_name="api", location="europe-west1")
        server.jobs = [
            Job(
                name=f"projects/acme/locations/us-east1/jobs/job-{n}",
                schedule=f"{n} 2 * * *",
                time_zone="Europe/Berlin" if n else "",
            )
            for n in range(3)
        ]
        yield server


def found(google: GoogleStandIn, what: str, **given: str) -> list[str]:
    return CONNECTOR.discover(account(google), what, given)


def test_it_is_one_that_discovers_and_checks() -> None:
    assert isinstance(CONNECTOR, Discovers)
    assert isinstance(CONNECTOR, Checks)


def test_resources_are_those_that_metrics_speak_of(google: GoogleStandIn) -> None:
    assert found(google, "subscriptions") == ["mail", "orders"]
    assert found(google, "services") == ["api", "web"]
    assert found(google, "services", location="us-east1") == ["web"]
    assert found(google, "service_locations", location="us-east1") == ["europe-west1", "us-east1"]


def test_what_was_never_there_is_an_empty_list(google: GoogleStandIn) -> None:
    assert found(google, "topics") == []
    assert found(google, "planets") == []


def test_jobs_are_listed_page_by_page_where_they_are(google: GoogleStandIn) -> None:
    google.most_points = 2
    asking = account(google)
    given = {"location": "us-east1"}
    assert CONNECTOR.discover(asking, "jobs", given) == ["job-0", "job-1", "job-2"]
    assert asking.calls == google.count == 2
    assert found(google, "job_locations") == ["us-east1"]


def test_a_job_tells_its_schedule_and_time_zone(google: GoogleStandIn) -> None:
    given = {"location": "us-east1", "job": "job-1"}
    assert found(google, "job_schedules", **given) == ["1 2 * * *"]
    assert found(google, "job_time_zones", **given) == ["Europe/Berlin"]
    assert found(google, "job_time_zones", location="us-east1", job="job-0") == ["UTC"]


@pytest.mark.parametrize(
    ("what", "given"),
    [
        ("jobs", {}),
        ("jobs", {"location": "../us-east1"}),
        ("job_schedules", {"location": "us-east1"}),
        ("job_schedules", {"location": "us-east1", "job": "a/b"}),
    ],
)
def test_what_needs_a_choice_before_it_asks_nothing_without(
    google: GoogleStandIn, what: str, given: dict[str, str]
) -> None:
    assert found(google, what, **given) == []
    assert google.count == 0


def test_a_job_that_is_gone_is_said(google: GoogleStandIn) -> None:
    with pytest.raises(SourceFailed, match="does not find this in the project acme"):
        found(google, "job_schedules", location="us-east1", job="gone")


def test_what_may_not_be_read_is_said(google: GoogleStandIn) -> None:
    google.failures = [Failure(StatusCode.PERMISSION_DENIED)]
    with pytest.raises(SourceFailed, match=r"roles/monitoring\.viewer"):
        found(google, "subscriptions")
    google.job_failures = [Failure(StatusCode.PERMISSION_DENIED)]
    with pytest.raises(SourceFailed, match=r"roles/cloudscheduler\.viewer"):
        found(google, "jobs", location="us-east1")


def test_a_thousand_are_enough(google: GoogleStandIn) -> None:
    series = google.series[0]
    for n in range(1100):
        google.add(series.metric, series.resource, series.points, subscription_id=f"s-{n:04}")
    assert len(found(google, "subscriptions")) == 1000


def test_a_check_says_what_answered(google: GoogleStandIn) -> None:
    said = "Cloud Monitoring answered for the project acme."
    asking = account(google)
    assert CONNECTOR.check(asking) == said
    assert asking.calls == 1
    google.series.clear()
    assert CONNECTOR.check(account(google)) == said


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (Failure(StatusCode.UNAUTHENTICATED), "does not accept the credentials"),
        (Failure(StatusCode.NOT_FOUND, "Project not found."), "Project not found"),
        (Failure(StatusCode.UNAVAILABLE), "cannot be reached"),
    ],
)
def test_a_check_says_what_is_wrong(
    google: GoogleStandIn, monkeypatch: pytest.MonkeyPatch, failure: Failure, said: str
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.1)
    google.failures = [failure] * 100
    with pytest.raises(SourceFailed, match=said):
        CONNECTOR.check(account(google))


def test_whatever_a_preset_offers_to_choose_from_is_known() -> None:
    offered = {
        parameter.discover
        for preset in for_connector("google_monitoring")
        for parameter in preset.parameters
        if parameter.discover
    }
    assert offered == {*SEEN_BY, *LISTED}
