"""From queries to what Azure is asked for, and which of them share a call."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from evidence.connectors.azure_monitor import AzureMonitorConnector
from evidence.connectors.azure_monitor.batches import (
    MOST_METRICS,
    MOST_RESOURCES,
    Batch,
    batched,
    understood,
)
from evidence.connectors.azure_monitor.queries import asked
from evidence.connectors.base import Query
from tests.evidence.connectors.azure_monitor.source import HOUR, NOW, query, resources
from tests.evidence.connectors.azure_monitor.stand_in import SUBSCRIPTION, resource

METRICS = ["RunsStarted", "RunsCompleted", "RunsSucceeded"]


def batches_of(*queries: Query) -> list[Batch]:
    found, wrong = understood(queries)
    assert not wrong
    return batched(found)


def test_only_whole_intervals_within_the_window_are_asked_for() -> None:
    found = asked(query(hours=5), 0)
    assert (found.interval, found.start, found.end) == (
        "PT1H",
        dt.datetime(2026, 11, 29, 6, tzinfo=dt.UTC),
        dt.datetime(2026, 11, 29, 10, tzinfo=dt.UTC),
    )


def test_a_window_that_begins_on_an_interval_begins_there() -> None:
    on_the_hour = NOW.replace(minute=0, second=0)
    fields = query().fields
    found = asked(Query(fields, on_the_hour - 3 * HOUR, on_the_hour), 0)
    assert (found.start, found.end) == (on_the_hour - 3 * HOUR, on_the_hour)


def test_days_are_those_of_utc_whatever_the_time_zone() -> None:
    berlin = dt.timezone(dt.timedelta(hours=1))
    window = (NOW - 72 * HOUR).astimezone(berlin), NOW.astimezone(berlin)
    found = asked(Query(query().fields, *window, grain=86400), 0)
    assert found.start == dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
    assert found.end == dt.datetime(2026, 11, 29, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("grain", "interval"),
    [(1, "PT1M"), (60, "PT1M"), (61, "PT5M"), (600, "PT15M"), (3600, "PT1H"), (7200, "PT6H")],
)
def test_a_grain_is_rounded_up_to_what_azure_knows(grain: int, interval: str) -> None:
    assert asked(query(hours=48, grain=grain), 0).interval == interval


def test_the_namespace_is_the_type_of_the_resource_unless_one_is_given() -> None:
    queues = resource("orders/default", "Microsoft.Storage/storageAccounts/queueServices")
    assert asked(query(queues), 0).namespace == "Microsoft.Storage/storageAccounts/queueServices"
    assert asked(query(queues, namespace="Custom.Things"), 0).namespace == "Custom.Things"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"resource": "orders"}, "The resource id must be whole"),
        ({"resource": f"/subscriptions/{SUBSCRIPTION}/resourceGroups/shop"}, "must be whole"),
        ({"resource": resource("orders?x=1")}, "must be whole"),
        ({"metric": ""}, "the name of one metric"),
        ({"metric": "One,Two"}, "the name of one metric"),
        ({"aggregation": "p95"}, "must be one of Total, Average, Maximum, Minimum, Count"),
        ({"divide_by": 0}, "a number other than 0"),
        ({"divide_by": "many"}, "a number other than 0"),
        ({"hours": 0.2}, "The window holds no whole interval of PT1H"),
    ],
)
def test_a_query_that_cannot_be_asked_says_what_is_wrong(
    changed: dict[str, Any], said: str
) -> None:
    found, wrong = understood([query(), query(**changed)])
    assert [each.place for each in found] == [0]
    assert said in wrong[1]


def test_fifty_resources_share_a_call() -> None:
    batches = batches_of(*(query(each) for each in resources(120)))
    assert [len(batch.resources) for batch in batches] == [50, 50, 20]


def test_metrics_of_the_same_resources_share_a_call() -> None:
    queries = [query(each, metric) for each in resources(30) for metric in METRICS]
    [batch] = batches_of(*queries)
    assert (len(batch.resources), sorted(batch.metrics)) == (30, sorted(METRICS))


def test_no_metric_is_asked_for_that_nobody_wanted() -> None:
    one, other = resources(2)
    batches = batches_of(query(one), query(other), query(other, "RunsFailed"))
    wanted = [(batch.resources, batch.metrics) for batch in batches]
    assert wanted == [((one,), ("RunsStarted",)), ((other,), ("RunsStarted", "RunsFailed"))]


@pytest.mark.parametrize(
    "changed",
    [
        {"aggregation": "Average"},
        {"filter": "status eq 'Failed'"},
        {"namespace": "Custom.Things"},
        {"grain": 900},
        {"hours": 10},
        {"resource": resource("app", "Microsoft.Web/sites")},
    ],
)
def test_what_differs_in_more_than_resource_and_metric_is_asked_apart(
    changed: dict[str, Any],
) -> None:
    assert len(batches_of(query(), query(**changed))) == 2


def test_the_same_resource_in_another_case_is_asked_for_once() -> None:
    [batch] = batches_of(query(), query(resource("ORDERS", "microsoft.logic/Workflows")))
    assert len(batch.resources) == 1


def test_a_refused_batch_is_parted_by_metrics_and_then_by_resources() -> None:
    [batch] = batches_of(*(query(each, metric) for each in resources(3) for metric in METRICS))
    sizes = []
    todo = [batch]
    while todo:
        each = todo.pop()
        sizes.append((len(each.metrics), len(each.resources)))
        todo.extend(each.halves())
    assert sizes.count((1, 1)) == 9
    assert {(2, 3), (1, 3), (1, 2)} < set(sizes)


@hypothesis_settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 70),
            st.integers(0, 25),
            st.sampled_from(["Total", "Average"]),
            st.sampled_from(["", "status eq 'Failed'"]),
        ),
        max_size=120,
    )
)
def test_every_query_is_in_one_batch_and_no_batch_is_too_large(
    wanted: list[tuple[int, int, str, str]],
) -> None:
    queries = [
        query(resource(f"flow{number}"), f"Metric{metric}", aggregation=kind, filter=chosen)
        for number, metric, kind, chosen in wanted
    ]
    found, _ = understood(queries)
    batches = batched(found)
    places = Counter(each.place for batch in batches for each in batch.members)
    assert places == Counter(range(len(queries)))
    for batch in batches:
        assert len(batch.resources) <= MOST_RESOURCES
        assert len(batch.metrics) <= MOST_METRICS
        asked_for = {(each.resource, each.metric) for each in batch.members}
        assert len(asked_for) == len(batch.resources) * len(batch.metrics)


def test_the_calls_of_a_collection_are_known_before() -> None:
    connector = AzureMonitorConnector()
    assert connector.calls_for([]) == 0
    assert connector.calls_for([query(each) for each in resources(120)]) == 3 + 2


def test_a_parameter_cannot_end_a_filter_early() -> None:
    assert AzureMonitorConnector().quote("it's") == "it''s"
