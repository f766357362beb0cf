"""Signing in to Azure, and what its refusals become."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from evidence.connectors.azure_monitor import AzureMonitorConnector, client
from evidence.connectors.azure_monitor.sites import CLOUDS, site
from evidence.connectors.base import Account, SourceFailed
from tests.evidence.connectors.azure_monitor.source import (
    account,
    collected,
    failure,
    query,
    values,
)
from tests.evidence.connectors.azure_monitor.stand_in import (
    SUBSCRIPTION,
    TENANT,
    TOKEN,
    AzureStandIn,
    constant,
    error,
    resource,
    sign_in_error,
)

PLAIN = {"subscription": SUBSCRIPTION, "region": "westeurope"}


@pytest.fixture(autouse=True)
def _nothing_of_azure_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sign-in of the machine that the tests run on is used, and none is looked for long."""
    for name in ("AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AADSTS7000222", "The client secret has expired"),
        ("AADSTS7000215", "The client secret is wrong"),
        ("AADSTS700016", "no application of this client id"),
        ("AADSTS700024", "set this machine's clock"),
        ("AADSTS50076", "check tenant, client, secret"),
    ],
)
def test_a_refused_sign_in_says_what_to_do(azure: AzureStandIn, code: str, said: str) -> None:
    azure.state.sign_in_instead.append(sign_in_error(f"{code}: Something. Trace ID: 1-2-3"))
    words = str(failure(azure))
    assert said in words
    assert code in words
    assert "Trace" not in words
    assert azure.state.asked == []


def test_a_wrong_secret_is_said_and_not_shown(azure: AzureStandIn) -> None:
    source = Account(1, azure.settings(), lambda _reference: "not-the-secret")
    with pytest.raises(SourceFailed) as caught:
        list(AzureMonitorConnector().collect(source, [query()]))
    assert "The client secret is wrong" in str(caught.value)
    assert "not-the-secret" not in str(caught.value)


def test_a_sign_in_without_a_reason_says_so(azure: AzureStandIn) -> None:
    azure.state.sign_in_instead.append((400, {"Content-Type": "application/json"}, b"{}"))
    assert str(failure(azure)) == "Azure's sign-in gave no token, and no reason that can be read."


def test_a_sign_in_that_asks_to_be_left_alone_is_left_alone(azure: AzureStandIn) -> None:
    azure.state.sign_in_instead += [error(429, "throttled", "Slow.", **{"Retry-After": "600"})]
    with pytest.raises(SourceFailed) as caught:
        collected(azure, query())
    assert caught.value.retry_after
    assert caught.value.retry_after.total_seconds() == 600


def test_a_sign_in_that_cannot_be_reached_is_said(azure: AzureStandIn) -> None:
    words = str(failure(azure, authority="https://127.0.0.1:1999"))
    assert words == "Azure's sign-in cannot be reached: nothing takes the connection."


def test_an_expired_sign_in_is_a_failure_of_the_source(azure: AzureStandIn) -> None:
    azure.state.instead.append(error(401, "ExpiredAuthenticationToken", "It has expired."))
    assert "does not accept the sign-in (401): it has expired" in str(failure(azure))


@pytest.mark.parametrize(("ahead", "side"), [(1800, "slow"), (-1800, "fast")])
def test_a_clock_that_is_wrong_is_named_as_the_reason(
    azure: AzureStandIn, ahead: float, side: str
) -> None:
    azure.state.clock_ahead = ahead
    azure.state.instead.append(error(401, "InvalidAuthenticationToken", "IDX10222: Lifetime."))
    assert f"this machine's clock is 30 minutes {side}: set it right" in str(failure(azure))


def test_a_missing_role_is_named(azure: AzureStandIn) -> None:
    azure.state.instead.append(error(403, "AuthorizationFailed", "The client has no permission."))
    words = str(failure(azure))
    assert "(403 AuthorizationFailed). Give it the role Monitoring Reader" in words


