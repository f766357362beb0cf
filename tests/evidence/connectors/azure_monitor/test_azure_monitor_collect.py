"""Collecting through Azure's own client, over TLS, from a server that speaks its protocol."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
import re
from email.utils import format_datetime

import pytest

from evidence.connectors.azure_monitor import AzureMonitorConnector, wire
from evidence.connectors.base import Account, Result, SourceFailed
from evidence.presets import filled, for_connector
from tests.evidence.connectors.azure_monitor.source import (
    HOUR,
    NOW,
    account,
    collected,
    query,
    resources,
    values,
)
from tests.evidence.connectors.azure_monitor.stand_in import (
    SECRET,
    SUBSCRIPTION,
    TENANT,
    TOKEN,
    Azure,
    AzureStandIn,
    Series,
    constant,
    error,
    resource,
)

ORDERS = resource("orders")
QUEUES = resource("orders/default", "Microsoft.Storage/storageAccounts/queueServices")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repetitions follow at once; waits that Azure asks for are still waited for."""
    monkeypatch.setitem(wire.OPTIONS, "retry_backoff_factor", 0.0)


@pytest.fixture
def known(azure: AzureStandIn) -> Azure:
    """What the server knows, with one metric of one resource."""
    azure.state.has(ORDERS, "RunsStarted", constant(3))
    return azure.state


def failure(azure: AzureStandIn, **changed: str) -> SourceFailed:
    with pytest.raises(SourceFailed) as caught:
        collected(azure, query(), **changed)
    return caught.value


def test_a_metric_is_read_hour_by_hour(azure: AzureStandIn, known: Azure) -> None:
    known.has(ORDERS, "RunsStarted", Series(lambda at: at.hour))
    [result] = collected(azure, query(hours=5))
    assert values(result) == [6, 7, 8, 9]
    assert sorted(result.points)[-1].at == NOW.replace(minute=0, second=0)
    assert len(result.response_hash) == 64


def test_what_was_sent_can_be_sent_again_by_hand(azure: AzureStandIn, known: Azure) -> None:
    [result] = collected(azure, query(filter="status eq 'Failed'"))
    first, body = result.sent.splitlines()
    assert first == (
        f"POST {azure.address}/subscriptions/{SUBSCRIPTION}/metrics:getBatch?api-version=2024-02-01"
        "&starttime=2026-11-29T06:00:00Z&endtime=2026-11-29T10:00:00Z&interval=PT1H"
        "&metricnamespace=Microsoft.Logic/workflows&metricnames=RunsStarted&aggregation=total"
        "&top=1000&filter=status%20eq%20%27Failed%27"
    )
    assert json.loads(body) == {"resourceids": [ORDERS]}
    assert TOKEN not in result.sent


def test_the_sign_in_is_for_the_data_plane_and_every_request_counts(
    azure: AzureStandIn, known: Azure
) -> None:
    source = account(azure)
    assert list(AzureMonitorConnector().collect(source, [query()]))
    [form] = known.signed_in
    assert form["scope"] == "https://metrics.monitor.azure.com/.default"
    assert form["grant_type"] == "client_credentials"
    assert known.requests == [
        f"GET /{TENANT}/v2.0/.well-known/openid-configuration",
        f"POST /{TENANT}/oauth2/v2.0/token",
        f"POST /subscriptions/{SUBSCRIPTION}/metrics:getBatch",
    ]
    assert source.calls == 3


def test_a_hundred_and_twenty_resources_take_three_batches(
    azure: AzureStandIn, known: Azure
) -> None:
    every = resources(120)
    for number, each in enumerate(every):
        known.has(each, "RunsStarted", constant(number))
        known.has(each, "RunsFailed", constant(-number))
    queries = [query(each, name) for each in every for name in ("RunsStarted", "RunsFailed")]
    results = collected(azure, *queries)
    assert [len(asked["resourceids"]) for asked in known.asked] == [50, 50, 20]
    assert {asked["metricnames"] for asked in known.asked} == {"RunsStarted,RunsFailed"}
    expected = itertools.chain.from_iterable((number, -number) for number in range(120))
    assert [values(result)[0] for result in results] == list(expected)
    assert AzureMonitorConnector().calls_for(queries) == len(known.requests)


def test_results_come_as_they_are_needed(azure: AzureStandIn, known: Azure) -> None:
    every = resources(120)
    for each in every:
        known.has(each, "RunsStarted", constant(1))
    results = AzureMonitorConnector().collect(account(azure), [query(each) for each in every])
    assert known.requests == []
    for _ in range(50):
        next(results)
    assert len(known.asked) == 1
    next(results)
    assert len(known.asked) == 2


def test_no_queries_send_nothing(azure: AzureStandIn) -> None:
    assert collected(azure) == []
    assert azure.state.requests == []


def test_a_filter_keeps_one_dimension(azure: AzureStandIn, known: Azure) -> None:
    known.has(
        QUEUES,
        "Transactions",
        constant(40, ("ApiName", "PutMessage")),
        constant(2, ("ApiName", "GetMessage")),
        constant(5, ("ApiName", "GetMessages")),
    )
    results = collected(
        azure,
        query(QUEUES, "Transactions", filter="ApiName eq 'PutMessage'"),
        query(QUEUES, "Transactions", filter="ApiName eq 'GetMessage' or ApiName eq 'GetMessages'"),
        query(QUEUES, "Transactions", filter="ApiName eq 'Nothing'"),
    )
    assert [values(result) for result in results] == [[40] * 4, [7] * 4, []]


