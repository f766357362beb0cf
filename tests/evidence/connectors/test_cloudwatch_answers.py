"""What becomes of answers of CloudWatch, over HTTP and through Amazon's client: pages, parts,
messages, malformed ones, and calls that one bad query spoils."""

from __future__ import annotations

import datetime as dt
import hashlib
import struct
from collections.abc import Callable, Iterator

import pytest

from evidence.connectors.base import SourceFailed
from evidence.connectors.cloudwatch import CloudWatchConnector
from evidence.connectors.cloudwatch.metric_data import SPLITS
from tests.evidence.connectors.aws_account import (
    DAY,
    HOUR,
    NOW,
    WEEK,
    account,
    asked,
    collected,
    sent,
    values,
)
from tests.evidence.connectors.aws_stand_in import (
    Body,
    Reply,
    StandIn,
    metric_data,
    refusal,
    series_of,
    serving,
    value_at,
)

START = NOW.replace(minute=0) - DAY
FIRST = int(START.timestamp())


@pytest.fixture
def aws() -> Iterator[StandIn]:
    with serving(StandIn(rules={"GetMetricData": metric_data})) as stand_in:
        yield stand_in


def page(*results: Body, token: str = "", **more: object) -> Reply:
    """A page of GetMetricData with these results."""
    body: Body = {"MetricDataResults": list(results), **more}
    return Reply(body | ({"NextToken": token} if token else {}))


def result(ident: str, hours: range, status: str = "Complete", **more: object) -> Body:
    """A result with a point for each of these hours of the window, its number the value."""
    return {
        "Id": ident,
        "Label": "NumberOfMessagesSent",
        "Timestamps": [FIRST + 3600.0 * hour for hour in hours],
        "Values": [float(hour) for hour in hours],
        "StatusCode": status,
        **more,
    }


def test_a_point_stands_at_the_end_of_its_interval(aws: StandIn) -> None:
    of = account(aws.url)
    [found] = collected(of, asked(sent()))
    assert [point.at for point in found.points] == [START + HOUR * (n + 1) for n in range(24)]
    assert found.points[-1].at == NOW.replace(minute=0)
    assert values(found)[0] == value_at(FIRST)
    assert of.calls == 1


def test_a_percentile_is_asked_for_as_it_is_named(aws: StandIn) -> None:
    collected(account(aws.url), asked(sent(stat="p95")))
    [body] = aws.asked["GetMetricData"]
    assert body["MetricDataQueries"][0]["MetricStat"]["Stat"] == "p95"
    assert (body["StartTime"], body["EndTime"]) == (FIRST, FIRST + 86400)
    assert body["ScanBy"] == "TimestampAscending"


def test_identifiers_begin_with_a_lower_case_letter(aws: StandIn) -> None:
    collected(account(aws.url), asked(sent("a")), asked(sent("b")))
    queries = aws.asked["GetMetricData"][0]["MetricDataQueries"]
    assert [query["Id"] for query in queries] == ["q0", "q1"]


def test_times_as_texts_are_read_as_well(aws: StandIn) -> None:
    texts = result("q0", range(2)) | {
        "Timestamps": ["2026-11-28T10:00:00Z", "2026-11-28T11:00:00Z"]
    }
    aws.replies["GetMetricData"] = [page(texts), page(result("q0", range(2)))]
    [found] = collected(account(aws.url), asked(sent()))
    assert [point.at for point in found.points] == [START + HOUR, START + 2 * HOUR]
    assert found == collected(account(aws.url), asked(sent()))[0]


def test_the_hash_is_that_of_the_series_as_it_came(aws: StandIn) -> None:
    aws.replies["GetMetricData"] = [page(result("q0", range(2)))]
    [found] = collected(account(aws.url), asked(sent()))
    packed = struct.pack(">4d", FIRST, FIRST + 3600, 0.0, 1.0)
    assert found.response_hash == hashlib.sha256(packed).hexdigest()