def test_a_refusal_that_is_no_json_is_still_one(azure: AzureStandIn) -> None:
    azure.state.instead.append((403, {"Content-Type": "text/html"}, b"<html>No</html>"))
    assert "refuses this identity (403)." in str(failure(azure))


def test_without_any_identity_the_source_says_what_is_missing() -> None:
    source = Account(1, PLAIN, lambda reference: reference)
    with pytest.raises(SourceFailed, match="No identity was found here"):
        list(AzureMonitorConnector().collect(source, [query()]))


@pytest.fixture
def identity_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    """The endpoint that App Service gives a managed identity by, and what it was asked."""
    asked: list[dict[str, str]] = []

    class Endpoint(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            asked.append({name: found[0] for name, found in query.items()})
            right = self.headers.get("X-IDENTITY-HEADER") == "a-header"
            content = {"access_token": TOKEN, "expires_on": "4102444800", "token_type": "Bearer"}
            body = json.dumps(content | {"resource": query["resource"][0]}).encode()
            self.send_response(200 if right else 401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential")
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{server.server_address[1]}/token")
    monkeypatch.setenv("IDENTITY_HEADER", "a-header")
    yield asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("chosen", ["", "11112222-3333-4444-5555-666677778888"])
def test_without_a_secret_the_identity_of_the_machine_is_used(
    azure: AzureStandIn,
    identity_of_the_machine: list[dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
) -> None:
    azure.state.has(resource("orders"), "RunsStarted", constant(3))
    # It is sent to no address that somebody typed, so the stand-in takes Azure's own place.
    here = replace(site(PLAIN), endpoint=azure.address)
    monkeypatch.setattr(client, "site", lambda _settings: here)
    source = Account(1, PLAIN | {"client": chosen}, lambda reference: reference)
    [result] = AzureMonitorConnector().collect(source, [query()])
    assert values(result) == [3] * 4
    [asked] = identity_of_the_machine
    assert asked["resource"] == "https://metrics.monitor.azure.com"
    assert asked.get("client_id", "") == chosen
    assert azure.state.signed_in == []


@pytest.mark.parametrize("name", ["endpoint", "authority", "management"])
def test_the_identity_of_the_machine_goes_to_no_address_that_somebody_typed(
    azure: AzureStandIn, identity_of_the_machine: list[dict[str, str]], name: str
) -> None:
    source = Account(1, PLAIN | {name: azure.address}, lambda reference: reference)
    with pytest.raises(SourceFailed, match="sent to Azure's own addresses only"):
        list(AzureMonitorConnector().collect(source, [query()]))
    assert identity_of_the_machine == []
    assert azure.state.requests == []


@pytest.mark.parametrize(
    ("cloud", "endpoint", "audience"),
    [
        ("", "https://westeurope.metrics.monitor.azure.com", "https://metrics.monitor.azure.com"),
        (
            "us_government",
            "https://westeurope.metrics.monitor.azure.us",
            "https://metrics.monitor.azure.us",
        ),
        (
            "china",
            "https://westeurope.metrics.monitor.azure.cn",
            "https://metrics.monitor.azure.cn",
        ),
    ],
)
def test_each_cloud_has_its_own_addresses(cloud: str, endpoint: str, audience: str) -> None:
    found = site(PLAIN | {"region": "West Europe", "cloud": cloud})
    assert (found.endpoint, found.audience, found.given) == (endpoint, audience, ())
    assert found.authority == f"https://{CLOUDS[cloud or 'public'].authority}"


def test_a_tenant_is_asked_at_the_authority_of_the_source(azure: AzureStandIn) -> None:
    azure.state.has(resource("orders"), "RunsStarted", constant(3))
    assert list(AzureMonitorConnector().collect(account(azure), [query()]))
    assert azure.state.requests[0].startswith(f"GET /{TENANT}/")
