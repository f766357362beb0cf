"""Google's connector, through Google's own clients, against a server that speaks their gRPC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from google.cloud.monitoring_v3 import ListTimeSeriesResponse
from google.cloud.scheduler_v1 import Job

from evidence.connectors.base import Query, Result
from evidence.connectors.google_monitoring import GoogleMonitoringConnector
from evidence.connectors.google_monitoring import client as google_client
from evidence.evaluate import Point
from tests.evidence.connectors.google_asking import (
    DEPTH,
    END,
    HOUR,
    NOW,
    SUBSCRIPTION,
    account,
    collected,
    depth,
    query,
    values,
)
from tests.evidence.connectors.google_stand_in import GoogleStandIn, Value

SIZES = "pubsub.googleapis.com/topic/message_sizes"


@pytest.fixture
def google() -> Iterator[GoogleStandIn]:
    """Knows the depth of two subscriptions at each of the last 24 hours."""
    with GoogleStandIn() as server:
        for number, name in enumerate(("orders", "mail")):
            points: dict[int, Value] = {END - n * HOUR: number * 100 + n for n in range(24)}
            server.add(DEPTH, SUBSCRIPTION, points, subscription_id=name)
        yield server


def job(name: str, **fields: object) -> Job:
    return Job(name=f"projects/acme/locations/us-east1/jobs/{name}", **fields)


def job_query(name: str, field: str = "enabled", **fields: Any) -> Query:
    return query(call="scheduler_job", job=name, location="us-east1", field=field, **fields)


def one(google: GoogleStandIn, asked: Query) -> Result:
    (result,) = collected(account(google), [asked])
    return result


def test_points_stand_at_the_end_of_their_periods(google: GoogleStandIn) -> None:
    result = one(google, depth("orders"))
    assert values(result) == [float(n) for n in range(23, -1, -1)]
    assert max(result.points).at == NOW.replace(microsecond=0)
    assert min(result.points).at == NOW.replace(microsecond=0) - dt.timedelta(hours=23)


def test_the_window_has_no_point_outside(google: GoogleStandIn) -> None:
    result = one(google, depth("orders", hours=5))
    assert len(result.points) == 5
    assert all(NOW - dt.timedelta(hours=5) < point.at <= NOW for point in result.points)


def test_queries_are_asked_together_and_answered_in_their_order(google: GoogleStandIn) -> None:
    asking = account(google)
    queries = [depth("mail"), depth("gone"), depth("orders"), depth("mail", divide_by=10)]
    mail, gone, orders, tenths = collected(asking, queries)
    assert asking.calls == google.count == 1
    assert GoogleMonitoringConnector().calls_for(queries) == 1
    assert max(mail.points).value == 100
    assert (gone.points, gone.error) == ((), "")
    assert max(orders.points).value == 0
    assert max(tenths.points).value == 10
    assert google.requests[0].filter.endswith(
        'resource.labels.subscription_id = one_of("mail", "gone", "orders")'
    )


def test_several_metrics_take_a_call_each(google: GoogleStandIn) -> None:
    google.add(SIZES, "pubsub_topic", {END: (4, 100.0)}, topic_id="orders")
    asking = account(google)
    sizes: dict[str, Any] = {"metric": SIZES, "resource": "pubsub_topic", "aligner": "ALIGN_DELTA"}
    first, second = collected(asking, [depth("orders"), query(**sizes)])
    assert (len(values(first)), values(second)) == (24, [100.0])
    assert asking.calls == 2


@pytest.mark.parametrize("points", [1, 7, 24])
def test_pages_are_followed_to_the_last(google: GoogleStandIn, points: int) -> None:
    google.most_points = points
    asking = account(google)
    orders, mail = collected(asking, [depth("orders"), depth("mail")])
    assert values(orders) == [float(n) for n in range(23, -1, -1)]
    assert values(mail) == [float(100 + n) for n in range(23, -1, -1)]
    assert asking.calls == google.count == -(-48 // points)


def test_pages_without_end_are_left(google: GoogleStandIn) -> None:
    google.raw = bytes(ListTimeSeriesResponse.serialize({"next_page_token": "again"}))
    assert "more than 200 pages" in one(google, depth("orders")).error


def test_series_are_reduced_by_the_label_that_is_asked_for(google: GoogleStandIn) -> None:
    metric = "pubsub.googleapis.com/subscription/sent_message_count"
    for kind, value in (("pull", 3), ("push", 4)):
        for name in ("orders", "mail"):
            google.add(
                metric,
                SUBSCRIPTION,
                {END - 60: value, END - 120: value},
                {"delivery_type": kind},
                subscription_id=name,
            )

    def sent(name: str, **fields: object) -> Query:
        return depth(name, metric=metric, aligner="ALIGN_DELTA", **fields)

    pull = {"delivery_type": "pull"}
    results = collected(account(google), [sent("orders"), sent("orders", metric_labels=pull)])
    assert [values(result) for result in results] == [[14.0], [6.0]]


def test_several_series_where_one_was_expected_are_an_error(google: GoogleStandIn) -> None:
    for state in ("active", "idle"):
        google.add("run.googleapis.com/x", "cloud_run_revision", {END: 1}, {"state": state})
    fields: dict[str, Any] = {"metric": "run.googleapis.com/x", "resource": "cloud_run_revision"}
    result = one(google, query(aligner="ALIGN_MAX", **fields))
    assert result.error.startswith("2 series answered where one was expected: choose a reducer")
    assert result.points == ()
    both: dict[str, Any] = {"metric_labels": {"state": ["active", "idle"]}, "reducer": "REDUCE_SUM"}
    assert values(one(google, query(aligner="ALIGN_MAX", **fields, **both))) == [2.0]


def test_two_projects_are_never_summed_unasked(google: GoogleStandIn) -> None:
    google.add(DEPTH, SUBSCRIPTION, {END: 7}, project_id="other", subscription_id="orders")
    ours = {"subscription_id": "orders", "project_id": "acme"}
    wide, narrow = collected(account(google), [depth("orders"), depth("", labels=ours)])
    assert "2 series answered" in wide.error
    assert len(values(narrow)) == 24


def test_distributions_give_their_mean_their_total_and_their_count(google: GoogleStandIn) -> None:
    google.add(SIZES, "pubsub_topic", {END: (4, 100.0), END - 60: (1, 600.0)}, topic_id="orders")
    google.add(SIZES, "pubsub_topic", {END: (0, 0.0)}, topic_id="idle")
    asking = account(google)

    def sizes(topic: str, take: str, aligner: str = "ALIGN_DELTA") -> Query:
        fields: dict[str, Any] = {
            "metric": SIZES,
            "resource": "pubsub_topic",
            "labels": {"topic_id": topic},
        }
        return query(take=take, aligner=aligner, reducer="REDUCE_SUM", **fields)

    kinds = [sizes("orders", take) for take in ("mean", "total", "count")]
    kinds += [sizes("idle", take) for take in ("mean", "count")]
    results = collected(asking, kinds)
    assert [values(result) for result in results] == [[200.0], [1000.0], [5.0], [], [0.0]]
    assert asking.calls == 1
    assert values(one(google, sizes("orders", "mean", "ALIGN_PERCENTILE_95"))) == [200.0]


def test_values_are_whole_numbers_fractions_and_truths(google: GoogleStandIn) -> None:
    fields: dict[str, Any] = {"resource": "global", "aligner": "ALIGN_NONE"}
    google.add("m/whole", "global", {END: 2**40})
    google.add("m/part", "global", {END: 0.25})
    google.add("m/truth", "global", {END: True, END - 60: False})
    google.add("m/text", "global", {END: "up"})
    names = ("whole", "part", "truth", "text")
    found = collected(account(google), [query(metric=f"m/{n}", **fields) for n in names])
    assert [values(result) for result in found[:3]] == [[2.0**40], [0.25], [0.0, 1.0]]
    assert found[3].error == "The values of this metric are no numbers."


def test_a_label_with_quotes_is_no_way_out_of_the_filter(google: GoogleStandIn) -> None:
    name = 'orders" OR resource.type = "gce_instance'
    google.add(DEPTH, SUBSCRIPTION, {END: 5}, subscription_id=name)
    assert values(one(google, depth(name))) == [5.0]


def test_an_answer_that_came_in_part_is_an_error_of_its_call_only(google: GoogleStandIn) -> None:
    google.partial = ["Query timed out.\nSome\tseries are missing."]
    google.jobs = [job("nightly", state=Job.State.ENABLED)]
    orders, mail, nightly = collected(
        account(google), [depth("orders"), depth("mail"), job_query("nightly")]
    )
    for result in (orders, mail):
        assert result.points == ()
        assert result.error == (
            "Cloud Monitoring answered only in part, so nothing is read of it: "
            "Query timed out. Some series are missing."
        )
    assert values(nightly) == [1.0]


def test_a_wrong_query_harms_no_other(google: GoogleStandIn) -> None:
    wrong = depth("orders", aligner="ALIGN_BEST")
    unknown = depth("orders", metric="pubsub.googleapis.com/subscription/depht")
    results = collected(account(google), [wrong, unknown, depth("orders")])
    assert results[0].error.startswith("“aligner” is one of ALIGN_NONE")
    assert results[0].sent.startswith("not sent: ")
    assert "knows no such metric: check its name" in results[1].error
    assert len(values(results[2])) == 24


def test_a_result_says_what_was_sent_and_the_same_answer_hashes_alike(
    google: GoogleStandIn,
) -> None:
    first, second = one(google, depth("orders")), one(google, depth("orders"))
    assert first.sent.startswith('timeSeries.list {"name": "projects/acme"')
    assert first.response_hash == second.response_hash
    google.most_points = 5
    google.series[0].points = {END: 1}
    assert one(google, depth("orders")).response_hash != first.response_hash


def test_results_come_batch_by_batch(
    google: GoogleStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(google_client, "BATCH", 10)
    asking = account(google)
    queries = [depth("orders" if n % 2 else "mail") for n in range(30)]
    results = GoogleMonitoringConnector().collect(asking, queries)
    assert asking.calls == 0
    next(results)
    assert asking.calls == 1
    assert len(list(results)) == 29
    assert asking.calls == 3


def test_no_queries_ask_nothing(google: GoogleStandIn) -> None:
    asking = account(google)
    assert collected(asking, []) == []
    assert asking.calls == google.count == 0


def test_a_job_says_whether_it_is_enabled(google: GoogleStandIn) -> None:
    google.jobs = [
        job("nightly", state=Job.State.ENABLED),
        job("paused", state=Job.State.PAUSED),
    ]
    asking = account(google)
    nightly, paused, gone = collected(asking, [job_query(n) for n in ("nightly", "paused", "no")])
    assert nightly.points == (Point(NOW, 1.0),)
    assert paused.points == (Point(NOW, 0.0),)
    assert gone.error == "Google does not find this in the project acme: Job not found."
    assert nightly.sent == "jobs.get projects/acme/locations/us-east1/jobs/nightly, of it enabled"
    assert asking.calls == google.count == 3


def test_a_job_is_asked_for_once_and_says_how_its_last_attempt_went(
    google: GoogleStandIn,
) -> None:
    google.jobs = [
        job(
            "nightly",
            state=Job.State.ENABLED,
            schedule="0  2 * * *",
            time_zone="Etc/UTC",
            last_attempt_time=NOW - dt.timedelta(minutes=10),
            status={"code": 13},
        )
    ]
    asking = account(google)
    results = collected(
        asking,
        [
            job_query("nightly", "attempt_age"),
            job_query("nightly", "attempt_ok"),
            job_query("nightly", "as_planned", schedule="0 2 * * *", time_zone="UTC"),
            job_query("nightly", "as_planned", schedule="0 3 * * *", time_zone="UTC"),
            job_query("nightly", "as_planned", schedule="0 2 * * *", time_zone="Europe/Berlin"),
        ],
    )
    assert [values(result) for result in results] == [[600.0], [0.0], [1.0], [0.0], [0.0]]
    assert asking.calls == 1


def test_a_job_never_attempted_has_nothing_to_say_of_attempts(google: GoogleStandIn) -> None:
    google.jobs = [job("new", state=Job.State.ENABLED)]
    fields = ("attempt_age", "attempt_ok")
    results = collected(account(google), [job_query("new", field) for field in fields])
    assert [(result.points, result.error) for result in results] == [((), ""), ((), "")]