def test_results_come_in_the_order_of_the_queries_whatever_their_windows(aws: StandIn) -> None:
    spans = [DAY, WEEK, DAY, 2 * DAY, WEEK]
    queries = [asked(sent(f"q{n}"), span) for n, span in enumerate(spans)]
    of = account(aws.url)
    lengths = [len(found.points) for found in collected(of, *queries)]
    assert lengths == [span // HOUR for span in spans]
    assert of.calls == 3


def test_results_come_batch_by_batch(aws: StandIn) -> None:
    of = account(aws.url)
    queries = [asked(sent(f"q{n}"), 2 * HOUR) for n in range(1001)]
    results = CloudWatchConnector().collect(of, queries)
    next(results)
    assert of.calls == 1
    assert len(list(results)) == 1000
    assert of.calls == 3
    assert [len(body["MetricDataQueries"]) for body in aws.asked["GetMetricData"]] == [500, 500, 1]


def test_pages_are_put_together(aws: StandIn) -> None:
    aws.replies["GetMetricData"] = [
        page(result("q0", range(10), "PartialData"), result("q1", range(3)), token="two"),
        page(result("q0", range(10, 24)), token="three"),
        page(result("q1", range(3, 24))),
    ]
    of = account(aws.url)
    for found in collected(of, asked(sent("a")), asked(sent("b"))):
        assert values(found) == [float(hour) for hour in range(24)]
    assert of.calls == 3
    assert [body.get("NextToken") for body in aws.asked["GetMetricData"]] == [None, "two", "three"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("PartialData", "only part of this series"),
        ("InternalError", "fault of its own"),
        ("Forbidden", "does not let this source read"),
    ],
)
def test_a_series_that_did_not_come_whole_is_an_error_without_points(
    aws: StandIn, status: str, said: str
) -> None:
    aws.replies["GetMetricData"] = [page(result("q0", range(9), status), result("q1", range(24)))]
    broken, whole = collected(account(aws.url), asked(sent("a")), asked(sent("b")))
    assert said in broken.error
    assert broken.points == ()
    assert len(values(whole)) == 24


def test_a_message_about_a_series_is_its_error(aws: StandIn) -> None:
    said = [{"Code": "BadSearch", "Value": "The search matched too many metrics."}]
    aws.replies["GetMetricData"] = [page(result("q0", range(24), Messages=said))]
    [found] = collected(account(aws.url), asked(sent()))
    assert found.error == "CloudWatch says: The search matched too many metrics."


def test_an_expression_that_divides_by_nothing_has_no_point_there(aws: StandIn) -> None:
    said = [{"Code": "ArithmeticError", "Value": "One or more data-points have been dropped."}]
    aws.replies["GetMetricData"] = [page(result("q0", range(20), Messages=said))]
    [found] = collected(account(aws.url), asked(sent()))
    assert len(values(found)) == 20


def test_an_expression_that_gives_several_series_is_an_error(aws: StandIn) -> None:
    both = page(result("q0", range(24)), result("q0", range(24)))
    labelled = page(result("q0", range(24)), result("q0", range(24)) | {"Label": "other"})
    for answer in (both, labelled):
        aws.replies["GetMetricData"] = [answer]
        [found] = collected(account(aws.url), asked(sent()))
        assert "several series" in found.error
        assert found.points == ()


def test_an_empty_or_absent_series_has_no_points(aws: StandIn) -> None:
    aws.replies["GetMetricData"] = [page(result("q0", range(0)), {"Id": "q7", "Values": [1]})]
    for found in collected(account(aws.url), asked(sent("a")), asked(sent("b"))):
        assert values(found) == []


def test_gaps_and_late_points_stay_as_they_are(aws: StandIn) -> None:
    aws.replies["GetMetricData"] = [page(result("q0", range(0, 9, 4)))]
    [found] = collected(account(aws.url), asked(sent()))
    assert [point.at for point in found.points] == [START + n * HOUR for n in (1, 5, 9)]


