"""Whose credentials Google's connector uses, and that no secret comes back."""

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
from grpc import StatusCode

from evidence.connectors.base import SourceFailed
from evidence.connectors.google_monitoring import connection
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


def test_no_secret_is_in_what_comes_back(key_file: str) -> None:
    job = query(call="scheduler_job", job="nightly", location="us-east1")
    with GoogleStandIn() as google:
        google.failures = [Failure(StatusCode.INVALID_ARGUMENT, "Wrong.")]
        asking = account(google, lambda reference: key_file, credentials="file:reader.json")
        results = collected(asking, [depth("mail", hours=2), depth("orders"), job])
    assert all(result.error for result in results)
    assert PLANTED not in repr(results)
    assert "BEGIN" not in repr(results)
