"""What becomes of a collection when Azure, the way to it, or the source's settings fail."""

from __future__ import annotations

import datetime as dt
import math
from email.utils import format_datetime

import pytest

from evidence.connectors.azure_monitor import AzureMonitorConnector, wire
from evidence.connectors.base import Account, Result, SourceFailed
from tests.evidence.connectors.azure_monitor.source import (
    account,
    collected,
    failure,
    query,
    values,
)
from tests.evidence.connectors.azure_monitor.stand_in import (
    SECRET,
    TOKEN,
    Azure,
    AzureStandIn,
    error,
    resource,
)

ORDERS = resource("orders")
QUEUES = resource("orders/default", "Microsoft.Storage/storageAccounts/queueServices")


@pytest.mark.parametrize("body", [b"<html>An unlucky proxy</html>", b'{"values": [{"resou', b""])
def test_an_answer_that_is_not_json_harms_its_batch_only(
    azure: AzureStandIn, known: Azure, body: bytes
) -> None:
    known.instead.append((200, {"Content-Type": "application/json"}, body))
    bad, good = collected(azure, query(), query(hours=9))
    assert bad == Result(
        bad.sent,
        response_hash=bad.response_hash,
        error="Azure Monitor's answer is not JSON: it was cut or changed on its way.",
    )
    assert values(good) == [3] * 8


def test_an_answer_that_breaks_off_is_a_failure(azure: AzureStandIn, known: Azure) -> None:
    known.cut_after = 40
    assert str(failure(azure)) == "Azure Monitor broke off, or gave no answer in time."


def test_an_answer_without_end_is_not_read_to_its_end(
    azure: AzureStandIn, known: Azure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "MOST_BYTES", 1000)
    known.instead.append((200, {}, b" " * 5000))
    assert "larger than" in str(failure(azure))


@pytest.mark.parametrize("status", [429, 529])
def test_throttling_is_waited_for(azure: AzureStandIn, known: Azure, status: int) -> None:
    known.instead += [error(status, "Throttled", "Slow down.", **{"Retry-After": "1"})]
    source = account(azure)
    [result] = AzureMonitorConnector().collect(source, [query()])
    assert values(result) == [3] * 4
    assert source.calls == 4


@pytest.mark.parametrize("status", [429, 529])
def test_a_long_wait_is_left_to_the_next_collection(
    azure: AzureStandIn, known: Azure, status: int
) -> None:
    known.instead += [error(status, "Throttled", "Slow down.", **{"Retry-After": "90"})]
    failed = failure(azure)
    assert failed.retry_after == dt.timedelta(seconds=90)
    assert "left alone for 90 seconds" in str(failed)
    assert len(known.asked) == 1


def test_a_wait_may_be_given_as_a_date(azure: AzureStandIn, known: Azure) -> None:
    until = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5), usegmt=True)
    known.instead += [error(429, "Throttled", "Slow down.", **{"Retry-After": until})]
    wait = failure(azure).retry_after
    assert wait
    assert math.isclose(wait.total_seconds(), 300, abs_tol=10)


def test_throttling_without_end_ends_the_collection(azure: AzureStandIn, known: Azure) -> None:
    known.instead += [error(529, "Throttled", "Slow down.")] * 9
    failed = failure(azure)
    assert (failed.retry_after, len(known.asked)) == (None, 4)
    assert "too many requests" in str(failed)


def test_a_wait_that_cannot_be_read_is_a_failure(azure: AzureStandIn, known: Azure) -> None:
    known.instead += [error(429, "Throttled", "Slow down.", **{"Retry-After": "soon"})]
    assert failure(azure).retry_after is None


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_stumbles_is_asked_again(
    azure: AzureStandIn, known: Azure, status: int
) -> None:
    known.instead += [error(status, "Internal", "Sorry.")] * 2
    [result] = collected(azure, query())
    assert values(result) == [3] * 4
    assert len(known.asked) == 3


