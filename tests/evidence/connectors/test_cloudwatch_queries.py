"""What becomes of a query before anything is sent: spans, calls, refusals."""

from __future__ import annotations

import datetime as dt
import json
import shlex
import subprocess
import sys

import pytest

from evidence.connectors.base import Query
from evidence.connectors.cloudwatch import CloudWatchConnector
from evidence.connectors.cloudwatch.batches import Batch, plan
from evidence.connectors.cloudwatch.error_codes import Kind, kind_of
from evidence.connectors.cloudwatch.facts import Fact, fact
from evidence.connectors.cloudwatch.series import Series, series
from evidence.presets import for_connector
from tests.evidence.connectors.aws_account import DAY, HOUR, NOW, WEEK, asked, sent

REGION = "eu-central-1"


def read(fields: dict[str, object], window: dt.timedelta = DAY, grain: int = 3600) -> Series:
    return series(asked(fields, window, grain=grain), REGION)


def refusal(fields: dict[str, object], window: dt.timedelta = DAY, grain: int = 3600) -> str:
    [step] = plan([asked(fields, window, grain=grain)], REGION).steps
    assert isinstance(step, str)
    assert len(step) <= 300
    return step


def test_importing_the_connectors_imports_no_client() -> None:
    code = (
        "import django, sys; django.setup(); import evidence.connectors; "
        "print([name for name in ('boto3', 'botocore') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_a_window_ends_with_the_last_hour_that_is_over() -> None:
    found = read(sent(), WEEK)
    assert found.end == NOW.replace(minute=0)
    assert found.start == NOW.replace(minute=0) - WEEK
    assert found.points == 168


def test_an_hour_that_just_ended_is_left_to_settle() -> None:
    query = Query(sent(), NOW - DAY, NOW.replace(minute=4))
    assert series(query, REGION).end == NOW.replace(hour=9, minute=0)
    late = Query(sent(delay=900), NOW - DAY, NOW.replace(minute=14))
    assert series(late, REGION).end == NOW.replace(hour=9, minute=0)


def test_queries_of_one_hour_ask_for_the_same() -> None:
    minutes = [Query(sent(), at - WEEK, at) for at in (NOW, NOW + dt.timedelta(minutes=40))]
    assert len({series(query, REGION) for query in minutes}) == 1


@pytest.mark.parametrize(
    ("days", "grain", "said"),
    [
        (7, 90, "whole minutes"),
        (7, 0, "whole minutes"),
        (1, 10, "60 s at the finest"),
        (30, 60, "300 s at the finest"),
        (90, 300, "3600 s at the finest"),
        (500, 3600, "455 days"),
    ],
)
def test_a_grain_that_cloudwatch_has_forgotten_is_refused(days: int, grain: int, said: str) -> None:
    assert said in refusal(sent(), days * DAY, grain)


@pytest.mark.parametrize(("days", "grain"), [(15, 60), (63, 300), (455, 3600), (30, 86400)])
def test_a_grain_that_cloudwatch_has_is_taken(days: int, grain: int) -> None:
    assert read(sent(), days * DAY, grain).grain == grain


def test_a_window_without_a_whole_interval_is_refused() -> None:
    assert "too short" in refusal(sent(), HOUR / 4)


def test_fine_points_are_there_for_three_hours() -> None:
    assert read(sent(), 3 * HOUR, 10).grain == 10


@pytest.mark.parametrize("stat", ["Sum", "p95", "p99.9", "tm90", "TM(5%:95%)", "PR(:300)", "IQM"])
def test_statistics_of_cloudwatch_are_taken(stat: str) -> None:
    assert read(sent(stat=stat)).queries("q")[0]["MetricStat"]["Stat"] == stat


@pytest.mark.parametrize("stat", ["mean", "p950", "95", "P95", "p95; x"])
def test_other_statistics_are_refused(stat: str) -> None:
    assert "knows no statistic" in refusal(sent(stat=stat))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"namespace": ""}, "lacks a namespace"),
        ({"metric": " "}, "lacks the name of a metric"),
        ({"metric": "Größe"}, "not ASCII"),
        ({"dimensions": {"QueueName": ""}}, "has no value"),
        ({"dimensions": "QueueName"}, "Name=Value"),
        ({"dimensions": {f"d{n}": "x" for n in range(31)}}, "at most 30"),
        ({"account": "12"}, "12 digits"),
        ({"region": "elsewhere.example/"}, "no region"),
        ({"delay": "soon"}, "whole number"),
        ({"call": "delete_everything"}, "no call that this connector makes"),
        ({"call": "lambda_timeout"}, "lacks “function”"),
        ({"call": "sqs_attribute", "queue": "q", "attribute": "Policy"}, "no number “Policy”"),
        ({"call": "cost_explorer", "tag": "team"}, "both its key and its value"),
    ],
)
def test_a_query_that_amazon_would_refuse_is_refused_here(
    fields: dict[str, object], said: str
) -> None:
    assert said in refusal(sent() | fields, 4 * DAY)


