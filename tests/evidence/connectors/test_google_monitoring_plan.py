"""Queries of Google's connector, the calls that they share, and the filters that are sent."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from google.cloud.monitoring_v3 import Aggregation
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.connectors.base import Query
from evidence.connectors.google_monitoring import GoogleMonitoringConnector
from evidence.connectors.google_monitoring.asked import JobAsked, MetricAsked, asked
from evidence.connectors.google_monitoring.plan import MOST_VALUES, Call, as_sent, calls
from evidence.connectors.google_monitoring.words import ALIGNERS, REDUCERS, equals
from tests.evidence.connectors.google_asking import DEPTH, END, NOW, depth, query

IMPORTS = """
import django; django.setup()
import sys, evidence.connectors, evidence.connectors.google_monitoring
print([name for name in sys.modules if name == "grpc" or name.startswith("google.cloud")])
"""


def planned(*queries: Query) -> list[Call]:
    found = {place: asked(each) for place, each in enumerate(queries)}
    return calls({place: each for place, each in found.items() if isinstance(each, MetricAsked)})


def shape(**fields: Any) -> Mapping[str, Any]:
    return {"metric": DEPTH, "resource": "pubsub_subscription", "aligner": "ALIGN_MAX", **fields}


def test_connectors_are_light_to_import() -> None:
    found = subprocess.run(
        [sys.executable, "-c", IMPORTS],
        env={"DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"


def test_the_words_are_those_of_the_client() -> None:
    assert set(ALIGNERS) == set(Aggregation.Aligner.__members__)
    assert set(REDUCERS) == set(Aggregation.Reducer.__members__)


def test_queries_that_differ_in_one_label_share_a_call() -> None:
    (call,) = planned(depth("orders"), depth("mail"), depth("orders", take="count"))
    assert call.places == {"orders": [0, 2], "mail": [1]}
    assert call.filter == (
        f'metric.type = "{DEPTH}" AND resource.type = "pubsub_subscription" AND '
        'resource.labels.subscription_id = one_of("orders", "mail")'
    )
    assert call.group_by == ("resource.labels.project_id", "resource.labels.subscription_id")


def test_a_query_by_itself_names_its_label_and_nothing_is_split() -> None:
    (call,) = planned(depth("orders"))
    assert call.filter.endswith('resource.labels.subscription_id = "orders"')
    assert call.group_by == ("resource.labels.project_id",)
    assert call.places == {"": [0]}


@pytest.mark.parametrize(
    "other",
    [
        depth("mail", metric="pubsub.googleapis.com/subscription/oldest_unacked_message_age"),
        depth("mail", aligner="ALIGN_MEAN"),
        depth("mail", reducer="REDUCE_MAX"),
        depth("mail", metric_labels={"delivery_type": "pull"}),
        depth("mail", grain=600),
        depth("mail", hours=48),
        depth("mail", labels={}),
        depth("mail", labels={"topic_id": "mail"}),
    ],
)
def test_queries_that_differ_in_more_take_a_call_each(other: Query) -> None:
    assert len(planned(depth("orders"), other)) == 2


def test_the_label_that_saves_most_calls_is_split_by() -> None:
    services = [
        query(**shape(labels={"service_name": name, "location": place}))
        for place in ("europe-west1", "us-east1")
        for name in ("web", "api", "mail")
    ]
    found = planned(*services)
    assert [(call.label, list(call.places)) for call in found] == [
        ("service_name", ["web", "api", "mail"]),
        ("service_name", ["web", "api", "mail"]),
    ]
    assert {call.shape.labels for call in found} == {
        (("location", ("europe-west1",)),),
        (("location", ("us-east1",)),),
    }


def test_a_query_for_several_values_at_once_stays_by_itself() -> None:
    both = depth("", labels={"subscription_id": ["orders", "mail"]})
    found = planned(depth("orders"), depth("mail"), both)
    assert [call.places for call in found] == [{"orders": [0], "mail": [1]}, {"": [2]}]
    assert 'subscription_id = one_of("mail", "orders")' in found[1].filter
    assert "subscription_id" not in str(found[1].group_by)


def test_a_filter_holds_no_more_values_than_google_takes() -> None:
    found = planned(*(depth(f"queue-{n}") for n in range(2 * MOST_VALUES + 1)))
    assert [len(call.places) for call in found] == [MOST_VALUES, MOST_VALUES, 1]
    long = planned(*(depth(f"{n:0200}") for n in range(MOST_VALUES)))
    assert len(long) > 1
    assert all(len(call.filter) < 7000 for call in long)


def test_ten_thousand_queries_take_a_hundred_calls() -> None:
    queries = [depth(f"queue-{n}") for n in range(10_000)]
    assert GoogleMonitoringConnector().calls_for(queries) == 100


def test_each_job_counts_as_one_call_however_often_it_is_asked_for() -> None:
    def job(field: str) -> Query:
        return query(call="scheduler_job", job="nightly", location="us-east1", field=field)

    wrong = query(metric="x")
    queries = [job("enabled"), job("attempt_age"), depth("orders"), wrong]
    assert GoogleMonitoringConnector().calls_for(queries) == 2


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.sampled_from([60, 3600])),
        max_size=30,
    )
)
@settings(max_examples=50)
def test_every_query_is_in_exactly_one_call(pairs: list[tuple[str, str, int]]) -> None:
    queries = [query(grain=g, **shape(labels={"one": a, "two": b})) for a, b, g in pairs]
    found = planned(*queries)
    places = [place for call in found for group in call.places.values() for place in group]
    assert sorted(places) == list(range(len(queries)))
    for call in found:
        for value, members in call.places.items():
            for place in members:
                labels = dict(call.shape.labels) | ({call.label: (value,)} if call.label else {})
                assert labels == {"one": (pairs[place][0],), "two": (pairs[place][1],)}


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=50)
def test_no_value_leaves_its_quotes(text: str) -> None:
    condition = equals("resource.labels.x", (text,))
    inside = condition.removeprefix('resource.labels.x = "').removesuffix('"')
    assert '"' not in inside.replace("\\\\", "").replace('\\"', "")
    assert GoogleMonitoringConnector().quote(text) == inside


def test_the_window_is_whole_periods_back_from_its_end() -> None:
    found = asked(query(hours=24, grain=7 * 3600, **shape()))
    assert isinstance(found, MetricAsked)
    assert (found.shape.period, found.shape.end) == (7 * 3600, END)
    assert found.shape.start == END - 3 * 7 * 3600


@pytest.mark.parametrize(
    ("grain", "window", "period"), [(1, 3600, 60), (3600, 600, 600), (3600, 10, 60)]
)
def test_a_period_is_no_shorter_than_google_allows_and_no_longer_than_the_window(
    grain: int, window: int, period: int
) -> None:
    start = NOW - dt.timedelta(seconds=window)
    found = asked(Query(shape(), start, NOW, grain))
    assert isinstance(found, MetricAsked)
    assert found.shape.period == period


def test_labels_can_be_typed_as_lines() -> None:
    found = asked(query(**shape(labels="topic_id = orders\n\n location=eu ", metric_labels="")))
    assert isinstance(found, MetricAsked)
    assert found.shape.labels == (("location", ("eu",)), ("topic_id", ("orders",)))
    assert found.shape.metric_labels == ()


def test_numbers_as_labels_are_texts() -> None:
    found = asked(query(**shape(labels={"shard": 7}, divide_by="1000")))
    assert isinstance(found, MetricAsked)
    assert found.shape.labels == (("shard", ("7",)),)
    assert found.divide_by == 1000


def test_a_query_about_a_job() -> None:
    found = asked(query(call="scheduler_job", job="nightly", location="us-east1"))
    assert found == JobAsked("us-east1", "nightly", "enabled", NOW)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (shape(aligner="ALIGN_BEST"), "“aligner” is one of"),
        (shape(aligner=""), "“aligner” is one of"),
        (shape(reducer="SUM"), "“reducer” is one of"),
        (shape(take="p95"), "“take” is one of mean, total, count."),
        (shape(aligner="ALIGN_NONE", reducer="REDUCE_SUM"), "choose an aligner"),
        (shape(metric=" "), "“metric” is missing"),
        (shape(resource=""), "“resource” is missing"),
        (shape(filter="x"), "no field “filter”"),
        (shape(labels={"a b": "x"}), "“a b” is no name of a label"),
        (shape(labels={"a": ""}), "The label “a” needs a value"),
        (shape(labels={"a": []}), "The label “a” needs a value"),
        (shape(labels="orders"), "write name = value"),
        (shape(labels=["orders"]), "names and values"),
        (shape(divide_by="0 s"), "“divide_by” is a number above 0."),
        (shape(divide_by=0), "“divide_by” is a number above 0."),
        (shape(divide_by=-1), "“divide_by” is a number above 0."),
        ({"call": "describe"}, "“call” is one of scheduler_job."),
        ({"call": "scheduler_job", "job": "a"}, "“location” is missing"),
        ({"call": "scheduler_job", "job": "a/b", "location": "eu"}, "The job holds letters"),
        (
            {"call": "scheduler_job", "job": "a", "location": "eu", "field": "name"},
            "“field” is one of enabled",
        ),
        (
            {"call": "scheduler_job", "job": "a", "location": "eu", "field": "as_planned"},
            "“schedule” is missing",
        ),
    ],
)
def test_what_is_wrong_with_a_query_is_said(fields: Mapping[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as wrong:
        asked(query(**fields))
    assert len(str(wrong.value)) <= 300


def test_what_was_sent_can_be_repeated_for_one_alone() -> None:
    (call,) = planned(depth("orders"), depth("mail"))
    sent = as_sent("acme", call, "mail")
    assert sent.startswith('timeSeries.list {"name": "projects/acme", "filter": "metric.type')
    assert '"startTime": "2026-11-28T12:00:30Z", "endTime": "2026-11-29T12:00:30Z"' in sent
    assert '"alignmentPeriod": "3600s"' in sent
    assert "orders" not in sent
    assert sent.endswith(", asked together with 1 more of subscription_id")