def test_a_server_that_stays_down_is_a_failure(azure: AzureStandIn, known: Azure) -> None:
    known.instead += [(503, {"Content-Type": "text/html"}, b"<html>Maintenance</html>")] * 9
    assert str(failure(azure)) == "Azure Monitor is out of order: it answered 503."


def test_results_before_a_failure_stand(azure: AzureStandIn, known: Azure) -> None:
    known.instead += [None, *[error(500, "Internal", "Sorry.")] * 9]
    results = AzureMonitorConnector().collect(account(azure), [query(), query(hours=9)])
    assert values(next(results)) == [3] * 4
    with pytest.raises(SourceFailed):
        next(results)


@pytest.mark.parametrize("code", ["SubscriptionNotFound", "InvalidSubscriptionId"])
def test_a_subscription_that_is_not_there_is_a_failure_of_the_source(
    azure: AzureStandIn, known: Azure, code: str
) -> None:
    known.instead += [error(404, code, "There is no such subscription.")]
    assert str(failure(azure)) == (
        f"Azure Monitor refuses the source (404 {code}): There is no such subscription."
    )


def test_a_redirect_is_not_followed(azure: AzureStandIn, known: Azure) -> None:
    known.instead += [(307, {"Location": "https://elsewhere.example/"}, b"")]
    [result] = collected(azure, query())
    assert result.error == "Azure Monitor refuses this query (307):"
    assert len(known.asked) == 1


def test_nothing_secret_is_in_a_result_or_a_failure(
    azure: AzureStandIn, known: Azure, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    good, bad = collected(azure, query(), query(metric="Misspelt"))
    known.instead += [error(403, "AuthorizationFailed", "No.")]
    for text in (repr(good), repr(bad), str(failure(azure)), caplog.text):
        assert SECRET not in text
        assert TOKEN not in text


def test_no_call_is_made_for_a_source_that_has_wrong_settings(azure: AzureStandIn) -> None:
    for changed, said in (
        ({"subscription": "mine"}, "must be a UUID"),
        ({"region": "evil.example/"}, "a name such as westeurope"),
        ({"cloud": "private"}, "must be one of public, us_government, china"),
        ({"endpoint": "http://127.0.0.1:1/"}, "must begin with https://"),
        ({"endpoint": "https://user:word@127.0.0.1/"}, "must begin with https://"),
        ({"management": "https://127.0.0.1/x"}, "must begin with https://"),
        ({"tenant": ""}, "goes with a tenant id and a client id"),
        ({"tenant": "no/tenant"}, "signs that Azure does not allow"),
        ({"secret": ""}, "sent to Azure's own addresses only"),
    ):
        assert said in str(failure(azure, **changed))
    assert azure.state.requests == []


def test_an_address_in_a_network_that_is_not_allowed_is_refused(
    azure: AzureStandIn, known: Azure, settings: object
) -> None:
    settings.PLUMBLINE_ALLOWED_NETWORKS = []  # type: ignore[attr-defined]
    assert "leads into a private network" in str(failure(azure))
    assert known.requests == []


def test_a_server_whose_certificate_is_not_trusted_gets_no_secret(
    azure: AzureStandIn, known: Azure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    assert str(failure(azure)) == (
        "Azure's sign-in cannot be reached: its certificate is not trusted here."
    )
    assert known.signed_in == []


def test_a_server_that_is_gone_is_a_failure(azure: AzureStandIn) -> None:
    assert str(failure(azure, endpoint="https://127.0.0.1:1999")) == (
        "Azure Monitor cannot be reached: nothing takes the connection."
    )


def test_the_secret_is_looked_up_only_where_it_is_needed(azure: AzureStandIn) -> None:
    def missing(reference: str) -> str:
        raise SourceFailed(f"{reference} is not set.")

    source = Account(1, azure.settings(), missing)
    with pytest.raises(SourceFailed, match="env:AZURE is not set"):
        list(AzureMonitorConnector().collect(source, [query()]))
