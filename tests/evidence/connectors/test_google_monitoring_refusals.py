"""What Google refuses, what its owner is told, and whose credentials are used."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import grpc  # type: ignore[import-untyped]  # no types
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from google.cloud.monitoring_v3.services.metric_service.transports import (
    MetricServiceGrpcTransport,
)
from google.cloud.scheduler_v1 import Job
from grpc import StatusCode
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

PLANTED = "planted-secret-of-a-key-file"
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
    collected(account(google, credentials="env:PLUMBLINE_SECRET_X"), [depth("orders")])
    assert "authorization" not in google.metadata[0]


class TokenService:
    """Google's token service: answers every request with this status and JSON."""

    def __init__(self) -> None:
        self.status, self.answer = 200, dict[str, Any](access_token="token-1", expires_in=3600)
        self.asked = 0
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.asked += 1
                self.rfile.read(int(self.headers["content-length"]))
                body = json.dumps(service.answer).encode()
                self.send_response(service.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/token"


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> Iterator[TokenService]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    service = TokenService()
    thread = Thread(target=service.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield service
    service.server.shutdown()
    service.server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


@pytest.fixture
def key_file(tokens: TokenService, private_key: str) -> str:
    """The key file of a service account whose tokens come from the stand-in."""
    return json.dumps(
        {
            "type": "service_account",
            "project_id": "acme",
            "private_key_id": PLANTED,
            "private_key": private_key,
            "client_email": "reader@acme.iam.gserviceaccount.com",
            "token_uri": tokens.address,
        }
    )


def refused(text: str) -> str:
    """What is said of this key file."""
    asking = account(None, lambda reference: text, credentials="file:reader.json")
    with pytest.raises(SourceFailed) as raised:
        connection.credentials(asking)
    said = str(raised.value)
    assert PLANTED not in said
    assert "BEGIN" not in said
    return said


def test_a_key_file_gives_a_token_and_its_request_counts(
    tokens: TokenService, key_file: str
) -> None:
    references = []

    def secret(reference: str) -> str:
        references.append(reference)
        return key_file

    asking = account(None, secret, credentials="file:reader.json")
    assert connection.credentials(asking).token == "token-1"
    assert references == ["file:reader.json"]
    assert asking.calls == tokens.asked == 1


def test_a_clock_that_is_wrong_is_named(tokens: TokenService, key_file: str) -> None:
    tokens.status, tokens.answer = (
        400,
        {
            "error": "invalid_grant",
            "error_description": "Invalid JWT: Token must be a short-lived token (60 minutes) and "
            "in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
        },
    )
    assert "the clock of this server is wrong" in refused(key_file)


@pytest.mark.parametrize(
    "answer",
    [
        {"error": "invalid_grant", "error_description": "Invalid JWT Signature."},
        {"error": "invalid_grant", "error_description": "Token has been expired or revoked."},
        {"error": "disabled_client", "error_description": "The OAuth client was disabled."},
    ],
)
def test_a_key_that_google_no_longer_takes_is_named(
    tokens: TokenService, key_file: str, answer: dict[str, Any]
) -> None:
    tokens.status, tokens.answer = 400, answer
    assert "the key or the login has expired, was deleted, or its account" in refused(key_file)


def test_a_token_service_out_of_reach_is_named(key_file: str, tokens: TokenService) -> None:
    tokens.server.server_close()
    with GoogleStandIn() as gone:
        port = gone.port
    elsewhere = key_file.replace(tokens.address, f"http://127.0.0.1:{port}/")
    assert refused(elsewhere) == "Google's token service cannot be reached from here."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLANTED, "cannot be read"),
        ("[]", "is not that of a service account"),
        ('{"type": "external_account", "token_url": "https://example.org"}', "is not that of"),
        ('{"type": "service_account"}', "cannot be read"),
        (
            json.dumps(
                {
                    "type": "service_account",
                    "client_email": "reader@acme.iam.gserviceaccount.com",
                    "token_uri": "https://oauth2.googleapis.com/token",
                    "private_key": PLANTED,
                }
            ),
            "cannot be read",
        ),
    ],
)
def test_a_key_file_of_another_kind_is_refused(text: str, said: str) -> None:
    assert said in refused(text)


def test_without_credentials_anywhere_its_owner_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "gone.json"))
    with pytest.raises(SourceFailed, match="No Google credentials are found here"):
        collected(account(None), [depth("orders")])


def test_the_platforms_own_identity_is_used_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key_file: str, tokens: TokenService
) -> None:
    path = tmp_path / "platform.json"
    path.write_text(key_file)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    assert connection.credentials(account(None)).token == "token-1"
    assert tokens.asked == 1


def certificate(pem: str) -> tuple[bytes, bytes]:
    """A key and a certificate for 127.0.0.1 that it signs itself."""
    key = serialization.load_pem_private_key(pem.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-in")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    return pem.encode(), made.public_bytes(serialization.Encoding.PEM)


def test_google_itself_is_asked_encrypted_and_with_the_token(
    monkeypatch: pytest.MonkeyPatch, key_file: str, private_key: str
) -> None:
    pair = certificate(private_key)
    real = grpc.ssl_channel_credentials
    monkeypatch.setattr(grpc, "ssl_channel_credentials", lambda: real(pair[1]))
    with GoogleStandIn(certificate=pair) as google:
        google.add(DEPTH, SUBSCRIPTION, {END: 3}, subscription_id="orders")
        monkeypatch.setattr(MetricServiceGrpcTransport, "DEFAULT_HOST", google.address)
        asking = account(None, lambda reference: key_file, credentials="file:reader.json")
        (result,) = collected(asking, [depth("orders")])
    assert values(result) == [3.0]
    assert google.metadata[0]["authorization"] == "Bearer token-1"
    assert asking.calls == 2


def test_no_secret_is_in_what_comes_back(google: GoogleStandIn, key_file: str) -> None:
    google.failures = [Failure(StatusCode.INVALID_ARGUMENT, "Wrong.")]
    asking = account(google, lambda reference: key_file, credentials="file:reader.json")
    for result in collected(asking, [depth("mail", hours=2), depth("orders"), JOB]):
        assert PLANTED not in repr(result)
        assert "BEGIN" not in repr(result)