def test_more_series_than_azure_sends_by_itself_are_all_counted(
    azure: AzureStandIn, known: Azure
) -> None:
    series = [constant(1, ("ApiName", f"Api{number}")) for number in range(25)]
    known.has(QUEUES, "Transactions", *series)
    [result] = collected(azure, query(QUEUES, "Transactions", filter="ApiName eq '*'"))
    assert values(result) == [25] * 4


def test_empty_series_and_empty_intervals_are_no_points(azure: AzureStandIn, known: Azure) -> None:
    known.has(ORDERS, "Nothing")
    known.has(ORDERS, "Gaps", Series(lambda at: 1.0 if at.hour == 7 else None))
    nothing, gaps = collected(azure, query(metric="Nothing"), query(metric="Gaps"))
    assert (values(nothing), values(gaps)) == ([], [1])


def test_late_data_keeps_its_true_times(azure: AzureStandIn, known: Azure) -> None:
    known.has(ORDERS, "RunsStarted", Series(lambda at: 1.0 if at.hour < 7 else None))
    [result] = collected(azure, query())
    [point] = result.points
    assert point.at == dt.datetime(2026, 11, 29, 7, tzinfo=dt.UTC)


def test_one_wrong_query_harms_no_other(azure: AzureStandIn, known: Azure) -> None:
    every = resources(9)
    for each in every:
        known.has(each, "RunsStarted", constant(1))
    unknown = resource("gone")
    foreign = ORDERS.replace(SUBSCRIPTION, "99999999-1bf0-4dda-aec3-111122223333")
    results = collected(
        azure,
        query(every[0], "Misspelt"),
        *(query(each) for each in every),
        query(unknown),
        query("orders"),
        query(foreign),
    )
    assert [bool(result.error) for result in results] == [True, *[False] * 9, True, True, True]
    assert "Failed to find metric configuration for metric: Misspelt" in results[0].error
    assert f"The resource {unknown} was not found." in results[10].error
    assert "must be whole" in results[11].error
    assert "not in the source's subscription" in results[12].error
    assert all(result.sent for result in results[:11])


def test_looking_for_the_wrong_query_ends_somewhere(azure: AzureStandIn, known: Azure) -> None:
    results = collected(azure, *(query(each) for each in resources(50)))
    assert all("was not found" in result.error for result in results)
    assert len(known.asked) <= 61


def test_an_error_of_one_metric_is_one_of_its_query_only(azure: AzureStandIn, known: Azure) -> None:
    known.has(ORDERS, "RunsFailed", constant(1))
    known.error_codes[ORDERS.lower(), "runsfailed"] = "ResourceNotSupported"
    good, bad = collected(azure, query(), query(metric="RunsFailed"))
    assert values(good) == [3] * 4
    assert bad.error == (
        "Azure Monitor could not read this metric: ResourceNotSupported. "
        "The metric could not be read."
    )


def test_what_an_answer_leaves_out_is_an_error(azure: AzureStandIn, known: Azure) -> None:
    other = resource("other")
    known.has(other, "RunsStarted", constant(1))
    known.rewrite = lambda content: {"values": content["values"][1:]}
    first, second = collected(azure, query(), query(other))
    assert "leaves this resource out" in first.error
    assert values(second) == [1] * 4


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


def test_every_preset_is_collected(azure: AzureStandIn, known: Azure) -> None:
    connector = AzureMonitorConnector()
    chosen = {
        "account": resource("orders", "Microsoft.Storage/storageAccounts"),
        "app": resource("orders", "Microsoft.Web/sites"),
        "workflow": ORDERS,
        "agreed": "60",
        "baseline": "128",
    }
    queries = []
    for preset in for_connector("azure_monitor"):
        given = {field.name: chosen[field.name] for field in preset.parameters}
        for term in filled(preset, given, connector.quote).values():
            series = known.metrics.setdefault(
                (str(term["resource"]).lower(), str(term["metric"]).lower()), [constant(256)]
            )
            names = re.findall(r"(\w+) eq '(\w+)'", str(term.get("filter", "")))
            series += [constant(256, name) for name in names]
            queries.append(query(hours=preset.window / 3600, grain=preset.grain, **term))
    results = list(connector.collect(account(azure), queries))
    assert len(results) == len(queries) > 20
    assert [result.error for result in results if result.error] == []
    assert all(result.points for result in results)


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
    gone = "https://127.0.0.1:9"
    assert "nothing takes the connection" in str(failure(azure, endpoint="https://127.0.0.1:1999"))
    assert gone not in str(failure(azure, endpoint="https://127.0.0.1:1999"))


def test_the_secret_is_looked_up_only_where_it_is_needed(azure: AzureStandIn) -> None:
    def missing(reference: str) -> str:
        raise SourceFailed(f"{reference} is not set.")

    source = Account(1, azure.settings(), missing)
    with pytest.raises(SourceFailed, match="env:PLUMBLINE_SECRET_AZURE is not set"):
        list(AzureMonitorConnector().collect(source, [query()]))


def test_the_window_is_the_same_for_queries_of_one_moment(
    azure: AzureStandIn, known: Azure
) -> None:
    other = resource("other")
    known.has(other, "RunsStarted", constant(1))
    collected(azure, query(), query(other))
    [asked] = known.asked
    assert (
        dt.datetime.fromisoformat(asked["endtime"]) - dt.datetime.fromisoformat(asked["starttime"])
        == 4 * HOUR
    )
