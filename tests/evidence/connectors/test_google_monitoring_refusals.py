"""What Google refuses or does not answer, and what the owner of a source is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from google.cloud.scheduler_v1 import Job
from grpc import StatusCode  # type: ignore[import-untyped]  # no types
from pytest_django import Settings

from evidence.connectors.base import SourceFailed
from evidence.connectors.google_monitoring import GoogleMonitoringConnector, connection
from tests.evidence.connectors.google_asking import (
    DEPTH,
    END,
    SUBSCRIPTION,
    account,
    collected,
    depth,
    query,
    values,
)
from tests.evidence.connectors.google_stand_in import Failure, GoogleStandIn

JOB = query(call="scheduler_job", job="nightly", location="us-east1")


@pytest.fixture
def google() -> Iterator[GoogleStandIn]:
    """Knows one subscription and one job."""
    with GoogleStandIn() as server:
        server.add(DEPTH, SUBSCRIPTION, {END: 3}, subscription_id="orders")
        name = "projects/acme/locations/us-east1/jobs/nightly"
        server.jobs = [Job(name=name, state=Job.State.ENABLED)]
        yield server


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 2.0)
    monkeypatch.setattr(connection, "TIMEOUT", 2.0)
    monkeypatch.setattr(connection, "FIRST_PAUSE", 0.01)


def failed(google: GoogleStandIn, failure: Failure, calls: int = 1) -> SourceFailed:
    """How the source fails when every request ends so."""
    google.failures = [failure] * 1000
    asking = account(google)
    with pytest.raises(SourceFailed) as raised:
        collected(asking, [depth("orders")])
    assert asking.calls == google.count >= calls
    assert len(str(raised.value)) <= 300
    return raised.value


def test_a_quota_used_up_is_left_alone_as_long_as_google_says(google: GoogleStandIn) -> None:
    error = failed(google, Failure(StatusCode.RESOURCE_EXHAUSTED, retry_seconds=73))
    assert "takes no more requests for now: a quota of acme is used up" in str(error)
    assert error.retry_after == dt.timedelta(seconds=73)
    assert google.count == 1


def test_a_quota_without_a_time_leaves_the_time_to_us(google: GoogleStandIn) -> None:
    assert failed(google, Failure(StatusCode.RESOURCE_EXHAUSTED)).retry_after is None


def test_what_is_unavailable_is_asked_again_and_each_request_counts(
    google: GoogleStandIn,
) -> None:
    google.failures = [Failure(StatusCode.UNAVAILABLE)] * 2
    asking = account(google)
    (result,) = collected(asking, [depth("orders")])
    assert values(result) == [3.0]
    assert asking.calls == google.count == 3


def test_what_stays_unavailable_fails(
    google: GoogleStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.1)
    error = failed(google, Failure(StatusCode.UNAVAILABLE, retry_seconds=9), calls=2)
    assert str(error) == "Cloud Monitoring cannot be reached, or is not available."
    assert error.retry_after == dt.timedelta(seconds=9)


def test_where_nothing_listens_the_source_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.1)
    with GoogleStandIn() as gone:
        address = gone.address
    with pytest.raises(SourceFailed, match="cannot be reached"):
        collected(account(None, endpoint=address), [depth("orders")])


def test_a_silent_server_is_not_waited_for(
    google: GoogleStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "TIMEOUT", 0.2)
    google.silent = True
    try:
        with pytest.raises(SourceFailed, match="Cloud Monitoring did not answer in time"):
            collected(account(google), [depth("orders")])
    finally:
        google.silent = False


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (Failure(StatusCode.UNAUTHENTICATED), "does not accept the credentials: they have expired"),
        (Failure(StatusCode.PERMISSION_DENIED), "the role roles/monitoring.viewer there"),
        (
            Failure(StatusCode.PERMISSION_DENIED, reason="SERVICE_DISABLED"),
            "The API monitoring.googleapis.com is not enabled in the project acme",
        ),
        (Failure(StatusCode.INTERNAL), "Cloud Monitoring failed (InternalServerError)"),
        (Failure(StatusCode.UNIMPLEMENTED), "What answers at this address is not Cloud Monitoring"),
        (Failure(StatusCode.DEADLINE_EXCEEDED), "did not answer in time"),
        (Failure(StatusCode.CANCELLED), "Cloud Monitoring failed (Cancelled)"),
        (Failure(StatusCode.UNKNOWN), "Cloud Monitoring failed (Unknown)"),
    ],
)
def test_what_fails_says_what_to_do(google: GoogleStandIn, failure: Failure, said: str) -> None:
    error = failed(google, failure)
    assert said in str(error)
    assert failure.message not in str(error)
    assert google.count == 1


def test_an_answer_that_is_no_message_fails(google: GoogleStandIn) -> None:
    google.raw = b"<html>not found</html>"
    with pytest.raises(SourceFailed, match="or its answer cannot be read"):
        collected(account(google), [depth("orders")])


@pytest.mark.parametrize(
    "code", [StatusCode.INVALID_ARGUMENT, StatusCode.FAILED_PRECONDITION, StatusCode.OUT_OF_RANGE]
)
def test_a_query_that_google_refuses_is_wrong_by_itself(
    google: GoogleStandIn, code: StatusCode
) -> None:
    google.failures = [Failure(code, "The aligner does not\nfit the metric. " + "x" * 400)]
    first, second = collected(account(google), [depth("mail", hours=2), depth("orders")])
    assert first.error.startswith("Cloud Monitoring refuses this query: The aligner does not fit")
    assert len(first.error) == 300
    assert values(second) == [3.0]


def test_results_before_a_failure_stand(
    google: GoogleStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.connectors.google_monitoring.client.BATCH", 1)
    two = [depth("orders"), depth("orders")]
    results = GoogleMonitoringConnector().collect(account(google), two)
    assert values(next(results)) == [3.0]
    google.failures = [Failure(StatusCode.RESOURCE_EXHAUSTED)]
    with pytest.raises(SourceFailed):
        next(results)


def test_jobs_that_may_not_be_read_leave_the_metrics_standing(google: GoogleStandIn) -> None:
    google.job_failures = [Failure(StatusCode.PERMISSION_DENIED)]
    orders, nightly = collected(account(google), [depth("orders"), JOB])
    assert values(orders) == [3.0]
    assert "the role roles/cloudscheduler.viewer there" in nightly.error


def test_a_scheduler_that_fails_fails_the_source(google: GoogleStandIn) -> None:
    google.job_failures = [Failure(StatusCode.RESOURCE_EXHAUSTED, retry_seconds=5)]
    with pytest.raises(SourceFailed, match="Cloud Scheduler takes no more requests") as raised:
        collected(account(google), [JOB])
    assert raised.value.retry_after == dt.timedelta(seconds=5)


@pytest.mark.parametrize("project", ["", "acme/../other", "Acme", "a" * 200])
def test_a_project_is_named_by_its_id(google: GoogleStandIn, project: str) -> None:
    with pytest.raises(SourceFailed, match="is no id of a Google Cloud project"):
        collected(account(google, project=project), [depth("orders")])
    assert google.count == 0


@pytest.mark.parametrize("endpoint", ["stand-in", "http://127.0.0.1", ":8080", "127.0.0.1:x"])
def test_a_stand_in_is_a_host_and_a_port(endpoint: str) -> None:
    with pytest.raises(SourceFailed, match=r"host and a port|not a whole one|no address|Port"):
        collected(account(None, endpoint=endpoint), [depth("orders")])


def test_a_stand_in_in_a_private_network_is_the_operators_choice(
    google: GoogleStandIn, settings: Settings
) -> None:
    settings.PLUMBLINE_ALLOWED_NETWORKS = []
    with pytest.raises(SourceFailed, match="leads into a private network"):
        collected(account(google), [depth("orders")])
    assert google.count == 0


def test_a_stand_in_gets_no_credentials(google: GoogleStandIn) -> None:
    collected(account(google, credentials="env:X"), [depth("orders")])
    assert "authorization" not in google.metadata[0]
