"""Collecting through Azure's own client, over TLS, from a server that speaks its protocol."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re

import pytest

from evidence.connectors.azure_monitor import AzureMonitorConnector
from evidence.evaluate import Criterion
from evidence.judge import judge
from evidence.presets import filled, filled_evaluator, for_connector, presets
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
    SUBSCRIPTION,
    TENANT,
    TOKEN,
    Azure,
    AzureStandIn,
    Series,
    constant,
    resource,
)

ORDERS = resource("orders")
QUEUES = resource("orders/default", "Microsoft.Storage/storageAccounts/queueServices")


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


def test_a_baseline_is_compared_with_what_was_used(azure: AzureStandIn, known: Azure) -> None:
    preset = presets()["azf.gbs_per_1k"]
    app = resource("orders", "Microsoft.Web/sites")
    known.has(app, "FunctionExecutionUnits", constant(131_072_000))  # 128 GB-seconds
    known.has(app, "FunctionExecutionCount", constant(1000))
    for baseline, value in (("128", 1.0), ("160", 0.8), ("100", 1.28)):
        given = {"app": app, "baseline": baseline}
        terms = filled(preset, given, AzureMonitorConnector().quote)
        results = collected(azure, *(query(**term) for term in terms.values()))
        series = {name: result.points for name, result in zip(terms, results, strict=True)}
        criterion = Criterion(
            preset.bounds,
            dt.timedelta(seconds=preset.window),
            dt.timedelta(seconds=preset.stale_after),
            preset.unit,
            filled_evaluator(preset, given),
        )
        assert judge(series, criterion, NOW).value == pytest.approx(value)


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