@pytest.mark.parametrize(
    "change",
    [
        {"Values": [1.0]},
        {"Values": ["many", "more"]},
        {"Values": [None, 1.0]},
        {"Timestamps": ["some day", "another"]},
        {"Timestamps": [[], {}]},
        {"Timestamps": [1e300, 1.0]},
        {"Timestamps": None},
    ],
    ids=["too few", "texts", "nothing", "no times", "lists", "beyond", "null"],
)
def test_a_malformed_series_is_an_error_that_harms_no_other(aws: StandIn, change: Body) -> None:
    broken = result("q0", range(2)) | change
    aws.replies["GetMetricData"] = [page(broken, result("q1", range(2)))]
    first, second = collected(account(aws.url), asked(sent("a")), asked(sent("b")))
    assert "malformed" in first.error
    assert values(second) == [0.0, 1.0]


@pytest.mark.parametrize(
    "body",
    [
        '{"MetricDataResults": [7]}',
        '{"MetricDataResults": [{"Id": "q0", "Values": 7}]}',
        '{"MetricDataResults": [{"Id": "q0", "Messages": ["x"]}]}',
        "<html>Please sign in</html>",
        '{"MetricDataResults": [{"Id',
        "[]",
        "{}",
        "",
        "null",
        "7",
    ],
)
def test_an_answer_that_is_not_amazons_fails_the_source(aws: StandIn, body: str) -> None:
    aws.replies["GetMetricData"] = [Reply(body)]
    with pytest.raises(SourceFailed, match="does not speak its language"):
        collected(account(aws.url), asked(sent()))


def spoiled_by(*bad: str) -> Callable[[Body], Reply]:
    """A rule that refuses a call which holds one of these queues, as CloudWatch does."""

    def rule(body: Body) -> Reply:
        for query in body["MetricDataQueries"]:
            if query["MetricStat"]["Metric"]["Dimensions"][0]["Value"] in bad:
                return refusal("ValidationError", "The value 'x' for parameter Stat is invalid.")
        return metric_data(body)

    return rule


def test_a_query_that_spoils_its_call_is_found_and_harms_no_other(aws: StandIn) -> None:
    aws.rules["GetMetricData"] = spoiled_by("q77")
    of = account(aws.url)
    found = collected(of, *(asked(sent(f"q{n}"), 2 * HOUR) for n in range(128)))
    errors = [n for n, each in enumerate(found) if each.error]
    assert errors == [77]
    assert found[77].error.startswith("AWS refuses the query: The value 'x' for parameter Stat")
    assert sum(len(each.points) for each in found) == 127 * 2
    assert of.calls == 1 + 2 * 7


def test_many_bad_queries_do_not_take_calls_without_end(aws: StandIn) -> None:
    aws.rules["GetMetricData"] = spoiled_by(*(f"q{n}" for n in range(200)))
    of = account(aws.url)
    found = collected(of, *(asked(sent(f"q{n}"), 2 * HOUR) for n in range(200)))
    assert all(each.error for each in found)
    assert of.calls <= SPLITS + 1


def test_a_message_about_the_whole_call_is_traced_to_its_query(aws: StandIn) -> None:
    said = [{"Code": "MaxMetricsExceeded", "Value": "Maximum number of allowed metrics exceeded"}]

    def rule(body: Body) -> Reply:
        reply = metric_data(body)
        if isinstance(reply.body, dict) and any(q["Id"] == "q2" for q in body["MetricDataQueries"]):
            reply.body["Messages"] = said
        return reply

    aws.rules["GetMetricData"] = rule
    found = collected(account(aws.url), *(asked(sent(f"q{n}")) for n in range(4)))
    assert [bool(each.error) for each in found] == [False, False, True, False]
    assert "Maximum number of allowed metrics exceeded." in found[2].error


def test_pages_without_end_end(aws: StandIn) -> None:
    tokens = iter(range(1000))

    def rule(body: Body) -> Reply:
        [query] = body["MetricDataQueries"]
        return page(
            series_of(query, body) | {"Values": [], "Timestamps": []}, token=str(next(tokens))
        )

    aws.rules["GetMetricData"] = rule
    [found] = collected(account(aws.url), asked(sent()))
    assert "more pages" in found.error


def test_a_query_that_cannot_be_asked_sends_nothing(aws: StandIn) -> None:
    of = account(aws.url)
    [found] = collected(of, asked(sent(stat="mean")))
    assert "knows no statistic" in found.error
    assert of.calls == 0