def test_dimensions_are_taken_from_lines() -> None:
    lines = sent(dimensions="QueueName = orders\n\nShop=a=b\n")
    assert read(lines).queries("q")[0]["MetricStat"]["Metric"]["Dimensions"] == [
        {"Name": "QueueName", "Value": "orders"},
        {"Name": "Shop", "Value": "a=b"},
    ]


def test_no_unit_is_ever_sent_and_an_account_is() -> None:
    [query] = read(sent(unit="Seconds", account="123456789012")).queries("q")
    assert "Unit" not in json.dumps(query)
    assert query["AccountId"] == "123456789012"


def expression(text: str, **names: str) -> dict[str, object]:
    return {"expression": text, "metrics": {name: sent(queue) for name, queue in names.items()}}


def test_an_expression_brings_its_metrics_under_names_of_its_own() -> None:
    found = read(expression("100 * bad / (bad + good) + 1e3", bad="a", good="b"))
    first, *parts = found.queries("q7")
    assert first["Expression"] == "100 * q7_bad / (q7_bad + q7_good) + 1e3"
    assert [part["Id"] for part in parts] == ["q7_bad", "q7_good"]
    assert all(part["ReturnData"] is False for part in parts)
    assert "ReturnData" not in first
    assert found.weight == 3


def test_what_is_quoted_in_an_expression_stays() -> None:
    text = "SUM(SEARCH('{AWS/SQS,QueueName} m1 \"m1\"', 'Sum')) + m1"
    first = read(expression(text, m1="a")).queries("q")[0]
    assert first["Expression"] == text.removesuffix("m1") + "q_m1"


def test_an_expression_sees_nothing_of_other_queries() -> None:
    assert "speaks of “q0”" in refusal(expression("m1 + q0", m1="a"))
    steps = plan([asked(expression("SUM(METRICS())", m1="a")), asked(sent())], REGION).steps
    assert all(isinstance(step, Batch) and len(step.members) == 1 for step in steps)


def test_metrics_insights_stands_alone_and_has_a_period() -> None:
    text = 'SELECT SUM(NumberOfMessagesSent) FROM SCHEMA("AWS/SQS", QueueName)'
    found = read({"expression": text})
    assert found.alone
    assert found.queries("q") == [{"Id": "q", "Expression": text, "Period": 3600}]


@pytest.mark.parametrize("name", ["Bad", "1st", "a-b", ""])
def test_a_metric_of_an_expression_needs_a_name_that_amazon_takes(name: str) -> None:
    assert "cannot name a metric" in refusal({"expression": "x", "metrics": {name: sent()}})


def test_metrics_of_an_expression_are_taken_from_lines() -> None:
    lines = "bad = AWS/Lambda | Errors | Sum | FunctionName=resize\nall=AWS/Lambda|Invocations|Sum"
    found = read({"expression": "bad / all", "metrics": lines})
    assert [part["MetricStat"]["Metric"]["MetricName"] for part in found.queries("q")[1:]] == [
        "Errors",
        "Invocations",
    ]
    assert "Write a metric" in refusal({"expression": "bad", "metrics": "bad = Errors"})
    assert "no namespace" in refusal({"expression": "bad", "metrics": {"bad": "Errors"}})


def test_an_expression_has_limits() -> None:
    many = {f"m{n}": "a" for n in range(101)}
    assert "at most 100 metrics" in refusal(expression("m1", **many))
    assert "2048 characters" in refusal({"expression": "1+" * 2000})


def test_what_was_sent_can_be_repeated_in_a_shell() -> None:
    words = shlex.split(read(sent(queue="it's")).sent)
    assert words[:3] == ["aws", "cloudwatch", "get-metric-data"]
    assert words[words.index("--end-time") + 1] == "2026-11-29T10:00:00Z"
    [query] = json.loads(words[-1])
    assert query["MetricStat"]["Metric"]["Dimensions"] == [{"Name": "QueueName", "Value": "it's"}]


def test_ten_thousand_queries_take_twenty_calls() -> None:
    queries = [asked(sent(f"q{n}"), WEEK) for n in range(10_000)]
    assert CloudWatchConnector().calls_for(queries) == 20


def test_a_call_holds_at_most_its_queries_and_its_points() -> None:
    hourly = [asked(sent(f"q{n}"), WEEK) for n in range(501)]
    by_minute = [asked(sent(f"q{n}"), WEEK, grain=60) for n in range(21)]
    expressions = [asked(expression("a + b", a=f"q{n}", b="x")) for n in range(167)]
    for queries, first in ((hourly, 500), (by_minute, 10), (expressions, 166)):
        steps = plan(queries, REGION).steps
        assert isinstance(steps[0], Batch)
        assert len(steps[0].members) == first
        assert all(isinstance(step, Batch) and step.weight <= 500 for step in steps)
        assert all(isinstance(step, Batch) and step.points <= 100_800 for step in steps)


def test_other_windows_and_regions_are_other_calls() -> None:
    queries = [
        asked(sent(), WEEK),
        asked(sent(), DAY),
        asked(sent(region="eu-west-1"), WEEK),
        asked(sent(queue="b"), WEEK),
    ]
    assert CloudWatchConnector().calls_for(queries) == 3


def test_facts_are_counted_once_each() -> None:
    timeout: dict[str, object] = {"call": "lambda_timeout", "function": "f"}
    depth: dict[str, object] = {
        "call": "sqs_attribute",
        "queue": "q",
        "attribute": "ApproximateNumberOfMessages",
    }
    spot: dict[str, object] = {"call": "cost_explorer", "purchase_type": "Spot Instances"}
    hours: dict[str, object] = {"call": "cost_explorer"}
    queries = [asked(fields, WEEK) for fields in (timeout, timeout, depth, spot, hours)]
    # A queue is asked for its address first.
    assert CloudWatchConnector().calls_for(queries) == 1 + 2 + 1


def test_cost_explorer_is_asked_for_days_that_were_over_for_a_day() -> None:
    found = fact(asked({"call": "cost_explorer"}, WEEK), REGION)
    assert isinstance(found, Fact)
    assert "Start=2026-11-22,End=2026-11-28 " in found.call.sent
    with pytest.raises(ValueError, match="at least 3 days"):
        fact(asked({"call": "cost_explorer"}, DAY), REGION)


def test_every_preset_is_one_that_can_be_asked() -> None:
    names = {preset.key for preset in for_connector("cloudwatch")}
    assert {"sqs.backlog_age", "spot.share", "lambda.duration"} <= names
    assert len(names) == 22


@pytest.mark.parametrize(
    ("code", "message", "status", "kind"),
    [
        ("AccessDeniedException", "", 400, Kind.DENIED),
        ("403", "", 403, Kind.DENIED),
        ("ThrottlingException", "", 400, Kind.THROTTLED),
        ("Weird", "", 429, Kind.THROTTLED),
        ("LimitExceededException", "", 400, Kind.THROTTLED),
        ("ExpiredTokenException", "", 400, Kind.EXPIRED),
        ("InvalidClientTokenId", "", 403, Kind.UNKNOWN_KEY),
        ("InvalidSignatureException", "Signature expired: 20261129T…", 403, Kind.CLOCK),
        ("SignatureDoesNotMatch", "Signature not yet current: 2026…", 403, Kind.CLOCK),
        ("SignatureDoesNotMatch", "The request signature we calculated", 403, Kind.WRONG_SECRET),
        ("RequestExpired", "", 400, Kind.CLOCK),
        ("ValidationError", "", 400, Kind.QUERY),
        ("ServiceUnavailable", "", 503, Kind.FAULT),
        ("Teapot", "", 418, Kind.OTHER),
    ],
)
def test_error_codes_of_all_services_mean_one_thing(
    code: str, message: str, status: int, kind: Kind
) -> None:
    assert kind_of(code, message, status) is kind