def test_nothing_to_ask_makes_no_client(aws: StandIn) -> None:
    of = account(aws.url, region="nowhere")
    assert collected(of) == []


def usage(day: int, unit: str = "Hrs", **hours: float) -> Body:
    """A day of Cost Explorer's answer, hours by the way they were bought."""
    date = dt.date(2026, 11, day)
    groups = [
        {
            "Keys": [bought.replace("_", " ")],
            "Metrics": {"UsageQuantity": {"Amount": str(amount), "Unit": unit}},
        }
        for bought, amount in hours.items()
    ]
    period = {"Start": date.isoformat(), "End": (date + DAY).isoformat()}
    return {"TimePeriod": period, "Total": {}, "Groups": groups, "Estimated": True}


def costs(*parts: str) -> list[dict[str, object]]:
    return [{"call": "cost_explorer", "purchase_type": part} for part in parts]


def test_hours_by_the_way_they_were_bought_take_one_call(aws: StandIn) -> None:
    aws.replies["GetCostAndUsage"] = [
        Reply(
            {
                "ResultsByTime": [
                    usage(22, Spot_Instances=6, On_Demand_Instances=18),
                    usage(23, On_Demand_Instances=24),
                ],
                "NextPageToken": "next",
            }
        ),
        Reply({"ResultsByTime": [usage(24, Spot_Instances=12)]}),
    ]
    of = account(aws.url)
    spot, hours = collected(of, *(asked(each, WEEK) for each in costs("Spot Instances", "")))
    assert values(spot) == [6, 0, 12]
    assert values(hours) == [24, 24, 12]
    assert [point.at.day for point in spot.points] == [23, 24, 25]
    assert of.calls == 2
    body = aws.asked["GetCostAndUsage"][0]
    assert body["TimePeriod"] == {"Start": "2026-11-22", "End": "2026-11-28"}
    assert body["Filter"]["Dimensions"]["Values"] == ["EC2: Running Hours"]


def test_a_tag_narrows_the_hours(aws: StandIn) -> None:
    aws.replies["GetCostAndUsage"] = [Reply({"ResultsByTime": []})]
    tagged: dict[str, object] = {"call": "cost_explorer", "tag": "load", "tag_value": "batch"}
    [found] = collected(account(aws.url), asked(tagged, WEEK))
    assert values(found) == []
    _, tags = aws.asked["GetCostAndUsage"][0]["Filter"]["And"]
    assert tags == {"Tags": {"Key": "load", "Values": ["batch"]}}


def test_hours_are_not_added_to_something_else(aws: StandIn) -> None:
    days = [usage(22, Spot_Instances=6), usage(23, "GB", Spot_Instances=6)]
    aws.replies["GetCostAndUsage"] = [Reply({"ResultsByTime": days})]
    [found] = collected(account(aws.url), asked(costs("")[0], WEEK))
    assert "several units (GB, Hrs)" in found.error


def test_a_fact_that_is_refused_harms_no_series(aws: StandIn) -> None:
    aws.replies["GetCostAndUsage"] = [
        refusal(
            "AccessDeniedException",
            "User: arn:aws:iam::1:user/x is not authorized to perform: ce:GetCostAndUsage on …",
        )
    ]
    queries = [asked(each, WEEK) for each in (costs("")[0], sent())]
    of = account(aws.url)
    denied, series = collected(of, *queries)
    assert denied.error.startswith("AWS does not allow ce:GetCostAndUsage to this source.")
    assert len(values(series)) == 168
    assert of.calls == 2


def test_a_timeout_is_in_the_unit_of_durations_and_asked_once(aws: StandIn) -> None:
    path = "GET /2015-03-31/functions/resize/configuration"
    aws.replies[path] = [Reply({"FunctionName": "resize", "Timeout": 30})]
    timeout: dict[str, object] = {"call": "lambda_timeout", "function": "resize"}
    of = account(aws.url)
    for found in collected(of, asked(timeout, WEEK), asked(timeout, DAY)):
        assert values(found) == [30_000]
        assert found.points[0].at == NOW
    assert of.calls == 1
